// A set of CPUs, one bit each.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's cpumask (names only).
#ifndef STANDSTILL_FIRMWARE_LIB_CPUMASK_H
#define STANDSTILL_FIRMWARE_LIB_CPUMASK_H

#include <atomic>
#include <cstdint>

#include "arch/barrier.h"
#include "standstill/memory_map.h"

namespace standstill::kernel {

/// As many CPUs as the machine may have.
inline constexpr unsigned kNrCpus = platform::kMaxHarts;

/// CPUs 0 to nr_cpu_ids - 1 can exist on this machine: no mask is looked at beyond. Boot hart only.
inline constinit unsigned nr_cpu_ids = kNrCpus;

class CpuMask {
 public:
  constexpr CpuMask() = default;
  CpuMask(const CpuMask& other) { *this = other; }
  /// Word by word: bits that others set or clear meanwhile may or may not be in the copy.
  CpuMask& operator=(const CpuMask& other) {
    for (unsigned i = 0; i * 64 < nr_cpu_ids; ++i)
      arch::write_once(words_[i], other.words_[i].load(std::memory_order_relaxed));
    return *this;
  }

  bool test(unsigned cpu) const {
    return (words_[cpu / 64].load(std::memory_order_relaxed) >> (cpu % 64) & 1) != 0;
  }
  /// Safe against other harts that change bits of the same word.
  void set(unsigned cpu) {
    words_[cpu / 64].fetch_or(1ull << (cpu % 64), std::memory_order_relaxed);
  }
  /// Safe against other harts that change bits of the same word.
  void clear(unsigned cpu) {
    words_[cpu / 64].fetch_and(~(1ull << (cpu % 64)), std::memory_order_relaxed);
  }
  /// The first CPU of the set at or after `from`, or kNrCpus.
  unsigned next(unsigned from) const {
    while (from < nr_cpu_ids) {
      const std::uint64_t rest = words_[from / 64].load(std::memory_order_relaxed) >> (from % 64);
      if ((rest & 1) != 0) return from;
      from = rest == 0 ? (from / 64 + 1) * 64 : from + 1;
    }
    return kNrCpus;
  }
  unsigned first() const { return next(0); }
  bool empty() const { return first() == kNrCpus; }
  /// The first CPU of both sets at or after `from`, or kNrCpus.
  unsigned next_and(const CpuMask& other, unsigned from) const {
    unsigned cpu = next(from);
    while (cpu < kNrCpus && !other.test(cpu)) cpu = next(cpu + 1);
    return cpu;
  }
  /// CPUs 64 * group to 64 * group + 63, one bit each.
  std::uint64_t word(unsigned group) const { return words_[group].load(std::memory_order_relaxed); }
  /// How many CPUs are in the set.
  unsigned weight() const {
    unsigned count = 0;
    for (unsigned i = 0; i * 64 < nr_cpu_ids; ++i)
      count += weight_of(words_[i].load(std::memory_order_relaxed));
    return count;
  }
  /// How many CPUs of the set come before `cpu`.
  unsigned weight_below(unsigned cpu) const {
    unsigned count = 0;
    for (unsigned i = 0; i < cpu / 64; ++i)
      count += weight_of(words_[i].load(std::memory_order_relaxed));
    const std::uint64_t below = (std::uint64_t{1} << (cpu % 64)) - 1;
    return count + weight_of(words_[cpu / 64].load(std::memory_order_relaxed) & below);
  }

 private:
  /// Bits of a word, in the same time whatever they are: it is counted in the measured path.
  static unsigned weight_of(std::uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555ull;
    bits = (bits & 0x3333333333333333ull) + (bits >> 2 & 0x3333333333333333ull);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Full;
    return static_cast<unsigned>(bits * 0x0101010101010101ull >> 56);
  }

  std::atomic<std::uint64_t> words_[kNrCpus / 64] = {};
};

/// The set of `cpu` alone.
inline CpuMask cpumask_of(unsigned cpu) {
  CpuMask mask;
  mask.set(cpu);
  return mask;
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_LIB_CPUMASK_H
