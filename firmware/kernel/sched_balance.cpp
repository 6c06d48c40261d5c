// The load balancer: where a task wakes, and who pulls from whom.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/fair.c, rt.c and cpupri.c (behaviour, not text), without domains: a
// handful of CPUs is looked through one by one. What is read of other CPUs without their lock is a
// hint and may be old; what is done is done under both locks.
#include "kernel/sched_core.h"

namespace standstill::kernel {
namespace {

constexpr std::uint64_t kTicksBetweenBalances = 4;

unsigned load_of(unsigned cpu) { return cpu_rq(cpu).nr_running.load(std::memory_order_relaxed); }

int prio_of(unsigned cpu) { return cpu_rq(cpu).curr_prio.load(std::memory_order_relaxed); }

/// The active CPU with the most tasks, if those are at least `least`. Looks from the next CPU on,
/// so that not all look at one.
RunQueue* find_busiest(unsigned self, unsigned least) {
  RunQueue* busiest = nullptr;
  const unsigned cpus = nr_cpu_ids;
  for (unsigned i = 1; i < cpus; ++i) {
    const unsigned cpu = (self + i) % cpus;
    if (!cpu_active(cpu) || load_of(cpu) < least) continue;
    least = load_of(cpu) + 1;
    busiest = &cpu_rq(cpu);
  }
  return busiest;
}

/// A fair task that waits on `from` and may go to `cpu`.
Task* detach_candidate(RunQueue& from, unsigned cpu) {
  for (Task* task = from.fair.waiting.first(); task != nullptr;
       task = from.fair.waiting.after(*task))
    if (task->nr_cpus_allowed > 1 && task->cpus_mask.test(cpu)) return task;
  return nullptr;
}

/// Pulls one task to `rq`, both locked.
void pull_task(RunQueue& rq, RunQueue& busiest) {
  if (Task* task = detach_candidate(busiest, rq.cpu)) move_task_locked(*task, busiest, rq);
}

/// Whether some task of `rq` that waits may run elsewhere.
bool is_overloaded(RunQueue& rq) {
  for (Task* task = rq.fair.waiting.first(); task != nullptr; task = rq.fair.waiting.after(*task))
    if (task->nr_cpus_allowed > 1) return true;
  return false;
}

/// An idle CPU has no tick of its own to balance by: has one schedule, which pulls.
void kick_idle_cpu(unsigned self) {
  for (unsigned cpu = cpu_active_mask.first(); cpu < kNrCpus; cpu = cpu_active_mask.next(cpu + 1)) {
    if (cpu == self || load_of(cpu) != 0) continue;
    RunQueue& idle = cpu_rq(cpu);
    idle.lock.arch_lock();
    if (idle.curr == idle.idle) resched_curr(idle);
    idle.lock.arch_unlock();
    return;
  }
}

}  // namespace

unsigned select_task_rq_fair(Task& task) {
  unsigned best = task_cpu(task);
  if (!is_cpu_allowed(task, best)) best = task.cpus_mask.next_and(cpu_active_mask, 0);
  for (unsigned cpu = task.cpus_mask.first(); cpu < kNrCpus && load_of(best) != 0;
       cpu = task.cpus_mask.next(cpu + 1))
    if (cpu_active(cpu) && load_of(cpu) < load_of(best)) best = cpu;
  return best;
}

unsigned select_task_rq_prio(Task& task) {
  unsigned best = task_cpu(task);
  if (!is_cpu_allowed(task, best)) best = task.cpus_mask.next_and(cpu_active_mask, 0);
  if (task.prio < prio_of(best)) return best;
  for (unsigned cpu = task.cpus_mask.first(); cpu < kNrCpus; cpu = task.cpus_mask.next(cpu + 1))
    if (cpu_active(cpu) && prio_of(cpu) > prio_of(best) &&
        (cpu == best || dl_admits(cpu_rq(cpu), dl_bandwidth(task))))
      best = cpu;
  return best;
}

int newidle_balance(RunQueue& rq) {
  if (nr_movable_tasks.load(std::memory_order_relaxed) == 0 || !cpu_active(rq.cpu)) return 0;
  RunQueue* const busiest = find_busiest(rq.cpu, 2);
  if (busiest == nullptr) return 0;
  if (busiest->cpu < rq.cpu) {
    // The lower CPU's lock comes first, so ours has to go: others may now put tasks here.
    rq.lock.arch_unlock();
    double_rq_lock(rq, *busiest);
  } else {
    busiest->lock.arch_lock();
  }
  pull_task(rq, *busiest);
  busiest->lock.arch_unlock();
  if (rq.nr_running.load(std::memory_order_relaxed) != rq.fair.nr_running) return -1;
  return rq.fair.nr_running != 0 ? 1 : 0;
}

void trigger_load_balance(RunQueue& rq) {
  if (!cpu_active(rq.cpu)) return;
  const unsigned load = load_of(rq.cpu);
  // A fair task would only wait behind one of a higher class.
  if (prio_of(rq.cpu) >= kMaxRtPrio && cpu_local().fair_ticks % kTicksBetweenBalances == 0) {
    if (RunQueue* busiest = find_busiest(rq.cpu, load + 2)) {
      double_rq_lock(rq, *busiest);
      pull_task(rq, *busiest);
      double_rq_unlock(rq, *busiest);
      return;
    }
  }
  if (load < 2) return;
  rq.lock.arch_lock();
  const bool overloaded = is_overloaded(rq);
  rq.lock.arch_unlock();
  if (overloaded) kick_idle_cpu(rq.cpu);
}

}  // namespace standstill::kernel
