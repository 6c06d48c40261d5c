// The words of a hart that the kernel touches most, reached through tp in one instruction.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's per-CPU variables of the same names (behaviour, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_CPU_LOCAL_H
#define STANDSTILL_FIRMWARE_KERNEL_CPU_LOCAL_H

#include <atomic>
#include <cstdint>

#include "arch/hart.h"

namespace standstill::kernel {

struct Task;

inline constexpr unsigned kCacheLine = 64;

/// First member of PerCpu. One line only its hart writes, one line other harts write.
struct CpuLocal {
  std::uint32_t cpu = 0;
  /// Zero: the task may be preempted. Every switch of tasks happens at the same count.
  volatile std::uint32_t preempt_count = 0;
  Task* current = nullptr;
  /// Written by touch_nmi_watchdog(): the hard-lockup watchdog sees that this hart lives.
  volatile std::uint64_t watchdog_touches = 0;
  /// Changes with each quiescent state of this hart; odd while it idles. See kernel/rcu.h.
  volatile std::uint64_t rcu_eqs = 0;
  /// Object of the Doorbell markers this hart emits: the rendezvous it queues for, or null.
  const void* doorbell_object = nullptr;
  /// Timer ticks that found a fair task running and no other about to.
  std::uint64_t fair_ticks = 0;
  std::uint64_t tick_due = ~0ull;  ///< when the next tick will come; all ones: none will
  volatile std::uint64_t softirq_pending = 0;  ///< bits of Softirq that this hart shall run

  /// The mailbox of resched_curr(): written under this hart's run-queue lock, by any hart.
  alignas(kCacheLine) std::atomic<bool> need_resched = false;
};

inline CpuLocal& cpu_local() { return arch::cpu_local(); }
/// The CPU this runs on. Unless preemption is off, or the task is bound, it may be another already.
inline std::uint32_t smp_processor_id() { return cpu_local().cpu; }
inline Task* current() { return arch::this_cpu_read<Task*, offsetof(CpuLocal, current)>(); }

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPU_LOCAL_H
