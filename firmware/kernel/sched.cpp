// The core of the scheduler: pick, switch, sleep, wake.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/core.c (behaviour, not text). Tasks are bound to their CPU, so the
// run-queue lock of that CPU is the only lock a wake-up needs.
#include "kernel/sched.h"

#include "kernel/ipi.h"
#include "kernel/percpu.h"
#include "kernel/rcu.h"
#include "kernel/tick.h"

namespace standstill::kernel {

void sched_init(RunQueue& rq, Task& idle) {
  idle.sched_class = &idle_sched_class;
  arch::write_once(idle.state, TaskState::Running);
  idle.on_rq = true;
  rq.idle = rq.curr = &idle;
  cpu_local().current = &idle;
  arch::mark<arch::Marker::Switch>(&idle);
}

Task& pick_next_task(RunQueue& rq) {
  for (const SchedClass* sched_class = kHighestClass;; sched_class = sched_class->next)
    if (Task* task = sched_class->pick_next_task(rq)) return *task;
}

void resched_curr(RunQueue& rq) {
  CpuLocal& target = per_cpu(rq.cpu).local;
  if (target.need_resched.load(std::memory_order_relaxed)) return;
  arch::write_once(target.need_resched, true);
  if (rq.cpu != smp_processor_id()) smp_send_reschedule(rq.cpu);
}

namespace {

enum class SchedMode : std::uint8_t { Sleep, Preempt };

void schedule_once(SchedMode mode) {
  const arch::IrqFlags flags = arch::local_irq_save();
  rcu_note_context_switch();
  RunQueue& rq = this_rq();
  rq.lock.arch_lock();
  arch::write_once(cpu_local().need_resched, false);
  Task& prev = *rq.curr;
  const bool stays = mode == SchedMode::Preempt ||
                     prev.state.load(std::memory_order_relaxed) == TaskState::Running;
  if (stays) {
    prev.sched_class->put_prev_task(rq, prev);
  } else {
    prev.on_rq = false;
    prev.sched_class->dequeue_task(rq, prev);
  }
  Task& next = pick_next_task(rq);
  if (&next != &prev) {
    ++rq.nr_switches;
    rq.curr = cpu_local().current = &next;
    if (next.sched_class->needs_tick) tick_start();
    arch::mark<arch::Marker::Switch>(&next);
    // The lock is held across the switch: the other task, or task_start() of a new one, drops it.
    context_switch(&prev.context, &next.context);
  }
  rq.lock.arch_unlock();
  arch::local_irq_restore(flags);
}

/// Whether a task that wakes displaces the running one: by class, then by its class's own rule.
bool wakeup_preempts(RunQueue& rq, Task& task) {
  if (task.sched_class == rq.curr->sched_class) return task.sched_class->wakeup_preempt(rq, task);
  const SchedClass* higher = kHighestClass;
  while (higher != task.sched_class && higher != rq.curr->sched_class) higher = higher->next;
  return higher == task.sched_class;
}

void activate(RunQueue& rq, Task& task, Enqueue how) {
  task.on_rq = true;
  task.sched_class->enqueue_task(rq, task, how);
  if (wakeup_preempts(rq, task)) resched_curr(rq);
}

}  // namespace

void schedule() {
  do {
    preempt_disable();
    schedule_once(SchedMode::Sleep);
    preempt_enable_no_resched();
  } while (need_resched());
}

void preempt_schedule() {
  if (arch::irqs_disabled()) return;
  do {
    preempt_disable();
    schedule_once(SchedMode::Preempt);
    preempt_enable_no_resched();
  } while (need_resched());
}

void preempt_schedule_irq() {
  while (need_resched() && preempt_count() == 0) {
    preempt_disable();
    schedule_once(SchedMode::Preempt);
    preempt_enable_no_resched();
  }
}

void cond_resched() {
  if (need_resched() && preempt_count() == 0) preempt_schedule();
}

bool scheduler_tick() {
  RunQueue& rq = this_rq();
  rq.lock.arch_lock();
  Task& curr = *rq.curr;
  if (curr.sched_class->task_tick != nullptr) curr.sched_class->task_tick(rq, curr);
  const bool again = curr.sched_class->needs_tick || rq.fair.nr_running != 0;
  rq.lock.arch_unlock();
  return again;
}

bool wake_up_process(Task& task) { return wake_up_state(task, TaskState::Sleeping); }

bool wake_up_state(Task& task, TaskState state) {
  // What the waker wrote comes before the look at the state; pairs with set_current_state().
  arch::smp_mb();
  RunQueue& rq = cpu_rq(task.cpu);
  const arch::IrqFlags flags = rq.lock.lock_irqsave();
  const bool sleeps = task.state.load(std::memory_order_relaxed) == state;
  if (sleeps) {
    arch::write_once(task.state, TaskState::Running);
    if (!task.on_rq) activate(rq, task, Enqueue::Wakeup);
  }
  rq.lock.unlock_irqrestore(flags);
  return sleeps;
}

void wake_up_new_task(Task& task) {
  RunQueue& rq = cpu_rq(task.cpu);
  const arch::IrqFlags flags = rq.lock.lock_irqsave();
  arch::write_once(task.state, TaskState::Running);
  activate(rq, task, Enqueue::New);
  rq.lock.unlock_irqrestore(flags);
}

void set_current_state(TaskState state) {
  arch::write_once(current()->state, state);
  // The state comes before the look at the condition; pairs with wake_up_process().
  arch::smp_mb();
}

void cpu_idle() {
  for (;;) {
    arch::local_irq_disable();
    while (!need_resched()) {
      // An interrupt that came after the look at need_resched() is pending and ends the wfi.
      rcu_idle_enter();
      arch::wait_for_interrupt();
      rcu_idle_exit();
      arch::local_irq_enable();
      arch::local_irq_disable();
    }
    arch::local_irq_enable();
    schedule();
  }
}

}  // namespace standstill::kernel
