// The idle class: what a CPU runs when no other class has a task.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/idle.c (behaviour, not text).
#include "kernel/sched.h"

namespace standstill::kernel {
namespace {

void enqueue_task(RunQueue&, Task&, Enqueue) {}

void dequeue_task(RunQueue&, Task&) {}

void put_prev_task(RunQueue&, Task&) {}

Task* pick_next_task_idle(RunQueue& rq) { return rq.idle; }

bool wakeup_preempt(RunQueue&, Task&) { return false; }

}  // namespace

constinit const SchedClass idle_sched_class = {
    .name = "idle",
    .next = nullptr,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .put_prev_task = put_prev_task,
    .pick_next_task = pick_next_task_idle,
    .wakeup_preempt = wakeup_preempt,
    .task_tick = nullptr,
    .needs_tick = false,
};

}  // namespace standstill::kernel
