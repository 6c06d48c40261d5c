// The preemption count: while it is not zero, no other task runs on this hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's preempt_disable() family (behaviour, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_PREEMPT_H
#define STANDSTILL_FIRMWARE_KERNEL_PREEMPT_H

#include "arch/barrier.h"
#include "arch/irq.h"
#include "kernel/cpu_local.h"

namespace standstill::kernel {

/// Gives way to a task that should run instead; defined by the scheduler.
void preempt_schedule();

inline bool need_resched() { return cpu_local().need_resched.load(std::memory_order_relaxed); }

inline std::uint32_t preempt_count() { return cpu_local().preempt_count; }

// Preempted between load and store, the task may go on elsewhere: there the count is the same, and
// the store goes there, because both address off tp.
inline void preempt_count_inc() { cpu_local().preempt_count = cpu_local().preempt_count + 1; }

inline void preempt_count_dec() { cpu_local().preempt_count = cpu_local().preempt_count - 1; }

inline void preempt_disable() {
  preempt_count_inc();
  arch::barrier();
}

inline void preempt_enable_no_resched() {
  arch::barrier();
  preempt_count_dec();
}

inline void preempt_enable() {
  preempt_enable_no_resched();
  if (need_resched() && preempt_count() == 0) [[unlikely]]
    preempt_schedule();
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_PREEMPT_H
