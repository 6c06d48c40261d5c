// The first-level data cache and its side of the coherence protocol.
// SPDX-License-Identifier: Apache-2.0
//
// The rules are coherence/l1_table.h; this class keeps the lines, the open transactions and the
// victims, and carries out the table's actions.
#ifndef STANDSTILL_TILE_L1_DATA_H
#define STANDSTILL_TILE_L1_DATA_H

#include <vector>

#include "cache/tag_array.h"
#include "coherence/l1_table.h"
#include "common/access_kind.h"
#include "common/address_map.h"
#include "common/config.h"
#include "common/event_log.h"
#include "tile/outbox.h"

namespace standstill::tile {

class L1Data {
 public:
  static constexpr unsigned kNone = cache::TagArray::kNone;

  /// What became of a request for a line.
  enum class Answer : std::uint8_t {
    Waiting,  ///< a transaction for this line is open; its completion is what to wait for
    Blocked,  ///< no frame is free, or the line is still being written back: try again after any
              ///< completion
  };

  /// The end of a transaction at this tile.
  struct Completion {
    Addr line = 0;
    ServedBy served_by = ServedBy::None;
    bool upgrade = false;     ///< a Shared line became writable, no data moved
    bool write_back = false;  ///< a victim has left; nobody waits for its line's data
    EventId transaction = 0;
  };

  L1Data(const L1Config& config, const AddressMap& map, NodeId node, SourceId source,
         EventSink& events);

  /// Frame of `line` if a load may read it now, else kNone. Does not count as a use.
  unsigned readable(Addr line) const {
    const unsigned frame = tags_.find(line);
    return frame != kNone && coherence::readable(states_[frame]) ? frame : kNone;
  }
  /// The same for a store.
  unsigned writable(Addr line) const {
    const unsigned frame = tags_.find(line);
    return frame != kNone && coherence::writable(states_[frame]) ? frame : kNone;
  }

  const Line& read(unsigned frame) {
    tags_.touch(frame);
    return lines_[frame];
  }
  /// The line for writing: it is Modified from now on.
  Line& write(unsigned frame) {
    tags_.touch(frame);
    states_[frame] = coherence::L1State::M;
    return lines_[frame];
  }
  /// The line as it is, without using it; for observers and for loops in closed form.
  Line& peek(unsigned frame) { return lines_[frame]; }
  bool modified(unsigned frame) const { return states_[frame] == coherence::L1State::M; }
  /// What is here of `line`, in a frame or on its way out; for observers.
  coherence::L1State state(Addr line) const;

  /// Asks for `line` (Load: readable, all others: writable), which must not be so already.
  Answer request(Addr line, AccessKind kind, Cycle now, EventId cause, Outbox& out);

  /// Answers a snoop that takes effect at `now`.
  void snoop(const Message& snoop, Cycle now, Outbox& out);

  /// Takes a Comp or CompData of one of the open transactions.
  Completion complete(const Message& message, Cycle now, Outbox& out);

  /// The line if no other copy is newer, in the cache or on its way out of it; else null. For
  /// observers.
  const Line* newest(Addr line) const;

  bool idle() const { return open_.empty() && victims_.empty(); }
  std::uint64_t version() const { return tags_.version(); }

 private:
  struct Open {
    Addr line;
    Cycle born;
    EventId id;
  };
  struct Victim {
    Addr line;
    coherence::L1State state;
    EventId id;
    Line data;
  };

  unsigned make_room(Addr line, Cycle now, EventId cause, Outbox& out);
  void evict(unsigned frame, Cycle now, EventId cause, Outbox& out);
  void send_request(MessageType type, AccessKind kind, Addr line, EventId transaction,
                    EventId cause, Cycle now, Outbox& out, const Line* data);
  Completion finish_victim(const Message& message);
  Victim* victim(Addr line);
  const Victim* victim(Addr line) const;
  const coherence::L1Transition& step_of(coherence::L1State state, coherence::L1Event event,
                                         Addr line) const;

  L1Config config_;
  const AddressMap& map_;
  NodeId node_;
  SourceId source_;
  EventSink& events_;
  cache::TagArray tags_;
  std::vector<coherence::L1State> states_;
  std::vector<Line> lines_;
  std::vector<Open> open_;
  std::vector<Victim> victims_;
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_L1_DATA_H
