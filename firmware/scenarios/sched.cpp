// sched: what the scheduler promises, held while it schedules.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's sched(7), sched_setscheduler(2), sched_setaffinity(2) and sched-deadline (the
// behaviour). The initiator on hart 0, FIFO of priority 50 for most of the time, gives jobs to
// workers of hart 0 and looks at the order in which they run.
#include "kernel/check.h"
#include "kernel/cpu_stop.h"
#include "kernel/tick.h"
#include "kernel/topology.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"
#include "scenarios/sched_live.h"
#include "scenarios/sched_ops.h"

namespace standstill::scenarios {
namespace {

int note_stop(void*) {
  note('S');
  return 0;
}

void check_parameters() {
  Task& task = *mine(0).task;
  STANDSTILL_CHECK(set(task, SchedPolicy::Fifo, 0) == -kernel::kEinval, "FIFO needs a priority");
  STANDSTILL_CHECK(set(task, SchedPolicy::Rr, 100) == -kernel::kEinval, "99 is the highest");
  STANDSTILL_CHECK(set(task, SchedPolicy::Normal, 1) == -kernel::kEinval, "Normal has none");
  STANDSTILL_CHECK(set(task, SchedPolicy::Batch, 0, -21) == -kernel::kEinval, "nice from -20");
  STANDSTILL_CHECK(set(task, SchedPolicy::Normal, 0, 20) == -kernel::kEinval, "nice to 19");
  STANDSTILL_CHECK(set(task, SchedPolicy{4}, 0) == -kernel::kEinval, "there is no policy 4");
  STANDSTILL_CHECK(set_deadline(task, 0, 10, 10) == -kernel::kEinval, "a runtime of nothing");
  STANDSTILL_CHECK(set_deadline(task, 11, 10, 20) == -kernel::kEinval, "runtime over deadline");
  STANDSTILL_CHECK(set_deadline(task, 1, 20, 10) == -kernel::kEinval, "deadline over period");
  STANDSTILL_CHECK(task.sched_class == &kernel::fair_sched_class, "refused, it is what it was");
  STANDSTILL_CHECK(set(task, SchedPolicy::Rr, 7) == 0 && task.prio == 92 && task.rt_priority == 7,
                   "priority 7 of rt is 92 in all");
  STANDSTILL_CHECK(
      kernel::sched_rr_get_interval(task) == kernel::kRrTimeslice * kernel::tick_period(),
      "sched_rr_get_interval() of an RR task");
  STANDSTILL_CHECK(set(task, SchedPolicy::Idle, 0) == 0 && task.weight == 3, "Idle weighs 3");
  STANDSTILL_CHECK(
      set(task, SchedPolicy::Batch, 0, -20) == 0 && task.prio == 100 && task.weight > 80000,
      "nice -20 is priority 100 and weighs most");
  STANDSTILL_CHECK(set(task, SchedPolicy::Normal, 0) == 0 && task.prio == 120, "nice 0 is 120");
}

void check_admission() {
  Task &a = *mine(0).task, &b = *mine(1).task;
  constexpr std::uint64_t kPeriod = 1'000'000;
  constexpr std::uint64_t kPercent = kPeriod / 100;
  STANDSTILL_CHECK(set_deadline(a, 96 * kPercent, kPeriod, kPeriod) == -kernel::kEbusy,
                   "96 percent of a CPU are not promised");
  STANDSTILL_CHECK(set_deadline(a, 60 * kPercent, kPeriod, 0) == 0 && a.prio == -1,
                   "60 percent are, and a deadline task comes before rt");
  STANDSTILL_CHECK(set_deadline(b, 60 * kPercent, kPeriod, kPeriod) == -kernel::kEbusy,
                   "but not twice");
  STANDSTILL_CHECK(set_deadline(b, 30 * kPercent, kPeriod, kPeriod) == 0, "30 percent still fit");
  STANDSTILL_CHECK(set_deadline(a, 70 * kPercent, kPeriod, kPeriod) == -kernel::kEbusy,
                   "and no more beside them");
  STANDSTILL_CHECK(
      set(a, SchedPolicy::Normal, 0) == 0 && set_deadline(b, 60 * kPercent, kPeriod, kPeriod) == 0,
      "a reservation given up is free for others");
  set(b, SchedPolicy::Normal, 0);
  STANDSTILL_CHECK(kernel::this_rq().dl.this_bw == 0, "nothing stays reserved");
}

void check_class_order() {
  kernel::CpuStopWork work;
  set(*mine(1).task, SchedPolicy::Fifo, 1);
  set(*mine(2).task, SchedPolicy::Rr, 99);
  set_deadline(*mine(3).task, 10'000'000, 100'000'000, 0);
  kernel::preempt_disable();
  for (unsigned i = 0; i < kWorkers; ++i) give(mine(i), note_index);
  kernel::stop_one_cpu_nowait(0, note_stop, nullptr, work);
  STANDSTILL_CHECK(trace.size == 0, "nothing runs while preemption is off");
  kernel::preempt_enable();
  wait_for(mine(0));
  STANDSTILL_CHECK(trace.letters[0] == 'S', "the stopper runs before a deadline task");
  STANDSTILL_CHECK(trace.letters[1] == '3', "a deadline task runs before rt");
  STANDSTILL_CHECK(trace.letters[2] == '2' && trace.letters[3] == '1', "rt runs by priority");
  STANDSTILL_CHECK(traced("S3210"), "a fair task runs last");
  for (unsigned i = 1; i < kWorkers; ++i) {
    wait_for(mine(i));
    set(*mine(i).task, SchedPolicy::Normal, 0);
  }
  // A deadline task that yields has used up its period; nobody else is awake.
  set_deadline(*kernel::current(), kernel::tick_period(), 4 * kernel::tick_period(), 0);
  const std::uint64_t switches = kernel::this_rq().nr_switches;
  kernel::sched_yield();
  STANDSTILL_CHECK(kernel::this_rq().nr_switches >= switches + 2,
                   "the idle task runs while all are throttled or asleep, and its tick ends that");
  be_fair();
}

void check_rt_preemption() {
  be_fifo(50);
  constexpr unsigned kPriorities[kWorkers] = {10, 30, 20, 20};
  for (unsigned i = 0; i < kWorkers; ++i) {
    set(*mine(i).task, SchedPolicy::Fifo, kPriorities[i]);
    give(mine(i), note_index);
  }
  STANDSTILL_CHECK(traced(""), "a lower priority preempts nobody");
  wait_for(mine(0));
  STANDSTILL_CHECK(traced("1230"), "the highest priority first, equals as they came");
  for (unsigned i = 1; i < kWorkers; ++i) wait_for(mine(i));

  set(*mine(0).task, SchedPolicy::Fifo, 60);
  give(mine(0), note_index);
  STANDSTILL_CHECK(traced("0"), "a higher priority preempts at once");
  set(*mine(1).task, SchedPolicy::Fifo, 50);
  give(mine(1), note_index);
  STANDSTILL_CHECK(traced(""), "an equal priority waits");
  kernel::sched_yield();
  STANDSTILL_CHECK(traced("1"), "sched_yield() lets it run");
  give(mine(2), note_index);
  set(*mine(2).task, SchedPolicy::Fifo, 60);
  STANDSTILL_CHECK(traced("2"), "a waiting task made higher preempts");
  give(mine(3), note_index);
  be_fifo(10);
  STANDSTILL_CHECK(traced("3"), "a running task made lower gives way");
  be_fifo(50);
  for (unsigned i = 0; i < kWorkers; ++i) {
    wait_for(mine(i));
    set(*mine(i).task, SchedPolicy::Normal, 0);
  }
  give(mine(0), note_index);
  STANDSTILL_CHECK(traced(""), "a fair task does not preempt rt");
  set(*mine(0).task, SchedPolicy::Fifo, 60);
  STANDSTILL_CHECK(traced("0"), "made rt, it does");
  give(mine(1), note_index);
  set(*mine(1).task, SchedPolicy::Fifo, 1);
  be_fair();
  STANDSTILL_CHECK(traced("1"), "made fair, the running task gives way to rt");
  for (unsigned i = 0; i < 2; ++i) {
    wait_for(mine(i));
    set(*mine(i).task, SchedPolicy::Normal, 0);
  }
}

void show_policies() {
  set(*mine(0).task, SchedPolicy::Rr, 7);
  set(*mine(1).task, SchedPolicy::Batch, 0, 5);
  set(*mine(2).task, SchedPolicy::Idle, 0);
  set_deadline(*mine(3).task, 1000, 1'000'000, 0);
  kernel::show_tasks();
}

void start_hart(const Arguments&) { make_workers(); }

void run(const Arguments& arguments) {
  if (kernel::kUniprocessor)
    kernel::finish_fail(kernel::ExitCode::BadArgument,
                        "sched: needs a stopper, which a kernel built for one CPU lacks");
  check_sched_operations();
  check_parameters();
  check_admission();
  check_class_order();
  check_rt_preemption();
  check_sched_turns();
  check_sched_deadline();
  check_sched_stop_task();
  check_sched_affinity();
  if (kernel::machine().harts > 1) check_sched_balance();
  if (arguments.word("ps") == "yes") show_policies();
  kernel::printk("PASS: sched: ", kernel::checks_passed(), " checks on ", kernel::machine().harts,
                 " harts");
}

}  // namespace

constinit const Scenario kSched = {
    .name = "sched",
    .prepare = nullptr,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
