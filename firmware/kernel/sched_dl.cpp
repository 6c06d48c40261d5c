// The deadline class: the earliest deadline runs first, each task within its reservation.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/deadline.c (behaviour, not text); L. Abeni and G. Buttazzo, constant
// bandwidth server (1998). Coarser in two things: a task is found to have spent its runtime at a
// tick or a switch, and the overrun is taken off its next period, which a tick begins too; the
// reservations are promised CPU by CPU, not for the machine as a whole.
#include "arch/csr.h"
#include "kernel/sched_core.h"

namespace standstill::kernel {
namespace {

void insert(RunQueue& rq, Task& task) {
  Task* position = rq.dl.ready.first();
  while (position != nullptr && !time_before(task.dl.deadline, position->dl.deadline))
    position = rq.dl.ready.after(*position);
  rq.dl.ready.insert_before(position, task);
  add_nr_running(rq, 1);
}

void throttle(RunQueue& rq, Task& task) {
  rq.dl.ready.remove(task);
  add_nr_running(rq, -1);
  task.dl.throttled = true;
  rq.dl.throttled.push_back(task);
}

std::uint64_t next_period(const DlEntity& dl) {
  return dl.deadline - dl.dl_deadline + dl.dl_period;
}

/// Whether what is left of the instance is more than its share until its deadline.
bool overflows(const DlEntity& dl, std::uint64_t now) {
  return static_cast<std::uint64_t>(dl.runtime) * dl.dl_deadline >
         (dl.deadline - now) * dl.dl_runtime;
}

void update_curr(RunQueue& rq) {
  Task& curr = *rq.curr;
  if (curr.sched_class != &dl_sched_class || curr.dl.throttled) return;
  curr.dl.runtime -= static_cast<std::int64_t>(update_exec_runtime(curr));
  if (curr.dl.runtime > 0 || !curr.on_rq) return;
  throttle(rq, curr);
  resched_curr(rq);
}

/// A task that wakes goes on with its instance, begins a new one, or waits for its next period.
void enqueue_task(RunQueue& rq, Task& task, Enqueue how) {
  DlEntity& dl = task.dl;
  const std::uint64_t now = arch::read_time();
  const bool spent = dl.runtime <= 0 && time_before(now, next_period(dl));
  if ((how == Enqueue::Wakeup || how == Enqueue::New) && !spent &&
      (!time_before(now, dl.deadline) || overflows(dl, now)))
    dl_new_instance(task);
  dl.throttled = dl.runtime <= 0;
  if (!dl.throttled) return insert(rq, task);
  rq.dl.throttled.push_back(task);
  resched_curr(rq);  // an idle CPU has to begin its tick
}

void dequeue_task(RunQueue& rq, Task& task, Dequeue) {
  update_curr(rq);
  if (task.dl.throttled) {
    rq.dl.throttled.remove(task);
    task.dl.throttled = false;
  } else {
    rq.dl.ready.remove(task);
    add_nr_running(rq, -1);
  }
}

/// Gives up what is left of this period.
void yield_task(RunQueue& rq) {
  if (rq.curr->dl.runtime > 0) rq.curr->dl.runtime = 0;
  update_curr(rq);
}

void wakeup_preempt(RunQueue& rq, Task& task) {
  if (!task.dl.throttled && time_before(task.dl.deadline, rq.curr->dl.deadline)) resched_curr(rq);
}

Task* pick_next_task_dl(RunQueue& rq) { return rq.dl.ready.first(); }

void put_prev_task(RunQueue& rq, Task&) { update_curr(rq); }

void set_next_task(RunQueue&, Task& task) { task.exec_start = arch::read_time(); }

void task_tick(RunQueue& rq, Task&) { update_curr(rq); }

std::uint64_t get_rr_interval(RunQueue&, Task&) { return 0; }

void switched_to(RunQueue& rq, Task& task) {
  if (task.on_rq && !task.dl.throttled && rq.curr != &task) check_preempt_curr(rq, task);
}

void prio_changed(RunQueue& rq, Task& task, int) {
  if (rq.curr == &task && rq.dl.ready.first() != &task)
    resched_curr(rq);
  else
    switched_to(rq, task);
}

}  // namespace

void dl_new_instance(Task& task) {
  task.dl.deadline = arch::read_time() + task.dl.dl_deadline;
  task.dl.runtime = static_cast<std::int64_t>(task.dl.dl_runtime);
}

void dl_replenish(RunQueue& rq) {
  const std::uint64_t now = arch::read_time();
  for (Task* task = rq.dl.throttled.first(); task != nullptr;) {
    Task* const next = rq.dl.throttled.after(*task);
    DlEntity& dl = task->dl;
    if (!time_before(now, next_period(dl))) {
      rq.dl.throttled.remove(*task);
      dl.throttled = false;
      for (; dl.runtime <= 0; dl.runtime += static_cast<std::int64_t>(dl.dl_runtime))
        dl.deadline += dl.dl_period;
      if (time_before(dl.deadline, now)) dl_new_instance(*task);
      insert(rq, *task);
      if (rq.curr != task)
        check_preempt_curr(rq, *task);
      else
        task->exec_start = now;
    }
    task = next;
  }
}

constinit const SchedClass dl_sched_class = {
    .name = "deadline",
    .next = &rt_sched_class,
    .enqueue_task = enqueue_task,
    .dequeue_task = dequeue_task,
    .yield_task = yield_task,
    .wakeup_preempt = wakeup_preempt,
    .pick_next_task = pick_next_task_dl,
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
