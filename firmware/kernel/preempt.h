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

inline bool need_resched() { return arch::this_cpu_read<bool, offsetof(CpuLocal, need_resched)>(); }

inline std::uint32_t preempt_count() {
  return arch::this_cpu_read<std::uint32_t, offsetof(CpuLocal, preempt_count)>();
}

// A task that can be preempted may move in the middle: its count is zero, and so is that of any CPU
// it comes to.
inline void preempt_count_inc() { arch::this_cpu_add<offsetof(CpuLocal, preempt_count), 1>(); }

inline void preempt_count_dec() { arch::this_cpu_add<offsetof(CpuLocal, preempt_count), -1>(); }

inline void preempt_disable() {
  preempt_count_inc();
  arch::tp_is_stable();
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
