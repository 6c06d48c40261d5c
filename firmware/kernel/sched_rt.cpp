// The rt class: 99 fixed priorities, first in first out within each, RR tasks by turns.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/rt.c (behaviour, not text): a sorted list for the few tasks of a CPU
// instead of a bitmap over a hundred lists; no bound on the time of the class as a whole.
#include "arch/csr.h"
#include "kernel/sched_core.h"
#include "kernel/tick.h"

namespace standstill::kernel {
namespace {

/// Before the first task that is less urgent; with `ahead` also before its equals.
void insert(RunQueue& rq, Task& task, bool ahead) {
  Task* position = rq.rt.queue.first();
  while (position != nullptr &&
         (position->prio < task.prio || (!ahead && position->prio == task.prio)))
    position = rq.rt.queue.after(*position);
  rq.rt.queue.insert_before(position, task);
}

void requeue(RunQueue& rq, Task& task) {
  rq.rt.queue.remove(task);
  insert(rq, task, false);
}

void update_curr(RunQueue& rq) {
  if (rq.curr->sched_class == &rt_sched_class) update_exec_runtime(*rq.curr);
}

void enqueue_task(RunQueue& rq, Task& task, Enqueue how) {
  if (task.time_slice == 0) task.time_slice = kRrTimeslice;
  insert(rq, task, how == Enqueue::Head);
  add_nr_running(rq, 1);
}

void dequeue_task(RunQueue& rq, Task& task, Dequeue) {
  update_curr(rq);
  rq.rt.queue.remove(task);
  add_nr_running(rq, -1);
}

void yield_task(RunQueue& rq) { requeue(rq, *rq.curr); }

void wakeup_preempt(RunQueue& rq, Task& task) {
  if (task.prio < rq.curr->prio) resched_curr(rq);
}

Task* pick_next_task_rt(RunQueue& rq) { return rq.rt.queue.first(); }

void put_prev_task(RunQueue& rq, Task&) { update_curr(rq); }

void set_next_task(RunQueue&, Task& task) { task.exec_start = arch::read_time(); }

void task_tick(RunQueue& rq, Task& curr) {
  update_curr(rq);
  if (curr.policy != SchedPolicy::Rr || --curr.time_slice != 0) return;
  curr.time_slice = kRrTimeslice;
  requeue(rq, curr);
  if (rq.rt.queue.first() != &curr) resched_curr(rq);
}

std::uint64_t get_rr_interval(RunQueue&, Task& task) {
  return task.policy == SchedPolicy::Rr ? kRrTimeslice * tick_period() : 0;
}

void switched_to(RunQueue& rq, Task& task) {
  if (task.on_rq && rq.curr != &task) check_preempt_curr(rq, task);
}

void prio_changed(RunQueue& rq, Task& task, int) {
  if (!task.on_rq) return;
  if (rq.curr != &task)
    check_preempt_curr(rq, task);
  else if (rq.rt.queue.first() != &task)
    resched_curr(rq);
}

}  // namespace

constinit const SchedClass rt_sched_class = {
    .name = "rt",
    .next = &fair_sched_class,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .yield_task = yield_task,
    .wakeup_preempt = wakeup_preempt,
    .pick_next_task = pick_next_task_rt,
    .put_prev_task = put_prev_task,
    .select_task_rq = select_task_rq_prio,
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
