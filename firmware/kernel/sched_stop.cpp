// The stop class: one task per CPU, above everything, never preempted, never moved.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/stop_task.c (behaviour, not text). Its time is not accounted for.
#include "kernel/panic.h"
#include "kernel/sched_core.h"

namespace standstill::kernel {
namespace {

void enqueue_task(RunQueue& rq, Task&, Enqueue) { add_nr_running(rq, 1); }

void dequeue_task(RunQueue& rq, Task&, Dequeue) { add_nr_running(rq, -1); }

void yield_task(RunQueue&) { panic("a stop task yields"); }

void wakeup_preempt(RunQueue&, Task&) {}

Task* pick_next_task_stop(RunQueue& rq) {
  return rq.stop != nullptr && rq.stop->on_rq ? rq.stop : nullptr;
}

void put_prev_task(RunQueue&, Task&) {}

unsigned select_task_rq_stop(Task& task) { return task_cpu(task); }

void set_next_task(RunQueue&, Task&) {}

void task_tick(RunQueue&, Task&) {}

std::uint64_t get_rr_interval(RunQueue&, Task&) { return 0; }

void prio_changed(RunQueue&, Task&, int) { panic("the priority of a stop task changes"); }

void switched_to(RunQueue&, Task&) { panic("a task becomes a stop task by policy"); }

void update_curr(RunQueue&) {}

}  // namespace

constinit const SchedClass stop_sched_class = {
    .name = "stop",
    .next = &dl_sched_class,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .yield_task = yield_task,
    .wakeup_preempt = wakeup_preempt,
    .pick_next_task = pick_next_task_stop,
    .put_prev_task = put_prev_task,
    .select_task_rq = select_task_rq_stop,
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
