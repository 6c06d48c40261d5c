// Watches what moves: each open rendezvous, the locks, the tasks, the timers.
// SPDX-License-Identifier: Apache-2.0
//
// It observes only, and sees events in log order, so what it says of a cycle does not depend on
// how the run was made. A rendezvous moves with each marker that carries its object.
#ifndef STANDSTILL_TESTBENCH_PROGRESS_PROGRESS_PROBE_H
#define STANDSTILL_TESTBENCH_PROGRESS_PROGRESS_PROBE_H

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "testbench/probes/event_log.h"
#include "testbench/progress/no_progress.h"

namespace standstill::testbench {

/// How far a hart is in a rendezvous: the last of these that it has done.
enum class Step : std::uint8_t { None, Queued, Stopper, Prepare, DisableIrq, Run, Exit };

/// One hart of an open rendezvous.
struct Participant {
  Step step = Step::None;
  bool in_fn = false;
  Cycle queued = 0;
  HartId queuer = 0;              ///< the hart on which its work was queued
  std::uint64_t queuer_task = 0;  ///< and the task that did
  Cycle fn_begin = 0;             ///< its last RunBegin
};

struct OpenRendezvous {
  unsigned id = 0;  ///< as RendezvousProbe counts
  std::uint64_t object = 0;
  std::uint64_t kind = 0;
  HartId initiator = 0;
  std::uint64_t task = 0;  ///< that called; 0: not known
  unsigned cpus = 0;       ///< that shall take part, by the call
  Cycle call = 0;
  Cycle moved = 0;  ///< last
  std::map<HartId, Participant> harts;

  bool is_queued() const { return !harts.empty(); }
};

/// A doorbell.
struct Ring {
  Cycle cycle = 0;
  unsigned bit = 0;  ///< of mip
};

class ProgressProbe final : public EventConsumer {
 public:
  /// @param limit cycles after which what does not move stands still; kNever: never
  ProgressProbe(unsigned harts, Cycle limit);

  void consume(const Event& event) override;

  Cycle limit() const { return limit_; }

  /// The rendezvous that will stand still first, if nothing moves it. One whose work lies on no
  /// stopper's list yet waits its turn: for it the moves of all others count as well.
  std::optional<Stall> slowest() const;

  /// Called and not returned, in the order of their calls.
  const std::vector<OpenRendezvous>& open() const { return open_; }
  /// The name a task has given itself, or its address; empty for 0.
  std::string task_name(std::uint64_t task) const;
  /// The task that runs on `hart`, 0 if the guest has not said.
  std::uint64_t current(HartId hart) const { return harts_[hart].task; }
  /// The lock that `hart` spins for, 0 if for none.
  std::uint64_t awaited_lock(HartId hart) const;
  /// Who holds `lock`, if anybody does.
  std::optional<HartId> holder(std::uint64_t lock) const;
  /// Locks `hart` holds, in the order in which it took them.
  const std::vector<std::uint64_t>& held(HartId hart) const { return harts_[hart].held; }
  /// The last ring of `target` by `hart`.
  std::optional<Ring> ring(HartId hart, HartId target) const;
  /// Whether the timer of `hart` will come some day.
  bool timer_armed(HartId hart) const { return harts_[hart].mtimecmp < kNoTimer; }
  /// Whether the watchdog of `hart` has been switched on: its NMI wakes whatever mie says.
  bool watchdog_armed(HartId hart) const { return harts_[hart].watchdog; }

 private:
  /// Later than any run: a timer at this tick or later is none.
  static constexpr std::uint64_t kNoTimer = std::uint64_t{1} << 62;

  struct Hart {
    std::uint64_t task = 0;
    std::vector<std::uint64_t> waits;  ///< locks; the last is that of the innermost interrupt
    std::vector<std::uint64_t> held;
    std::map<HartId, Ring> rings;
    std::uint64_t mtimecmp = ~std::uint64_t{0};
    bool watchdog = false;  ///< its TIMEOUT is not 0
  };

  void marker(const Event& event);
  void call(const Event& event);
  void move(OpenRendezvous& rendezvous, const Event& event);
  void lock(const Event& event);
  void name(const Event& event, unsigned place);
  void ring_many(const Event& event);
  void bus_request(const Event& event);
  OpenRendezvous* find(std::uint64_t object);

  Cycle limit_;
  unsigned calls_ = 0;
  Cycle moved_ = 0;  ///< any of them, last
  std::vector<Hart> harts_;
  std::vector<OpenRendezvous> open_;
  std::map<std::uint64_t, std::string> names_;  ///< by task
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRESS_PROGRESS_PROBE_H
