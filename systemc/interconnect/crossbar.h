// A crossbar: one link into it from each node, one link out of it to each node, and contention.
// SPDX-License-Identifier: Apache-2.0
//
// A link carries one flit a cycle; a message of f flits keeps it for f cycles. A sender's link
// takes its four channels (virtual networks) in turn, oldest message of each first. A message
// whose sender's link has begun to send it stands in line at the receiver's link, which serves
// first come, first served; among those that came in the same cycle, round robin by sender.
// Granted at cycle c, its first flit arrives at c + hop_latency, its last at
// c + hop_latency + f - 1: that is when the message takes effect.
//
// Queues are unbounded, so the virtual networks cannot block one another and no message waits for
// one that comes later: neither deadlock nor starvation. Work is done only at cycles at which a
// link begins to carry a message, in O(log ports) each.
#ifndef STANDSTILL_INTERCONNECT_CROSSBAR_H
#define STANDSTILL_INTERCONNECT_CROSSBAR_H

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "interconnect/arbiter.h"
#include "interconnect/interconnect.h"
#include "interconnect/link_hash.h"

namespace standstill::interconnect {

/// Which ports have something to do, and when; the earliest first, then the lowest port.
class Agenda {
 public:
  explicit Agenda(unsigned ports) : due_(ports, kNever) {}
  /// `port` has something to do at `cycle` and not before.
  void set(unsigned port, Cycle cycle);
  Cycle next() const { return heap_.empty() ? kNever : heap_.front().cycle; }
  /// Takes the first port. Requires: next() != kNever.
  unsigned pop();

 private:
  struct Entry {
    Cycle cycle;
    unsigned port;
  };
  static bool later(const Entry& a, const Entry& b) {
    return a.cycle != b.cycle ? a.cycle > b.cycle : a.port > b.port;
  }
  void drop_stale();

  std::vector<Cycle> due_;
  std::vector<Entry> heap_;  ///< entries that disagree with due_ are stale
};

class Crossbar final : public Interconnect {
 public:
  /// @param ports   number of nodes
  /// @param source  under which link hashes are logged
  Crossbar(const InterconnectConfig& config, unsigned ports, SourceId source, EventSink& events);

  void inject(const Message& message) override;
  Cycle next_event() const override;
  void step(Cycle now, std::vector<Message>& out) override;
  void finish(Cycle end) override { hash_.finish(end); }

  /// Fewest cycles from a grant here to an effect on a tile.
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
  };
  struct Receiver {
    explicit Receiver(unsigned ports) : arbiter(ports) {}
    std::deque<Arrival> queue;
    Arbiter arbiter;
    Cycle free = 0;
  };

  void send(unsigned port, Cycle now);
  void deliver(unsigned port, Cycle now, std::vector<Message>& out);
  void plan_sender(unsigned port);
  void plan_receiver(unsigned port);

  Cycle hop_latency_;
  Cycle line_flits_;
  Cycle stepped_ = 0;  ///< decided up to here
  std::vector<Sender> senders_;
  std::vector<Receiver> receivers_;
  Agenda senders_due_;
  Agenda receivers_due_;
  std::vector<Message> slots_;
  std::vector<Slot> free_slots_;
  LinkHash hash_;
};

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_CROSSBAR_H
