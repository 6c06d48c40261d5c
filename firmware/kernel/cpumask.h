// A set of CPUs, one bit each.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's cpumask (names only).
#ifndef STANDSTILL_FIRMWARE_KERNEL_CPUMASK_H
#define STANDSTILL_FIRMWARE_KERNEL_CPUMASK_H

#include <atomic>
#include <cstdint>

#include "standstill/memory_map.h"

namespace standstill::kernel {

/// As many CPUs as the machine may have.
inline constexpr unsigned kNrCpus = platform::kMaxHarts;

class CpuMask {
 public:
  constexpr CpuMask() = default;

  bool test(unsigned cpu) const {
    return (words_[cpu / 64].load(std::memory_order_relaxed) >> (cpu % 64) & 1) != 0;
  }
  /// Safe against other harts that set bits of the same word.
  void set(unsigned cpu) {
    words_[cpu / 64].fetch_or(1ull << (cpu % 64), std::memory_order_relaxed);
  }
  /// The first CPU of the set at or after `from`, or kNrCpus.
  unsigned next(unsigned from) const {
    while (from < kNrCpus) {
      const std::uint64_t rest = words_[from / 64].load(std::memory_order_relaxed) >> (from % 64);
      if ((rest & 1) != 0) return from;
      from = rest == 0 ? (from / 64 + 1) * 64 : from + 1;
    }
    return kNrCpus;
  }
  unsigned first() const { return next(0); }
  /// How many CPUs are in the set.
  unsigned weight() const {
    unsigned count = 0;
    for (const auto& word : words_)
      for (std::uint64_t bits = word.load(std::memory_order_relaxed); bits != 0; bits &= bits - 1)
        ++count;
    return count;
  }

 private:
  std::atomic<std::uint64_t> words_[kNrCpus / 64] = {};
};

/// CPUs that run tasks. Each adds itself when it boots.
inline constinit CpuMask cpu_online_mask;

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPUMASK_H
