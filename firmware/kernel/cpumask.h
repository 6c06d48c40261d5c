// Which CPUs there are, run, and may be given tasks.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's cpumask (names only).
#ifndef STANDSTILL_FIRMWARE_KERNEL_CPUMASK_H
#define STANDSTILL_FIRMWARE_KERNEL_CPUMASK_H

#include "lib/cpumask.h"

namespace standstill::kernel {

/// CPUs that have booted once and whose areas may be touched.
inline constinit CpuMask cpu_present_mask;
/// CPUs that run tasks. Changes while no CPU moves, and at boot; cpus_read_lock() keeps it.
inline constinit CpuMask cpu_online_mask;
/// Online CPUs that tasks may be placed on.
inline constinit CpuMask cpu_active_mask;

inline bool cpu_online(unsigned cpu) { return cpu < nr_cpu_ids && cpu_online_mask.test(cpu); }
inline bool cpu_active(unsigned cpu) { return cpu < nr_cpu_ids && cpu_active_mask.test(cpu); }
inline unsigned num_online_cpus() { return cpu_online_mask.weight(); }

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPUMASK_H
