// The part of scenario sched about time: turns, shares, budgets.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/sched.cpp.
#include "arch/csr.h"
#include "kernel/check.h"
#include "kernel/tick.h"
#include "scenarios/sched_live.h"

namespace standstill::scenarios {
namespace {

constexpr unsigned kTurns = 6;
constinit volatile unsigned turns = 0;
constinit volatile unsigned last_turn = kWorkers;

/// Two tasks that both want to run count how often the CPU goes from one to the other.
void take_turns(Worker& self) {
  const std::uint64_t end = arch::read_time() + kernel::machine().timebase * 2;
  while (turns < kTurns && arch::read_time() < end) {
    if (last_turn == self.index) continue;
    last_turn = self.index;
    turns = turns + 1;
  }
}

/// Longer than a turn of RR, and a letter at each end.
void spin_for_three_turns(Worker& self) {
  note_index(self);
  const std::uint64_t begin = arch::read_time();
  while (arch::read_time() - begin < 3 * kernel::kRrTimeslice * kernel::tick_period())
    arch::cpu_relax();
  note_index(self);
}

void run_both(Job job) {
  give(mine(0), job);
  give(mine(1), job);
  wait_for(mine(0));
  wait_for(mine(1));
}

void check_turns() {
  be_fifo(50);
  set(*mine(0).task, SchedPolicy::Rr, 20);
  set(*mine(1).task, SchedPolicy::Rr, 20);
  run_both(take_turns);
  STANDSTILL_CHECK(turns >= kTurns, "RR tasks of one priority take turns");
  STANDSTILL_CHECK(mine(0).task->sum_exec_runtime > kernel::tick_period(),
                   "an RR task is charged for its time");
  set(*mine(0).task, SchedPolicy::Fifo, 20);
  set(*mine(1).task, SchedPolicy::Fifo, 20);
  run_both(spin_for_three_turns);
  // Either may come first: who has just told that its last job is done is still awake.
  const bool in_one_go = kernel::Text(trace.letters, trace.size) == "0011" ||
                         kernel::Text(trace.letters, trace.size) == "1100";
  trace.size = 0;
  STANDSTILL_CHECK(in_one_go, "FIFO tasks of one priority do not");
  set(*mine(0).task, SchedPolicy::Normal, 0);
  set(*mine(1).task, SchedPolicy::Normal, 0);
  turns = 0;
  run_both(take_turns);
  STANDSTILL_CHECK(turns >= kTurns, "fair tasks share the CPU by their ticks");
}

std::uint64_t time_of(unsigned index) { return mine(index).task->sum_exec_runtime; }

constinit std::uint64_t time_to_reach = 0;

/// Until both have run for some ticks together.
void share(Worker&) {
  const std::uint64_t end = arch::read_time() + kernel::machine().timebase * 2;
  while (arch::read_time() < end) {
    if (*static_cast<volatile std::uint64_t*>(&mine(0).task->sum_exec_runtime) +
            *static_cast<volatile std::uint64_t*>(&mine(1).task->sum_exec_runtime) >=
        time_to_reach)
      return;
  }
}

/// Whether in one try the first had more than three times as much of the CPU as the second.
bool shares_by_weight() {
  const std::uint64_t before[] = {time_of(0), time_of(1)};
  time_to_reach = before[0] + before[1] + 24 * kernel::tick_period();
  run_both(share);
  return time_of(0) - before[0] > 3 * (time_of(1) - before[1]);
}

void yield_once(Worker& self) {
  // Interrupts stay off, so that no tick comes between the letter and the yield.
  const arch::IrqFlags flags = arch::local_irq_save();
  note_index(self);
  kernel::sched_yield();
  note_index(self);
  arch::local_irq_restore(flags);
}

void check_fair() {
  set(*mine(1).task, SchedPolicy::Normal, 0, 10);
  bool by_weight = false;
  // A host that stops QEMU for a while gives all that time to one of the two.
  for (unsigned attempt = 0; attempt < 10 && !by_weight; ++attempt) by_weight = shares_by_weight();
  STANDSTILL_CHECK(by_weight, "ten nice levels are a multiple of the CPU", time_of(0), " ",
                   time_of(1));
  set(*mine(1).task, SchedPolicy::Normal, 0);
  bool alternate = false;
  // A tick may come between a task's begin and its letter.
  for (unsigned attempt = 0; attempt < 20 && !alternate; ++attempt) {
    trace.size = 0;
    run_both(yield_once);
    alternate = trace.letters[0] != trace.letters[1] && trace.letters[1] != trace.letters[2];
  }
  STANDSTILL_CHECK(alternate, "fair tasks that yield alternate");
  trace.size = 0;
  be_fair();
}

/// A job: wakes the next worker, with a letter before and one after.
void wake_another(Worker& self) {
  note('<');
  give(mine(self.index + 1), note_index);
  note('>');
}

/// Interrupts stay off, so that no tick begins the next period before others have run.
void yield_then_note(Worker& self) {
  const arch::IrqFlags flags = arch::local_irq_save();
  kernel::sched_yield();
  arch::local_irq_restore(flags);
  note_index(self);
}

void check_earliest_first() {
  constexpr std::uint64_t kLong = 100'000'000;
  constexpr std::uint64_t kPeriods[] = {3 * kLong, kLong, 2 * kLong};
  for (unsigned i = 0; i < 3; ++i)
    set_deadline(*mine(i).task, kPeriods[i] / 10, kPeriods[i], kPeriods[i]);
  kernel::preempt_disable();
  for (unsigned i = 0; i < 3; ++i) give(mine(i), note_index);
  kernel::preempt_enable();
  STANDSTILL_CHECK(traced("120"), "the earliest deadline runs first");
  give(mine(0), wake_another);
  STANDSTILL_CHECK(traced("<1>"), "an earlier deadline preempts a later one");
  give(mine(1), wake_another);
  STANDSTILL_CHECK(traced("<>2"), "a later deadline does not preempt");
  for (unsigned i = 0; i < 3; ++i) wait_for(mine(i));
}

void check_budget() {
  Worker& hog = mine(0);
  const kernel::DlEntity& dl = hog.task->dl;
  const std::uint64_t tick = kernel::tick_period();
  set_deadline(*hog.task, 2 * tick, 8 * tick, 8 * tick);
  give(hog, spin_until_stopped);
  STANDSTILL_CHECK(dl.throttled && hog.task->on_rq && !is_done(hog),
                   "a lower class runs when a deadline task has spent its runtime");
  const std::uint64_t deadline = dl.deadline;
  constexpr unsigned kPeriods = 3;
  for (unsigned period = 0; period < kPeriods; ++period) {
    const std::uint64_t progress = hog.progress.load(std::memory_order_relaxed);
    STANDSTILL_CHECK(
        wait_until([&] { return hog.progress.load(std::memory_order_relaxed) != progress; }),
        "the next period lets it run again");
    STANDSTILL_CHECK(dl.throttled, "and ends too");
  }
  STANDSTILL_CHECK(dl.deadline - deadline >= kPeriods * dl.dl_period,
                   "each period moves the deadline on");
  stop(hog);
  STANDSTILL_CHECK(hog.task->sum_exec_runtime >= kPeriods * dl.dl_runtime,
                   "a deadline task is charged for its time");
  const arch::IrqFlags flags = arch::local_irq_save();  // nor before we have looked
  give(hog, yield_then_note);
  kernel::schedule();
  STANDSTILL_CHECK(dl.throttled && traced(""), "who yields waits for the next period");
  arch::local_irq_restore(flags);
  wait_for(hog);
  STANDSTILL_CHECK(traced("0"), "which comes");
}

}  // namespace

void check_sched_turns() {
  check_turns();
  check_fair();
}

void check_sched_deadline() {
  check_earliest_first();
  check_budget();
  for (unsigned i = 0; i < kWorkers; ++i) set(*mine(i).task, SchedPolicy::Normal, 0);
}

}  // namespace standstill::scenarios
