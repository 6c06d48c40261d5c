// Which CPUs share a core.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's cpu_smt_mask() (behaviour). The harts of our machines share nothing but caches,
// so a core of several threads exists by decree only: to see what a rendezvous of siblings costs.
#ifndef STANDSTILL_FIRMWARE_KERNEL_TOPOLOGY_H
#define STANDSTILL_FIRMWARE_KERNEL_TOPOLOGY_H

#include "kernel/cpumask.h"

namespace standstill::kernel {

/// Whether this is the kernel for one CPU, which leaves all other harts asleep.
#ifdef STANDSTILL_UP
inline constexpr bool kUniprocessor = true;
#else
inline constexpr bool kUniprocessor = false;
#endif

/// Neighbouring CPUs that count as the threads of one core (>= 1). Boot hart only.
inline constinit unsigned threads_per_core = 1;

/// The online CPUs of the core of `cpu`, itself among them if it is online.
inline CpuMask cpu_smt_mask(unsigned cpu) {
  CpuMask mask;
  const unsigned first = cpu - cpu % threads_per_core;
  for (unsigned sibling = first; sibling < first + threads_per_core; ++sibling)
    if (cpu_online(sibling)) mask.set(sibling);
  return mask;
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_TOPOLOGY_H
