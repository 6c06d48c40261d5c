// The fair class: the task that has run least by its weight runs next, and the tick takes the CPU
// from it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the idea of Linux's CFS (virtual run time), with a sorted list for a handful of tasks per
// CPU instead of a tree.
#include "arch/csr.h"
#include "kernel/sched_core.h"
#include "kernel/tick.h"

namespace standstill::kernel {
namespace {

constexpr std::uint32_t kNice0Weight = 1024;

bool is_fair(const Task& task) { return task.sched_class == &fair_sched_class; }

void update_curr(RunQueue& rq) {
  Task& curr = *rq.curr;
  if (!is_fair(curr)) return;
  std::uint64_t delta = update_exec_runtime(curr);
  if (curr.weight != kNice0Weight) delta = delta * kNice0Weight / curr.weight;
  curr.vruntime += delta;
  Task* leftmost = rq.fair.waiting.first();
  std::uint64_t least = curr.vruntime;
  if (leftmost != nullptr && time_before(leftmost->vruntime, least)) least = leftmost->vruntime;
  if (time_before(rq.fair.min_vruntime, least)) rq.fair.min_vruntime = least;
}

void insert(RunQueue& rq, Task& task) {
  Task* position = rq.fair.waiting.first();
  while (position != nullptr && !time_before(task.vruntime, position->vruntime))
    position = rq.fair.waiting.after(*position);
  rq.fair.waiting.insert_before(position, task);
}

void enqueue_task(RunQueue& rq, Task& task, Enqueue how) {
  update_curr(rq);
  if (how == Enqueue::New || how == Enqueue::Wakeup) {
    // A sleeper gets half a tick of credit, and no more, however long it slept.
    const std::uint64_t credit = how == Enqueue::Wakeup ? tick_period() / 2 : 0;
    const std::uint64_t floor = rq.fair.min_vruntime - credit;
    if (how == Enqueue::New || time_before(task.vruntime, floor)) task.vruntime = floor;
  }
  ++rq.fair.nr_running;
  rq.fair.load += task.weight;
  add_nr_running(rq, 1);
  if (rq.curr != &task) insert(rq, task);
}

void dequeue_task(RunQueue& rq, Task& task, Dequeue) {
  update_curr(rq);
  --rq.fair.nr_running;
  rq.fair.load -= task.weight;
  add_nr_running(rq, -1);
  if (task.linked) rq.fair.waiting.remove(task);
}

void yield_task(RunQueue& rq) { rq.fair.skip = rq.curr; }

void wakeup_preempt(RunQueue& rq, Task& task) {
  const Task& curr = *rq.curr;
  if (task.policy != SchedPolicy::Normal) return;
  if (curr.policy == SchedPolicy::Idle || time_before(task.vruntime, curr.vruntime))
    resched_curr(rq);
}

/// The running task or the first of those that wait.
Task* pick(RunQueue& rq) {
  Task& curr = *rq.curr;
  Task* const leftmost = rq.fair.waiting.first();
  if (!curr.on_rq || !is_fair(curr)) return leftmost;
  update_curr(rq);
  const bool skipped = rq.fair.skip == &curr;
  rq.fair.skip = nullptr;
  if (leftmost == nullptr) return &curr;
  return !skipped && time_before(curr.vruntime, leftmost->vruntime) ? &curr : leftmost;
}

Task* pick_next_task_fair(RunQueue& rq) {
  while (rq.fair.nr_running == 0) {
    const int found = newidle_balance(rq);
    if (found < 0) return kRetryTask;
    if (found == 0) return nullptr;
  }
  return pick(rq);
}

void put_prev_task(RunQueue& rq, Task& task) {
  update_curr(rq);
  if (task.on_rq) insert(rq, task);
}

void set_next_task(RunQueue& rq, Task& task) {
  if (task.linked) rq.fair.waiting.remove(task);
  task.exec_start = arch::read_time();
}

void task_tick(RunQueue& rq, Task& curr) {
  // Ticks that come late, one right after the other, are one chance for those that wait.
  if (!need_resched()) ++cpu_local().fair_ticks;
  update_curr(rq);
  Task* leftmost = rq.fair.waiting.first();
  if (leftmost != nullptr && time_before(leftmost->vruntime, curr.vruntime)) resched_curr(rq);
}

/// Its part of a round in which all have one tick on average.
std::uint64_t get_rr_interval(RunQueue& rq, Task& task) {
  if (rq.fair.load == 0) return tick_period();
  return tick_period() * rq.fair.nr_running * task.weight / rq.fair.load;
}

void prio_changed(RunQueue& rq, Task& task, int oldprio) {
  if (!task.on_rq) return;
  if (rq.curr != &task)
    check_preempt_curr(rq, task);
  else if (task.prio > oldprio)
    resched_curr(rq);
}

void switched_to(RunQueue& rq, Task& task) {
  if (!task.on_rq) return;
  if (rq.curr == &task)
    resched_curr(rq);
  else
    check_preempt_curr(rq, task);
}

}  // namespace

constinit const SchedClass fair_sched_class = {
    .name = "fair",
    .next = &idle_sched_class,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .yield_task = yield_task,
    .wakeup_preempt = wakeup_preempt,
    .pick_next_task = pick_next_task_fair,
    .put_prev_task = put_prev_task,
    .select_task_rq = select_task_rq_fair,
    .set_cpus_allowed = set_cpus_allowed_common,
    .set_next_task = set_next_task,
    .task_tick = task_tick,
    .get_rr_interval = get_rr_interval,
    .prio_changed = prio_changed,
    .switched_to = switched_to,
    .update_curr = update_curr,
    .needs_tick = true,
};

}  // namespace standstill::kernel
