// Everything a CPU owns, in one block of cache lines that only a present hart touches.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's per-CPU areas (idea). Size and place: arch/layout.h, boot/link.ld.
#ifndef STANDSTILL_FIRMWARE_KERNEL_PERCPU_H
#define STANDSTILL_FIRMWARE_KERNEL_PERCPU_H

#include "arch/layout.h"
#include "kernel/cpu_local.h"
#include "kernel/cpu_stop.h"
#include "kernel/cpuhp.h"
#include "kernel/cpumask.h"
#include "kernel/sched.h"
#include "kernel/task.h"

namespace standstill::kernel {

/// Threads a CPU can have beside its idle task: the three of the kernel (migration, cpuhp,
/// ksoftirqd), the initiator, workers and load.
inline constexpr unsigned kMaxThreads = 10;

struct alignas(kCacheLine) PerCpu {
  CpuLocal local;
  alignas(kCacheLine) RunQueue rq;
  alignas(kCacheLine) CpuStopper stopper;
  alignas(kCacheLine) Task idle;
  Task threads[kMaxThreads];
  unsigned thread_count = 0;   ///< under pool_lock
  std::size_t arena_used = 0;  ///< bytes handed out of the arena, under pool_lock
  RawSpinlock pool_lock{LockRank::Pool};
  Task* ksoftirqd = nullptr;
  CpuMask* ipi_batch = nullptr;  ///< of the IpiBatch that lives here
  CpuhpCpuState cpuhp;
  std::atomic<std::int32_t> hotplug_readers{0};  ///< of cpus_read_lock(), minus those that left
};

static_assert(STANDSTILL_MAX_HARTS == kNrCpus, "arch/layout.h and the platform agree");

/// The area of `cpu`, which must be present.
PerCpu& per_cpu(unsigned cpu);

/// The area of the CPU this runs on.
inline PerCpu& this_cpu() { return reinterpret_cast<PerCpu&>(cpu_local()); }

inline RunQueue& cpu_rq(unsigned cpu) { return per_cpu(cpu).rq; }
inline RunQueue& this_rq() { return this_cpu().rq; }

/// Makes the area of the CPU this runs on ready for use.
PerCpu& percpu_init(unsigned cpu);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_PERCPU_H
