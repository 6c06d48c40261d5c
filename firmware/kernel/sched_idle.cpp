// The idle class: what a CPU runs when no other class has a task.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/idle.c (behaviour, not text). Its one task is never queued, woken or
// given another policy, so those operations are not there or say that the kernel is broken.
#include "kernel/panic.h"
#include "kernel/sched_core.h"
#include "kernel/tick.h"

namespace standstill::kernel {
namespace {

void enqueue_task(RunQueue&, Task&, Enqueue) { panic("the idle task is queued"); }

void dequeue_task(RunQueue&, Task&, Dequeue) { panic("the idle task goes to sleep"); }

void yield_task(RunQueue&) {}

void wakeup_preempt(RunQueue& rq, Task&) { resched_curr(rq); }

Task* pick_next_task_idle(RunQueue& rq) {
  // Nobody else would see to it that throttled tasks get their next period.
  if (!rq.dl.throttled.empty()) tick_start();
  return rq.idle;
}

void put_prev_task(RunQueue&, Task&) {}

unsigned select_task_rq_idle(Task& task) { return task_cpu(task); }

void set_next_task(RunQueue&, Task&) {}

void task_tick(RunQueue&, Task&) {}

std::uint64_t get_rr_interval(RunQueue&, Task&) { return 0; }

void prio_changed(RunQueue&, Task&, int) { panic("the priority of the idle task changes"); }

void switched_to(RunQueue&, Task&) { panic("a task becomes the idle task"); }

void update_curr(RunQueue&) {}

}  // namespace

constinit const SchedClass idle_sched_class = {
    .name = "idle",
    .next = nullptr,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .yield_task = yield_task,
    .wakeup_preempt = wakeup_preempt,
    .pick_next_task = pick_next_task_idle,
    .put_prev_task = put_prev_task,
    .select_task_rq = select_task_rq_idle,
    .set_cpus_allowed = set_cpus_allowed_common,
    .set_next_task = set_next_task,
    .task_tick = task_tick,
    .get_rr_interval = get_rr_interval,
    .prio_changed = prio_changed,
    .switched_to = switched_to,
    .update_curr = update_curr,
    .needs_tick = false,
};

}  // namespace standstill::kernel
