// Something is wrong, and the kernel can go on.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's WARN() (behaviour).
#ifndef STANDSTILL_FIRMWARE_KERNEL_WARN_H
#define STANDSTILL_FIRMWARE_KERNEL_WARN_H

#include "kernel/console.h"
#include "kernel/cpu_local.h"

namespace standstill::kernel {

namespace detail {
inline constinit std::atomic<std::uint64_t> warning_count{0};
}

/// How often any hart has warned so far.
inline std::uint64_t warnings() { return detail::warning_count.load(std::memory_order_relaxed); }

/// Prints the items as a warning of this hart, and goes on. Not from an NMI: it takes a lock.
template <typename... Items>
void warn(const Items&... items) {
  // Only the number matters, so relaxed will do.
  detail::warning_count.fetch_add(1, std::memory_order_relaxed);
  printk("WARNING: hart ", smp_processor_id(), ": ", items...);
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_WARN_H
