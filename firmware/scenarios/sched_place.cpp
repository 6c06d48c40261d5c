// The part of scenario sched about places: the stop task, affinity, wake-ups, who pulls from whom.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/sched.cpp.
#include "kernel/check.h"
#include "kernel/cpu_stop.h"
#include "kernel/sched_core.h"
#include "lib/machine.h"
#include "scenarios/sched_live.h"

namespace standstill::scenarios {
namespace {

int answer(void*) { return 42; }

unsigned where(const Worker& worker) { return worker.where.load(std::memory_order_relaxed); }

int allow(const Worker& worker, const kernel::CpuMask& mask) {
  return kernel::sched_setaffinity(*worker.task, mask);
}

/// Back to what the other parts expect.
void reset(Worker& worker) {
  allow(worker, kernel::cpumask_of(0));
  set(*worker.task, SchedPolicy::Normal, 0);
}

void check_states() {
  Task& task = *mine(0).task;
  STANDSTILL_CHECK(!kernel::wake_up_state(task, kernel::TaskState::Parked),
                   "a sleeping task is not woken as a parked one");
  STANDSTILL_CHECK(kernel::wake_up_process(task), "a sleeping task is woken");
  STANDSTILL_CHECK(!kernel::wake_up_process(*kernel::current()), "a running task is not");
  kernel::set_current_state(kernel::TaskState::Sleeping);
  STANDSTILL_CHECK(kernel::wake_up_process(*kernel::current()), "on its way to sleep it is");
  kernel::schedule();
  STANDSTILL_CHECK(kernel::task_running(*kernel::current()), "and does not sleep");
}

void check_disguise() {
  Task& stopper = *kernel::this_rq().stop;
  STANDSTILL_CHECK(stopper.policy == SchedPolicy::Fifo && stopper.rt_priority == 99,
                   "the stopper looks like FIFO of priority 99");
  STANDSTILL_CHECK(stopper.sched_class == &kernel::stop_sched_class, "but is of the stop class");
  STANDSTILL_CHECK(set(stopper, SchedPolicy::Normal, 0) == -kernel::kEinval,
                   "nobody changes its policy");
  STANDSTILL_CHECK(kernel::sched_setaffinity(stopper, kernel::cpu_active_mask) == -kernel::kEinval,
                   "nor its affinity");
  STANDSTILL_CHECK(set(kernel::this_cpu().idle, SchedPolicy::Fifo, 1) == -kernel::kEinval,
                   "nobody changes the policy of the idle task");

  Task& other = *mine(3).task;
  kernel::sched_set_stop_task(0, &other);
  STANDSTILL_CHECK(stopper.sched_class == &kernel::rt_sched_class && stopper.prio == 0,
                   "the old stop task is of the rt class now");
  STANDSTILL_CHECK(other.sched_class == &kernel::stop_sched_class && other.rt_priority == 99,
                   "the new one has taken its place and its disguise");
  be_fifo(99);
  set(*mine(0).task, SchedPolicy::Fifo, 99);
  give(mine(0), note_index);
  STANDSTILL_CHECK(traced(""), "FIFO of priority 99 does not preempt its equal");
  give(mine(3), note_index);
  STANDSTILL_CHECK(traced("3"), "the stop task in its disguise does");
  kernel::sched_set_stop_task(0, &stopper);
  be_fair();
  STANDSTILL_CHECK(traced("0"), "made fair, the initiator gives way");
  wait_for(mine(0));
  wait_for(mine(3));
  other.no_setaffinity = false;
  STANDSTILL_CHECK(set(other, SchedPolicy::Normal, 0) == 0, "a former stop task is like any other");
  set(*mine(0).task, SchedPolicy::Normal, 0);
  STANDSTILL_CHECK(kernel::stop_one_cpu(0, answer, nullptr) == 42, "the stopper works again");
}

void check_affinity_refused() {
  Worker& worker = mine(0);
  const unsigned harts = kernel::machine().harts;
  STANDSTILL_CHECK(allow(worker, {}) == -kernel::kEinval, "an affinity to no CPU is refused");
  if (harts < kernel::kNrCpus)
    STANDSTILL_CHECK(allow(worker, kernel::cpumask_of(harts)) == -kernel::kEinval,
                     "so is one to a CPU that is not there");
  STANDSTILL_CHECK(worker.task->nr_cpus_allowed == 1 && worker.task->cpus_mask.test(0),
                   "refused, it stays what it was");
  STANDSTILL_CHECK(allow(worker, kernel::cpumask_of(0)) == 0, "the CPU it is on will do");
  STANDSTILL_CHECK(
      allow(worker, kernel::cpu_active_mask) == 0 && worker.task->nr_cpus_allowed == harts,
      "so will all of them");
  reset(worker);
}

/// A deadline task takes its reservation along, if the other CPU can promise it.
void check_reservation_moves() {
  constexpr std::uint64_t kPeriod = 1'000'000;
  Worker& other = worker(1, 0);
  set_deadline(*mine(0).task, kPeriod / 2, kPeriod, kPeriod);
  set_deadline(*other.task, kPeriod / 2, kPeriod, kPeriod);
  STANDSTILL_CHECK(allow(mine(0), kernel::cpumask_of(1)) == -kernel::kEbusy,
                   "a deadline task cannot move to a CPU that has promised too much");
  set(*other.task, SchedPolicy::Normal, 0);
  STANDSTILL_CHECK(allow(mine(0), kernel::cpumask_of(1)) == 0 &&
                       kernel::cpu_rq(1).dl.this_bw == 1u << 19 &&
                       kernel::this_rq().dl.this_bw == 0,
                   "to another it takes its reservation along");
  reset(mine(0));
  STANDSTILL_CHECK(kernel::cpu_rq(1).dl.this_bw == 0, "and leaves none behind");
}

bool is_idle(unsigned cpu) {
  const kernel::RunQueue& rq = kernel::cpu_rq(cpu);
  return rq.nr_running.load(std::memory_order_relaxed) == 0 &&
         rq.curr_prio.load(std::memory_order_relaxed) == kernel::kMaxPrio;
}

/// Whether nobody but us runs or waits, on any hart.
bool alone() {
  bool alone = kernel::this_rq().nr_running.load(std::memory_order_relaxed) == 1;
  for (unsigned cpu = 1; cpu < kernel::machine().harts; ++cpu) alone = alone && is_idle(cpu);
  return alone;
}

/// Lets all workers fall asleep, then is FIFO again. A task that is still on its way to sleep is
/// not placed anew when it is woken, and where a task is placed depends on what the other harts do.
void settle() {
  be_fair();
  const bool settled = wait_until([] {
    kernel::sched_yield();
    return alone();
  });
  STANDSTILL_CHECK(settled, "the workers sleep and the other harts idle");
  be_fifo(50);
}

void check_selection() {
  for (const unsigned priority : {0u, 10u}) {
    Worker& worker = mine(0);
    settle();
    set(*worker.task, priority == 0 ? SchedPolicy::Normal : SchedPolicy::Fifo, priority);
    allow(worker, kernel::cpu_active_mask);
    give(worker, spin_until_stopped);
    STANDSTILL_CHECK(
        wait_until([&] { return where(worker) != kernel::kNrCpus; }) && where(worker) != 0,
        "a task that may move wakes where it can run at once");
    stop(worker);
    reset(worker);
  }
}

void check_pull() {
  Worker& worker = mine(1);
  settle();
  give(worker, spin_until_stopped);
  allow(worker, kernel::cpu_active_mask);
  STANDSTILL_CHECK(
      wait_until([&] { return where(worker) != kernel::kNrCpus; }) && where(worker) != 0,
      "a CPU that idles pulls a task that waits elsewhere");
  STANDSTILL_CHECK(worker.task->nr_migrations != 0, "the task has counted its move");
  stop(worker);
  reset(worker);
  STANDSTILL_CHECK(kernel::task_cpu(*worker.task) == 0, "a sleeping task is moved at once");
}

/// Hart 1 runs out of tasks and goes for one of ours, whose lock we hold: it has to drop its own.
/// In that moment a FIFO task wakes there. Returns whether hart 1 began its choice anew.
bool retried() {
  kernel::RunQueue& ours = kernel::cpu_rq(0);
  kernel::RunQueue& theirs = kernel::cpu_rq(1);
  Worker &last = worker(1, 0), &urgent = worker(1, 1), &bait = mine(0);
  const std::uint64_t before = *static_cast<volatile std::uint64_t*>(&theirs.nr_retries);
  kernel::CpuMask both = kernel::cpumask_of(0);
  allow(bait, both);  // it may have been pulled away
  settle();
  both.set(1);
  allow(bait, both);
  give(last, spin_until_stopped);
  wait_until([&] { return where(last) == 1; });
  give(bait, note_index);
  const arch::IrqFlags flags = arch::local_irq_save();
  ours.lock.arch_lock();
  arch::write_once(last.stop, true);
  // Hart 1 keeps its own lock, for which the wake-up waits, from here to its look at our queue.
  wait_until([&] { return theirs.nr_running == 0; });
  give(urgent, note_index);
  ours.lock.arch_unlock();
  arch::local_irq_restore(flags);
  for (Worker* worker : {&last, &urgent, &bait}) wait_for(*worker);
  return *static_cast<volatile std::uint64_t*>(&theirs.nr_retries) != before;
}

void check_retry() {
  set(*worker(1, 1).task, SchedPolicy::Fifo, 10);
  STANDSTILL_CHECK(retried(), "a class says RETRY_TASK when a higher one got a task meanwhile");
  trace.size = 0;
  set(*worker(1, 1).task, SchedPolicy::Normal, 0);
  reset(mine(0));
  be_fair();
}

}  // namespace

void check_sched_stop_task() {
  if (kernel::this_rq().stop != nullptr) check_disguise();  // not in the kernel for one CPU
}

void check_sched_affinity() {
  check_states();
  check_affinity_refused();
}

void check_sched_balance() {
  check_reservation_moves();
  check_selection();
  check_pull();
  check_retry();
}

}  // namespace standstill::scenarios
