// A run queue of our own, on which scenario sched calls the operations of the scheduling classes.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Interrupts are off and the queue is locked, as for the scheduler itself; a
// request to schedule goes to this CPU's mailbox and is taken back.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_SCHED_BENCH_H
#define STANDSTILL_FIRMWARE_SCENARIOS_SCHED_BENCH_H

#include <new>

#include "arch/csr.h"
#include "kernel/sched_core.h"

namespace standstill::scenarios {

using kernel::Dequeue;
using kernel::Enqueue;
using kernel::SchedAttr;
using kernel::SchedPolicy;
using kernel::Task;

/// A run queue with an idle task and two tasks of the class under test.
struct Bench {
  kernel::RunQueue rq;
  Task idle, a, b;
};
alignas(kernel::kCacheLine) inline constinit Bench bench;

inline void reset(const SchedAttr& attr_a, const SchedAttr& attr_b) {
  new (&bench) Bench;
  const unsigned cpu = kernel::smp_processor_id();
  bench.rq.cpu = cpu;
  for (Task* task : {&bench.idle, &bench.a, &bench.b}) kernel::sched_fork(*task, cpu);
  bench.idle.sched_class = &kernel::idle_sched_class;
  bench.idle.prio = kernel::kMaxPrio;
  bench.rq.idle = bench.rq.curr = &bench.idle;
  kernel::sched_setscheduler(bench.a, attr_a);
  kernel::sched_setscheduler(bench.b, attr_b);
  bench.rq.lock.arch_lock();
}

inline void give_back() {
  for (Task* task : {&bench.a, &bench.b})
    if (task->on_rq) kernel::deactivate_task(bench.rq, *task, Dequeue::Sleep);
  bench.rq.lock.arch_unlock();
  kernel::sched_setscheduler(bench.a, {});
  kernel::sched_setscheduler(bench.b, {});
}

inline void queue(Task& task, Enqueue how) { kernel::activate_task(bench.rq, task, how); }

inline void unqueue(Task& task) { kernel::deactivate_task(bench.rq, task, Dequeue::Sleep); }

/// Makes `task` the one that runs.
inline void run(Task& task) {
  Task& prev = *bench.rq.curr;
  prev.sched_class->put_prev_task(bench.rq, prev);
  task.sched_class->set_next_task(bench.rq, task);
  bench.rq.curr = &task;
}

inline Task* pick(const Task& task) { return task.sched_class->pick_next_task(bench.rq); }

inline unsigned count() { return bench.rq.nr_running.load(std::memory_order_relaxed); }

/// Whether a schedule was asked for since the last call.
inline bool resched() {
  const bool asked = kernel::need_resched();
  arch::write_once(kernel::cpu_local().need_resched, false);
  return asked;
}

inline void let_time_pass(std::uint64_t ticks) {
  const std::uint64_t begin = arch::read_time();
  while (arch::read_time() - begin <= ticks) arch::cpu_relax();
}

/// What the class charges curr for the time that passes.
inline std::uint64_t time_charged(const Task& task, void (*update)(kernel::RunQueue&)) {
  const std::uint64_t before = task.sum_exec_runtime;
  let_time_pass(2);
  update(bench.rq);
  return task.sum_exec_runtime - before;
}

/// set_cpus_allowed and select_task_rq, the same for every class whose tasks may move.
void check_placement(Task& task);

void check_deadline_queue();
void check_deadline_budget();
void check_fair_queue();
void check_fair_weights();

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_SCHED_BENCH_H
