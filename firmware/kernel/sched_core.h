// What the files of the scheduler share among themselves.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/sched.h (names, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_SCHED_CORE_H
#define STANDSTILL_FIRMWARE_KERNEL_SCHED_CORE_H

#include "kernel/percpu.h"
#include "kernel/sched.h"

namespace standstill::kernel {

/// Locks the run queue of the task, wherever it goes meanwhile. Interrupts are off.
RunQueue& task_rq_lock(Task& task);

/// Locks both, the lower CPU's first. They may be one. Interrupts are off.
void double_rq_lock(RunQueue& a, RunQueue& b);
void double_rq_unlock(RunQueue& a, RunQueue& b);

/// The first task the chain of classes offers, made the one that is to run: prev has been put.
Task& pick_next_task(RunQueue& rq);

/// Asks the CPU of `rq` to schedule: its mailbox first, its doorbell only if that was empty and it
/// is another CPU. Under the run-queue lock.
void resched_curr(RunQueue& rq);

/// Puts the task on the run queue, or takes it off.
void activate_task(RunQueue& rq, Task& task, Enqueue how);
void deactivate_task(RunQueue& rq, Task& task, Dequeue how);

/// Asks for a schedule() if the task, just queued, displaces curr: by class, then by its class's
/// own rule.
void check_preempt_curr(RunQueue& rq, Task& task);

/// A task of any class came onto the run queue or left it.
inline void add_nr_running(RunQueue& rq, int by) {
  const unsigned count = rq.nr_running.load(std::memory_order_relaxed);
  arch::write_once(rq.nr_running, count + static_cast<unsigned>(by));
}

/// Whether virtual or real time `a` lies before `b`; right across the wrap of 64 bits.
inline bool time_before(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::int64_t>(a - b) < 0;
}

/// Charges curr for the time since it was charged last; returns that time.
std::uint64_t update_exec_runtime(Task& curr);

/// Whether the task may be placed on `cpu`.
inline bool is_cpu_allowed(const Task& task, unsigned cpu) {
  return task.cpus_mask.test(cpu) && (task.no_setaffinity || cpu_active_mask.test(cpu));
}

/// A CPU on which the task should wake; its run queue is locked. Gives up its affinity if no CPU
/// of that is left.
unsigned select_task_rq(Task& task);

/// Moves the task, on a run queue or asleep, unless it has left `from`, runs, or is not allowed on
/// the CPU of `to`. Interrupts are off.
bool move_task(Task& task, RunQueue& from, RunQueue& to);
/// The same under both locks.
bool move_task_locked(Task& task, RunQueue& from, RunQueue& to);

/// The operations all classes share.
void set_cpus_allowed_common(Task& task, const CpuMask& mask);
unsigned select_task_rq_fair(Task& task);  ///< where the fewest tasks are
unsigned select_task_rq_prio(Task& task);  ///< where the least urgent task runs

/// Tasks that may run on more than one CPU: while there is none nobody balances.
extern std::atomic<unsigned> nr_movable_tasks;

/// Pulls a task of the fair class to a CPU that has none. May drop the lock of `rq` for a moment.
/// Returns 0 if there is still none, 1 if there is, and -1 if a higher class has one now.
int newidle_balance(RunQueue& rq);

/// From the tick, without a lock: pulls from the busiest CPU, or rouses an idle one to do so.
void trigger_load_balance(RunQueue& rq);

/// Share of a CPU that `runtime` in each `period` is; 1 << 20 is all of it.
inline std::uint64_t to_ratio(std::uint64_t period, std::uint64_t runtime) {
  return period == 0 ? 0 : (runtime << 20) / period;
}
/// Whether the deadline class can promise `bandwidth` more on the CPU of `rq`.
inline bool dl_admits(const RunQueue& rq, std::uint64_t bandwidth) {
  constexpr std::uint64_t kLimit = (std::uint64_t{95} << 20) / 100;
  return rq.dl.this_bw + bandwidth <= kLimit;
}
inline std::uint64_t dl_bandwidth(const Task& task) {
  return task.policy == SchedPolicy::Deadline ? to_ratio(task.dl.dl_period, task.dl.dl_runtime) : 0;
}
/// Begins an instance of the reservation now, with all its runtime.
void dl_new_instance(Task& task);
/// Begins the next period of every throttled task whose time has come; on each tick.
void dl_replenish(RunQueue& rq);

/// The task has ended: gives back what it had reserved.
void sched_task_dead(RunQueue& rq, Task& task);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_SCHED_CORE_H
