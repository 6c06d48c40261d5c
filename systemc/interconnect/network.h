// Links between nodes and routers of a crossbar, ring or mesh, and contention for them.
// SPDX-License-Identifier: Apache-2.0
//
// A link carries one flit a cycle; a message of f flits keeps each link on its way for f cycles. A
// sender's link to its router takes its four channels (virtual networks) in turn, oldest message
// of each first. A message whose sender's link has begun to send it stands in line at the link by
// which it leaves the router. A link serves first come, first served; among those that came in the
// same cycle, round robin by input. Granted at cycle c, a message's first flit is at the link's end
// at c + hop_latency. There it either stands in line at the next link from that cycle on, its other
// flits following (virtual cut-through); or it has arrived, its last flit at
// c + hop_latency + f - 1: that is when the message takes effect. So on an idle way with d links
// between routers it takes (d + 1) * hop_latency + f - 1; on the crossbar d is 0.
//
// Each pair of nodes has one way (topology.h) and each queue keeps the order of an input, so
// messages of a pair and channel keep theirs. Queues are unbounded, so the virtual networks cannot
// block one another and no message waits for one that comes later: neither deadlock nor starvation.
// Work is done only at cycles at which a link begins to carry a message, in O(log links) each.
#ifndef STANDSTILL_INTERCONNECT_NETWORK_H
#define STANDSTILL_INTERCONNECT_NETWORK_H

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "interconnect/arbiter.h"
#include "interconnect/interconnect.h"
#include "interconnect/link_hash.h"
#include "interconnect/topology.h"

namespace standstill::interconnect {

/// Which links have something to do, and when; the earliest first, then the lowest link.
class Agenda {
 public:
  explicit Agenda(unsigned links) : due_(links, kNever) {}
  /// `link` has something to do at `cycle` and not before.
  void set(unsigned link, Cycle cycle);
  Cycle next() const { return heap_.empty() ? kNever : heap_.front().cycle; }
  /// Takes the first link. Requires: next() != kNever.
  unsigned pop();

 private:
  struct Entry {
    Cycle cycle;
    unsigned link;
  };
  static bool later(const Entry& a, const Entry& b) {
    return a.cycle != b.cycle ? a.cycle > b.cycle : a.link > b.link;
  }
  void drop_stale();

  std::vector<Cycle> due_;
  std::vector<Entry> heap_;  ///< entries that disagree with due_ are stale
};

class Network final : public Interconnect {
 public:
  /// @param source  under which link hashes are logged
  Network(const InterconnectConfig& config, Topology topology, SourceId source, EventSink& events);

  void inject(const Message& message) override;
  Cycle next_event() const override;
  void step(Cycle now, std::vector<Message>& out) override;
  const Line* arriving(Addr line) const override;
  void finish(Cycle end) override { hash_.finish(end); }

  /// Fewest cycles from a grant here to an effect on a tile: that of the last link on the way.
  static Cycle reach(const MachineConfig& config) { return config.interconnect.hop_latency; }

  /// Cycles for which a message keeps a link.
  Cycle flits_of(MessageType type) const { return carries_line(type) ? line_flits_ : 1; }

 private:
  using Slot = std::uint32_t;
  struct Sender {
    std::array<std::deque<Slot>, kChannels> queues;
    Arbiter arbiter{kChannels};
    Cycle free = 0;
  };
  struct Arrival {
    Cycle cycle;
    Slot slot;
    unsigned input;  ///< a link between routers by its number, a sender by that of its node
  };
  struct Link {
    explicit Link(unsigned inputs) : arbiter(inputs) {}
    std::deque<Arrival> queue;  ///< by cycle
    Arbiter arbiter;
    Cycle free = 0;
  };

  void send(unsigned node, Cycle now);
  void join(unsigned link, const Arrival& arrival);
  void grant(unsigned index, Cycle now, std::vector<Message>& out);
  Arrival take(Link& link);
  void plan_sender(unsigned node);
  void plan_link(unsigned index);

  Topology topology_;
  Cycle hop_latency_;
  Cycle line_flits_;
  Cycle stepped_ = 0;  ///< decided up to here
  std::vector<Sender> senders_;
  std::vector<Link> links_;
  Agenda senders_due_;
  Agenda links_due_;
  std::vector<Message> slots_;
  std::vector<Slot> free_slots_;
  LinkHash hash_;
};

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_NETWORK_H
