// The stop class: one task per CPU, above everything, never preempted.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/stop_task.c (behaviour, not text).
#include "kernel/sched.h"

namespace standstill::kernel {
namespace {

void enqueue_task(RunQueue& rq, Task& task, Enqueue) { rq.stop = &task; }

void dequeue_task(RunQueue&, Task&) {}

void put_prev_task(RunQueue&, Task&) {}

Task* pick_next_task_stop(RunQueue& rq) {
  return rq.stop != nullptr && rq.stop->on_rq ? rq.stop : nullptr;
}

bool wakeup_preempt(RunQueue&, Task&) { return false; }

}  // namespace

constinit const SchedClass stop_sched_class = {
    .name = "stop",
    .next = &fair_sched_class,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .put_prev_task = put_prev_task,
    .pick_next_task = pick_next_task_stop,
    .wakeup_preempt = wakeup_preempt,
    .task_tick = nullptr,
    .needs_tick = false,
};

}  // namespace standstill::kernel
