// The events of one rendezvous, sorted into what a walk back over them asks for.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_TIMELINE_H
#define STANDSTILL_TESTBENCH_EXPLAIN_TIMELINE_H

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/event_log.h"
#include "testbench/explain/path.h"

namespace standstill::testbench {

/// A hart waited for something outside its pipeline.
struct OwnWait {
  Cycle begin = 0;
  Cycle end = 0;  ///< it goes on
  Cause cause{};
  bool for_time = false;  ///< a sleep that a timer has ended
  Addr pc = 0;            ///< with what it goes on
};

/// A transaction of a tile on a line.
struct LineWait {
  Addr line = 0;
  Cycle begin = 0;
  Cycle end = kNever;
  bool upgrade = false;
};

/// Home was busy with a line for somebody.
struct HomeBusy {
  Cycle begin = 0;
  Cycle end = kNever;
  HartId requester = 0;
};

/// mstatus.MIE as it was set.
struct Masking {
  Cycle cycle = 0;
  bool enabled = true;
  Addr pc = 0;
};

/// Where a hart was.
struct Seen {
  Cycle cycle = 0;
  Addr pc = 0;
};

/// What let a hart go on at `arrival`: something that hart `from` did at `departure`, before.
struct Edge {
  enum class Kind : std::uint8_t { Store, Doorbell, Lock };
  Kind kind{};
  Cycle arrival = 0;
  HartId from = 0;
  Cycle departure = 0;
  Addr place = 0;                             ///< Store: the word. Lock: the lock.
  Cycle accepted = 0, wire = 0, pending = 0;  ///< Doorbell: by the fabric, on the wire, at the hart
  bool trap = false;                          ///< Doorbell: it ended in a trap, not only a sleep
  /// A trap whose handler went back, without a switch, to what it had interrupted: from `over` to
  /// the hart's next switch of tasks, at `again`, the hart does what it did without the doorbell.
  Cycle over = kNever;
  Cycle again = kNever;

  /// Whether what the hart does at `cycle`, at or after `arrival`, can have waited for it.
  bool binds(Cycle cycle) const { return cycle <= over || cycle > again; }
};

/// All vectors ascend.
struct HartTimeline {
  std::vector<OwnWait> waits;
  std::vector<LineWait> lines;
  std::vector<Masking> masking;   ///< the first as it was before the rendezvous
  std::vector<OwnWait> fn;        ///< run_begin to run_end
  std::vector<OwnWait> handlers;  ///< from a trap until it returns or another task runs
  std::vector<Seen> seen;
  std::vector<Edge> edges;
};

/// What is known of a hart when a rendezvous begins.
struct HartState {
  Masking masking;
  Seen seen;
};

/// The pc that `event` tells of its hart; 0: none. Loads tell it where the hart has waited: that it
/// saw a word first depends on what it saw before the rendezvous.
Addr pc_of(const Event& event);

class Timeline {
 public:
  /// @param states of each hart by index, before the first event; may have fewer harts
  Timeline(unsigned harts, const std::vector<HartState>& states);

  /// Events in log order.
  void add(const Event& event);

  const HartTimeline& hart(HartId hart) const { return harts_[hart]; }
  unsigned harts() const { return static_cast<unsigned>(harts_.size()); }
  /// When home was busy with `line`, ascending by begin.
  const std::vector<HomeBusy>& busy(Addr line) const;
  /// Where `hart` was seen last, at `cycle` or before; 0: nowhere.
  Addr pc_at(HartId hart, Cycle cycle) const;

 private:
  /// A doorbell as far as it has come.
  struct Ring {
    HartId from = 0;
    Cycle departure = 0, accepted = 0, wire = 0, pending = 0;
    bool known = false;     ///< who has rung
    std::uint64_t bit = 0;  ///< of mip
  };
  struct LockState {
    Cycle released = 0;
    HartId owner = 0;
  };

  void add_of_hart(const Event& event);
  void see(const Event& event);
  void marker(const Event& event);
  void load(const Event& event);
  void waited(const Event& event);
  void trap(const Event& event);
  void trap_return(const Event& event);
  void task_switch(const Event& event);
  void lock_acquired(const Event& event);
  void pending(const Event& event);
  void bus_request(const Event& event);
  void wire(const Event& event);
  void add_ring_edge(const Event& event, EventId pending, Cycle since, bool is_trap);
  void fill(const Event& event);
  void home_begin(const Event& event);
  void home_end(const Event& event);

  std::vector<HartTimeline> harts_;
  std::unordered_map<EventId, Cycle> accesses_;  ///< DeviceBegin and far atomics, by transaction
  std::unordered_map<EventId, Ring> rings_;      ///< by bus request, wire edge and pending
  std::unordered_map<Addr, std::vector<HomeBusy>> busy_;
  std::unordered_map<Addr, LockState> locks_;            ///< last release
  std::map<std::pair<HartId, Addr>, Cycle> lock_waits_;  ///< since when
  std::vector<Addr> interrupted_;                        ///< of each hart by its last trap's epc
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_TIMELINE_H
