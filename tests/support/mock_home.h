// A home node for one tile, small and slow of wit: one transaction a line at a time, one latency.
// SPDX-License-Identifier: Apache-2.0
//
// It plays all the rest of a machine towards a single tile: memory, directory, devices, and
// "foreigners", whose reads and writes of a line make it snoop the tile. Everything it does follows
// from the cycles and the order of what it is given.
#ifndef STANDSTILL_TESTS_SUPPORT_MOCK_HOME_H
#define STANDSTILL_TESTS_SUPPORT_MOCK_HOME_H

#include <deque>
#include <map>
#include <set>
#include <vector>

#include "common/message.h"

namespace standstill {

/// What another hart does to a word of memory.
struct Foreign {
  Cycle cycle = 0;  ///< its request is at home then
  Addr addr = 0;    ///< of a double word
  bool write = false;
  std::uint64_t value = 0;
  bool fetch = false;  ///< an instruction fetch: SnpOnce
};

/// When and how a snoop was answered.
struct Answer {
  Message message;
  Cycle sent = 0;  ///< when the snoop took effect at the tile
};

class MockHome {
 public:
  explicit MockHome(Cycle latency, Cycle device_latency)
      : latency_(latency), device_latency_(device_latency) {}

  static constexpr NodeId kNode = 1;
  ServedBy served_by = ServedBy::Home;

  void push(const Message& message) { insert(message.cycle, {message, {}, false}); }
  void push(const Foreign& foreign) { insert(foreign.cycle, {{}, foreign, true}); }

  /// Earliest effect on the tile of anything that is here.
  Cycle next_effect() const {
    return events_.empty() ? kNever : events_.begin()->first.cycle + shortest();
  }
  Cycle shortest() const { return latency_ < device_latency_ ? latency_ : device_latency_; }

  /// Does everything up to and with `cycle`, or to the first message it sends, since that can make
  /// the tile act: what it sends is appended to `out`.
  void serve_until(Cycle cycle, std::vector<Message>& out);

  /// Memory as home knows it; a line the tile has modified is out of date here.
  Line& line(Addr addr) { return lines_[line_of(addr)].data; }
  std::uint64_t word(Addr addr) { return line(addr).read(offset_in_line(addr), 8); }
  /// Makes a ReadShared of `addr` be granted Shared.
  void share(Addr addr) { lines_[line_of(addr)].foreign = true; }
  bool owned(Addr addr) { return lines_[line_of(addr)].state == State::Owned; }

  std::vector<Message> received;         ///< everything, in order
  std::vector<Answer> answers;           ///< to snoops
  std::map<Addr, std::uint64_t> device;  ///< what device loads see and stores change

 private:
  enum class State : std::uint8_t { None, Shared, Owned };
  struct Key {
    Cycle cycle;
    std::uint64_t order;
    bool operator<(const Key& other) const {
      return cycle != other.cycle ? cycle < other.cycle : order < other.order;
    }
  };
  struct Work {
    Message message;
    Foreign foreign;
    bool is_foreign;
  };
  struct Entry {
    Line data;
    State state = State::None;
    bool foreign = false;  ///< somebody else has a copy
    bool busy = false;
    Work current{};
    Cycle snooped = 0;
    std::deque<Work> waiting;
  };

  /// Foreigners come before the tile's messages of the same cycle, however early they are told.
  void insert(Cycle cycle, const Work& work) {
    events_[{cycle, ++count_ + (work.is_foreign ? 0 : std::uint64_t{1} << 40)}] = work;
  }
  void serve(const Work& work, Cycle now);
  void begin(Entry& entry, const Work& work, Cycle now);
  void finish(Entry& entry, Cycle now);
  void free(Entry& entry, Cycle now);
  void answer_snoop(const Message& message, Cycle now);
  void answer_device(const Message& request, Cycle now);
  bool needs_snoop(const Entry& entry, const Work& work, MessageType& type) const;
  void send(Message message, Cycle cycle);
  Message reply_to(const Message& request, MessageType type) const;

  Cycle latency_, device_latency_;
  std::uint64_t count_ = 0;
  EventId ids_ = 0;
  std::map<Key, Work> events_;
  std::map<Addr, Entry> lines_;
  std::vector<Message>* out_ = nullptr;
  std::set<Cycle> taken_;  ///< cycles at which a message reaches the tile
  Cycle last_sent_ = 0;
};

}  // namespace standstill

#endif  // STANDSTILL_TESTS_SUPPORT_MOCK_HOME_H
