// The core of the scheduler: pick, switch, sleep, wake.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/core.c (behaviour, not text). There a wake-up is guarded by a lock
// of the task (pi_lock) and a word on_cpu; here by the lock of the task's run queue alone.
#include "kernel/sched.h"

#include "arch/csr.h"
#include "kernel/cpu.h"
#include "kernel/ipi.h"
#include "kernel/rcu.h"
#include "kernel/sched_core.h"
#include "kernel/tick.h"

namespace standstill::kernel {

void sched_init(RunQueue& rq, Task& idle) {
  sched_fork(idle, rq.cpu);
  idle.sched_class = &idle_sched_class;
  idle.prio = kMaxPrio;
  idle.no_setaffinity = true;
  arch::write_once(idle.state, TaskState::Running);
  idle.on_rq = true;
  rq.idle = rq.curr = &idle;
  arch::write_once(rq.curr_prio, kMaxPrio);
  cpu_local().current = &idle;
  arch::mark<arch::Marker::Switch>(&idle);
}

RunQueue& task_rq_lock(Task& task) {
  for (;;) {
    RunQueue& rq = cpu_rq(task_cpu(task));
    rq.lock.arch_lock();
    if (task_cpu(task) == rq.cpu) [[likely]]
      return rq;
    rq.lock.arch_unlock();
  }
}

void double_rq_lock(RunQueue& a, RunQueue& b) {
  (a.cpu < b.cpu ? a : b).lock.arch_lock();
  if (a.cpu != b.cpu) (a.cpu < b.cpu ? b : a).lock.arch_lock();
}

void double_rq_unlock(RunQueue& a, RunQueue& b) {
  if (a.cpu != b.cpu) b.lock.arch_unlock();
  a.lock.arch_unlock();
}

void resched_curr(RunQueue& rq) {
  CpuLocal& target = per_cpu(rq.cpu).local;
  if (target.need_resched.load(std::memory_order_relaxed)) return;
  arch::write_once(target.need_resched, true);
  if (rq.cpu != smp_processor_id()) smp_send_reschedule(rq.cpu);
}

void activate_task(RunQueue& rq, Task& task, Enqueue how) {
  task.on_rq = true;
  task.sched_class->enqueue_task(rq, task, how);
}

void deactivate_task(RunQueue& rq, Task& task, Dequeue how) {
  task.on_rq = false;
  task.sched_class->dequeue_task(rq, task, how);
}

void check_preempt_curr(RunQueue& rq, Task& task) {
  if (task.sched_class == rq.curr->sched_class) return task.sched_class->wakeup_preempt(rq, task);
  const SchedClass* higher = kHighestClass;
  while (higher != task.sched_class && higher != rq.curr->sched_class) higher = higher->next;
  if (higher == task.sched_class) resched_curr(rq);
}

std::uint64_t update_exec_runtime(Task& curr) {
  const std::uint64_t now = arch::read_time();
  const std::uint64_t delta = now - curr.exec_start;
  curr.exec_start = now;
  curr.sum_exec_runtime += delta;
  return delta;
}

Task& pick_next_task(RunQueue& rq) {
  const SchedClass* sched_class = kHighestClass;
  for (;;) {
    Task* const task = sched_class->pick_next_task(rq);
    if (task == nullptr) {
      sched_class = sched_class->next;
    } else if (task == kRetryTask) {
      ++rq.nr_retries;
      sched_class = kHighestClass;
    } else {
      if (Task& prev = *rq.curr; task != &prev) {
        prev.sched_class->put_prev_task(rq, prev);
        sched_class->set_next_task(rq, *task);
      }
      return *task;
    }
  }
}

namespace {

enum class SchedMode : std::uint8_t { Sleep, Preempt };

/// The current task leaves the run queue.
void block(RunQueue& rq, Task& task, TaskState state) {
  deactivate_task(rq, task, Dequeue::Sleep);
  if (state == TaskState::Dead) sched_task_dead(rq, task);
}

void schedule_once(SchedMode mode) {
  const arch::IrqFlags flags = arch::local_irq_save();
  rcu_note_context_switch();
  RunQueue& rq = this_rq();
  rq.lock.arch_lock();
  Task& prev = *rq.curr;
  if (mode == SchedMode::Sleep) {
    const TaskState state = prev.state.load(std::memory_order_relaxed);
    if (state != TaskState::Running) block(rq, prev, state);
  }
  // The lock may be dropped in between, and prev be woken: it is ours as long as it is rq.curr.
  Task& next = pick_next_task(rq);
  arch::write_once(cpu_local().need_resched, false);
  if (&next != &prev) {
    ++rq.nr_switches;
    rq.curr = cpu_local().current = &next;
    arch::write_once(rq.curr_prio, next.prio);
    if (next.sched_class->needs_tick) tick_start();
    arch::mark<arch::Marker::Switch>(&next);
    // The lock is held across the switch: the other task, or task_start() of a new one, drops it.
    context_switch(&prev.context, &next.context);
  }
  // Not `rq`: the task may have been away and come back on another CPU.
  this_rq().lock.arch_unlock();
  arch::local_irq_restore(flags);
}

}  // namespace

void schedule() {
  might_sleep();
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

void sched_yield() {
  const arch::IrqFlags flags = arch::local_irq_save();
  preempt_disable();
  RunQueue& rq = this_rq();
  rq.lock.arch_lock();
  rq.curr->sched_class->yield_task(rq);
  rq.lock.arch_unlock();
  arch::local_irq_restore(flags);
  preempt_enable_no_resched();
  schedule();
}

bool scheduler_tick() {
  RunQueue& rq = this_rq();
  rq.lock.arch_lock();
  if (!rq.dl.throttled.empty()) dl_replenish(rq);
  Task& curr = *rq.curr;
  if (curr.sched_class->task_tick != nullptr) curr.sched_class->task_tick(rq, curr);
  const bool again = curr.sched_class->needs_tick || rq.fair.nr_running != 0 ||
                     !rq.rt.queue.empty() || !rq.dl.ready.empty() || !rq.dl.throttled.empty();
  rq.lock.arch_unlock();
  if (nr_movable_tasks.load(std::memory_order_relaxed) != 0) trigger_load_balance(rq);
  return again;
}

bool wake_up_state(Task& task, TaskState state) {
  // What the waker wrote comes before the look at the state; pairs with set_current_state().
  arch::smp_mb();
  const arch::IrqFlags flags = arch::local_irq_save();
  preempt_disable();
  for (bool placed = false;; placed = true) {
    RunQueue& rq = task_rq_lock(task);
    const bool sleeps = task.state.load(std::memory_order_relaxed) == state;
    // A CPU that put it to sleep and still looks for another task keeps it: the task's stack is
    // in use there.
    if (sleeps && !task.on_rq && rq.curr != &task) {
      const unsigned cpu = placed && is_cpu_allowed(task, rq.cpu) ? rq.cpu : select_task_rq(task);
      if (cpu != rq.cpu) {
        rq.lock.arch_unlock();
        move_task(task, rq, cpu_rq(cpu));
        continue;
      }
    }
    if (sleeps) {
      arch::write_once(task.state, TaskState::Running);
      if (!task.on_rq) {
        activate_task(rq, task, Enqueue::Wakeup);
        check_preempt_curr(rq, task);
      }
    }
    rq.lock.unlock_irqrestore(flags);
    return sleeps;
  }
}

bool wake_up_process(Task& task) { return wake_up_state(task, TaskState::Sleeping); }

void wake_up_new_task(Task& task) {
  const arch::IrqFlags flags = arch::local_irq_save();
  preempt_disable();
  RunQueue& rq = task_rq_lock(task);
  arch::write_once(task.state, TaskState::Running);
  activate_task(rq, task, Enqueue::New);
  check_preempt_curr(rq, task);
  rq.lock.unlock_irqrestore(flags);
}

void set_current_state(TaskState state) {
  arch::write_once(current()->state, state);
  // The state comes before the look at the condition; pairs with wake_up_state().
  arch::smp_mb();
}

void set_special_state(TaskState state) {
  const arch::IrqFlags flags = arch::local_irq_save();
  preempt_disable();
  // wake_up_state() looks at the state and writes it under this lock.
  RunQueue& rq = this_rq();
  rq.lock.arch_lock();
  arch::write_once(current()->state, state);
  rq.lock.unlock_irqrestore(flags);
  arch::smp_mb();  // as in set_current_state()
}

bool task_running(const Task& task) {
  const arch::IrqFlags flags = arch::local_irq_save();
  RunQueue& rq = task_rq_lock(const_cast<Task&>(task));
  const bool running = rq.curr == &task;
  rq.lock.arch_unlock();
  arch::local_irq_restore(flags);
  return running;
}

void cpu_idle() {
  for (;;) {
    arch::local_irq_disable();
    while (!need_resched()) {
      if (!cpu_online(smp_processor_id())) [[unlikely]] {
        cpu_idle_dead();
        continue;
      }
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
