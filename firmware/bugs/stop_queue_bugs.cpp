// The wrong ways to queue two works.
// SPDX-License-Identifier: Apache-2.0
//
// Source: what Linux's kernel/stop_machine.c did before three changes (behaviour, not text): the
// double lock of cpu_stop_queue_two_works(), its look at stop_cpus_in_progress (2015), and
// preemption off from the first wake-up to the last (2018).
#include "bugs/stop_queue_bugs.h"

#include "kernel/percpu.h"
#include "kernel/stop_queue.h"

namespace standstill::bugs {
namespace {

using kernel::CpuStopper;
using kernel::CpuStopWork;

CpuStopper& stopper_of(unsigned cpu) { return kernel::per_cpu(cpu).stopper; }

void add_work(unsigned cpu, CpuStopWork& work) {
  stopper_of(cpu).works.push_back(work);
  arch::mark<arch::Marker::Queued>(work.object, cpu);
}

void wake(unsigned cpu, const void* object) {
  kernel::cpu_local().doorbell_object = object;
  kernel::wake_up_process(*stopper_of(cpu).thread);
  kernel::cpu_local().doorbell_object = nullptr;
}

/// Adds both works at once. -kEnoent if one of the two takes no work.
int add_two_works(unsigned cpu1, CpuStopWork& work1, unsigned cpu2, CpuStopWork& work2) {
  CpuStopper& stopper1 = stopper_of(cpu1);
  CpuStopper& stopper2 = stopper_of(cpu2);
  const arch::IrqFlags flags = stopper1.lock.lock_irqsave();
  stopper2.lock.lock();
  const bool enabled = stopper1.enabled.load(std::memory_order_relaxed) &&
                       stopper2.enabled.load(std::memory_order_relaxed);
  if (enabled) {
    add_work(cpu1, work1);
    add_work(cpu2, work2);
  }
  stopper2.lock.unlock();
  stopper1.lock.unlock_irqrestore(flags);
  return enabled ? 0 : -kernel::kEnoent;
}

int queue_without_double_lock(unsigned cpu1, CpuStopWork& work1, unsigned cpu2,
                              CpuStopWork& work2) {
  kernel::preempt_disable();
  kernel::cpu_stop_queue_work(cpu1, work1);
  kernel::cpu_stop_queue_work(cpu2, work2);
  kernel::preempt_enable();
  return 0;
}

int queue_within_stop_cpus(unsigned cpu1, CpuStopWork& work1, unsigned cpu2, CpuStopWork& work2) {
  const void* const object = work1.object;
  kernel::preempt_disable();
  const int err = add_two_works(cpu1, work1, cpu2, work2);
  if (err == 0) {
    wake(cpu1, object);
    wake(cpu2, object);
  }
  kernel::preempt_enable();
  return err;
}

int queue_and_wake_preemptibly(unsigned cpu1, CpuStopWork& work1, unsigned cpu2,
                               CpuStopWork& work2) {
  const void* const object = work1.object;
  const int err = add_two_works(cpu1, work1, cpu2, work2);
  if (err == 0) {
    wake(cpu1, object);
    wake(cpu2, object);
  }
  return err;
}

struct Way {
  std::string_view bug;
  kernel::QueueTwoWorks two;
};
constexpr Way kWays[] = {{"S1", queue_without_double_lock},
                         {"S2", queue_within_stop_cpus},
                         {"S4", queue_and_wake_preemptibly}};

}  // namespace

void break_stop_queue(std::string_view bug) {
  for (const Way& way : kWays)
    if (way.bug == bug) kernel::select_queue_two_works(way.two);
}

}  // namespace standstill::bugs
