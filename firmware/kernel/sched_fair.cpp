// The fair class: the task that has run least runs next, and the tick takes the CPU from it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the idea of Linux's CFS (virtual run time, all weights equal), with a sorted list for a
// handful of tasks per CPU instead of a tree.
#include "arch/csr.h"
#include "kernel/sched.h"
#include "kernel/tick.h"

namespace standstill::kernel {
namespace {

/// Whether virtual time `a` lies before `b`; right across the wrap of 64 bits.
bool before(std::uint64_t a, std::uint64_t b) { return static_cast<std::int64_t>(a - b) < 0; }

void update_curr(RunQueue& rq) {
  Task& curr = *rq.curr;
  if (curr.sched_class != &fair_sched_class) return;
  const std::uint64_t now = arch::read_time();
  curr.vruntime += now - curr.exec_start;
  curr.exec_start = now;
  Task* leftmost = rq.fair.waiting.first();
  std::uint64_t least = curr.vruntime;
  if (leftmost != nullptr && before(leftmost->vruntime, least)) least = leftmost->vruntime;
  if (before(rq.fair.min_vruntime, least)) rq.fair.min_vruntime = least;
}

void insert(RunQueue& rq, Task& task) {
  Task* position = rq.fair.waiting.first();
  while (position != nullptr && !before(task.vruntime, position->vruntime))
    position = rq.fair.waiting.after(*position);
  rq.fair.waiting.insert_before(position, task);
}

void enqueue_task(RunQueue& rq, Task& task, Enqueue how) {
  update_curr(rq);
  // A sleeper gets half a tick of credit, and no more, however long it slept.
  const std::uint64_t credit = how == Enqueue::Wakeup ? tick_period() / 2 : 0;
  const std::uint64_t floor = rq.fair.min_vruntime - credit;
  if (how == Enqueue::New || before(task.vruntime, floor)) task.vruntime = floor;
  ++rq.fair.nr_running;
  insert(rq, task);
}

void dequeue_task(RunQueue& rq, Task&) {
  update_curr(rq);
  --rq.fair.nr_running;
}

void put_prev_task(RunQueue& rq, Task& task) {
  update_curr(rq);
  insert(rq, task);
}

Task* pick_next_task_fair(RunQueue& rq) {
  Task* task = rq.fair.waiting.pop_front();
  if (task != nullptr) task->exec_start = arch::read_time();
  return task;
}

bool wakeup_preempt(RunQueue& rq, Task& task) { return before(task.vruntime, rq.curr->vruntime); }

void task_tick(RunQueue& rq, Task& curr) {
  ++cpu_local().fair_ticks;
  update_curr(rq);
  Task* leftmost = rq.fair.waiting.first();
  if (leftmost != nullptr && before(leftmost->vruntime, curr.vruntime)) resched_curr(rq);
}

}  // namespace

constinit const SchedClass fair_sched_class = {
    .name = "fair",
    .next = &idle_sched_class,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .put_prev_task = put_prev_task,
    .pick_next_task = pick_next_task_fair,
    .wakeup_preempt = wakeup_preempt,
    .task_tick = task_tick,
    .needs_tick = true,
};

}  // namespace standstill::kernel
