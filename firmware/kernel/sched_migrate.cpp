// Where tasks may run, and how one gets from CPU to CPU.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/core.c (behaviour and names, not text). There a task that moves is
// between two run queues for a moment and marked so; here both are locked.
#include "kernel/errno.h"
#include "kernel/sched_core.h"

namespace standstill::kernel {

constinit std::atomic<unsigned> nr_movable_tasks{0};

namespace {

struct MigrationArg {
  Task* task;
  unsigned dest_cpu;
};

/// On the migration thread of the CPU whose task is to go: that task has been preempted.
int migration_cpu_stop(void* data) {
  const auto& arg = *static_cast<const MigrationArg*>(data);
  const arch::IrqFlags flags = arch::local_irq_save();
  move_task(*arg.task, this_rq(), cpu_rq(arg.dest_cpu));
  arch::local_irq_restore(flags);
  return 0;
}

struct MigrationSwapArg {
  Task* src_task;
  Task* dst_task;
  unsigned src_cpu;
  unsigned dst_cpu;
};

void set_task_cpu(Task& task, RunQueue& from, RunQueue& to) {
  if (task.sched_class == &fair_sched_class)
    task.vruntime += to.fair.min_vruntime - from.fair.min_vruntime;
  const std::uint64_t bandwidth = dl_bandwidth(task);
  from.dl.this_bw -= bandwidth;
  to.dl.this_bw += bandwidth;
  ++task.nr_migrations;
  arch::write_once(task.cpu, to.cpu);
}

/// Moves a task that does not run; both run queues are locked.
void attach_to(Task& task, RunQueue& from, RunQueue& to) {
  const bool queued = task.on_rq;
  if (queued) deactivate_task(from, task, Dequeue::Save);
  set_task_cpu(task, from, to);
  if (!queued) return;
  activate_task(to, task, Enqueue::Restore);
  check_preempt_curr(to, task);
}

/// On the source's stopper, while the other CPU's waits for it: neither task runs.
int migrate_swap_stop(void* data) {
  const auto& arg = *static_cast<const MigrationSwapArg*>(data);
  RunQueue& src = cpu_rq(arg.src_cpu);
  RunQueue& dst = cpu_rq(arg.dst_cpu);
  int ret = -kEagain;
  double_rq_lock(src, dst);
  if (task_cpu(*arg.src_task) == arg.src_cpu && task_cpu(*arg.dst_task) == arg.dst_cpu &&
      is_cpu_allowed(*arg.src_task, arg.dst_cpu) && is_cpu_allowed(*arg.dst_task, arg.src_cpu)) {
    attach_to(*arg.src_task, src, dst);
    attach_to(*arg.dst_task, dst, src);
    ret = 0;
  }
  double_rq_unlock(src, dst);
  return ret;
}

/// Any CPU for a task that cannot stay, if need be outside of its affinity.
unsigned select_fallback_rq(Task& task) {
  const unsigned cpu = task.cpus_mask.next_and(cpu_active_mask, 0);
  if (cpu != kNrCpus) return cpu;
  task.sched_class->set_cpus_allowed(task, cpu_active_mask);
  return cpu_active_mask.first();
}

/// Brings the task to a CPU of its mask. May sleep.
void affine_move_task(Task& task) {
  for (;;) {
    const arch::IrqFlags flags = arch::local_irq_save();
    preempt_disable();
    RunQueue& rq = task_rq_lock(task);
    const bool settled = task.cpus_mask.test(rq.cpu);
    const bool running = rq.curr == &task;
    MigrationArg arg{&task, settled ? rq.cpu : select_fallback_rq(task)};
    rq.lock.arch_unlock();
    if (!settled && !running) move_task(task, rq, cpu_rq(arg.dest_cpu));
    arch::local_irq_restore(flags);
    preempt_enable();
    if (settled) return;
    // Refused if the CPU goes down meanwhile; migrate_tasks() then sees to the task.
    if (running) stop_one_cpu(rq.cpu, migration_cpu_stop, &arg);
  }
}

/// The first task of `rq` that waits and does not belong to that CPU.
Task* first_to_leave(RunQueue& rq) {
  for (List<Task>* list : {&rq.dl.ready, &rq.dl.throttled, &rq.rt.queue, &rq.fair.waiting})
    for (Task* task = list->first(); task != nullptr; task = list->after(*task))
      if (task != rq.curr && !task->no_setaffinity) return task;
  return nullptr;
}

}  // namespace

bool move_task_locked(Task& task, RunQueue& from, RunQueue& to) {
  if (task_cpu(task) != from.cpu || from.cpu == to.cpu || from.curr == &task ||
      !is_cpu_allowed(task, to.cpu))
    return false;
  attach_to(task, from, to);
  return true;
}

bool move_task(Task& task, RunQueue& from, RunQueue& to) {
  double_rq_lock(from, to);
  const bool moved = move_task_locked(task, from, to);
  double_rq_unlock(from, to);
  return moved;
}

unsigned select_task_rq(Task& task) {
  if (task.no_setaffinity) return task_cpu(task);
  // All of its CPUs may have gone down while it slept.
  const bool has_choice =
      task.nr_cpus_allowed > 1 && task.cpus_mask.next_and(cpu_active_mask, 0) != kNrCpus;
  const unsigned cpu = has_choice ? task.sched_class->select_task_rq(task) : task_cpu(task);
  return is_cpu_allowed(task, cpu) ? cpu : select_fallback_rq(task);
}

void set_cpus_allowed_common(Task& task, const CpuMask& mask) {
  const bool was_movable = task.nr_cpus_allowed > 1;
  task.cpus_mask = mask;
  task.nr_cpus_allowed = task.cpus_mask.weight();  // of the copy: `mask` may be a live one
  const bool movable = task.nr_cpus_allowed > 1;
  // A hint of whether balancing is worth a look, so relaxed will do.
  if (movable != was_movable)
    nr_movable_tasks.fetch_add(movable ? 1u : ~0u, std::memory_order_relaxed);
}

int sched_setaffinity(Task& task, const CpuMask& mask) {
  const arch::IrqFlags flags = arch::local_irq_save();
  preempt_disable();
  RunQueue& rq = task_rq_lock(task);
  const unsigned dest = mask.next_and(cpu_active_mask, 0);
  int ret = 0;
  if (dest == kNrCpus || task.no_setaffinity)
    ret = -kEinval;
  else if (!mask.test(rq.cpu) && !dl_admits(cpu_rq(dest), dl_bandwidth(task)))
    ret = -kEbusy;
  else
    task.sched_class->set_cpus_allowed(task, mask);
  rq.lock.unlock_irqrestore(flags);
  if (ret == 0) affine_move_task(task);
  return ret;
}

int migrate_swap(Task& a, Task& b) {
  MigrationSwapArg arg{&a, &b, task_cpu(a), task_cpu(b)};
  if (arg.src_cpu == arg.dst_cpu) return -kEagain;
  if (!is_cpu_allowed(a, arg.dst_cpu) || !is_cpu_allowed(b, arg.src_cpu)) return -kEinval;
  return stop_two_cpus(arg.dst_cpu, arg.src_cpu, migrate_swap_stop, &arg);
}

void sched_cpu_activate(unsigned cpu) { cpu_active_mask.set(cpu); }

void sched_cpu_deactivate(unsigned cpu) { cpu_active_mask.clear(cpu); }

void migrate_tasks(RunQueue& dead) {
  for (;;) {
    dead.lock.arch_lock();
    Task* const task = first_to_leave(dead);
    const unsigned dest = task == nullptr ? dead.cpu : select_fallback_rq(*task);
    dead.lock.arch_unlock();
    if (task == nullptr) return;
    move_task(*task, dead, cpu_rq(dest));
  }
}

}  // namespace standstill::kernel
