// One access to memory or a device, timed: from one reading of mcycle to the next.
// SPDX-License-Identifier: Apache-2.0
//
// Source: ccbench (T. David, R. Guerraoui, V. Trigonakis, SOSP 2013). Each is one block of
// assembly, so that the compiler puts nothing of its own between the readings. A load is followed
// by a use of what it loads, or nothing would wait for it; a store to memory by a fence, since it
// is done when others see it.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_MEASURE_H
#define STANDSTILL_FIRMWARE_SCENARIOS_MEASURE_H

#include <cstdint>

namespace standstill::scenarios {

// `c` holds the cycles in the end; `v` is a scratch register, `p` the address, `n` a value.
#define STANDSTILL_TIMED(between)                                          \
  std::uint64_t cycles;                                                    \
  std::uint64_t scratch = 0;                                               \
  asm volatile("csrr %[c], mcycle\n\t" between                             \
               "\n\tcsrr %[p], mcycle\n\t"                                 \
               "sub %[c], %[p], %[c]"                                      \
               : [c] "=&r"(cycles), [v] "+&r"(scratch), [p] "+&r"(address) \
               : [n] "r"(value)                                            \
               : "memory");                                                \
  return cycles
#define STANDSTILL_USE "xori %[v], %[v], 0"
#define STANDSTILL_FENCE "fence rw, rw"

inline std::uint64_t time_load(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("ld %[v], (%[p])\n\t" STANDSTILL_USE);
}
inline std::uint64_t time_store(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("sd %[n], (%[p])\n\t" STANDSTILL_FENCE);
}
/// It finds what it compares with, whatever the word holds.
inline std::uint64_t time_cas(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED(
      "1: lr.d %[v], (%[p])\n\tbne %[v], %[v], 2f\n\tsc.d %[v], %[n], (%[p])\n\t"
      "bnez %[v], 1b\n2:");
}
inline std::uint64_t time_fetch_add(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("amoadd.d %[v], %[n], (%[p])\n\t" STANDSTILL_USE);
}
inline std::uint64_t time_swap(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("amoswap.d %[v], %[n], (%[p])\n\t" STANDSTILL_USE);
}

// What stands between the readings beside the access.
inline std::uint64_t time_nothing(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("");
}
inline std::uint64_t time_use(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED(STANDSTILL_USE);
}
inline std::uint64_t time_fence(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED(STANDSTILL_FENCE);
}

// Devices, in words and double words. Nothing fences: what a store costs is what its hart waits.
inline std::uint64_t time_device_lw(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("lw %[v], (%[p])\n\t" STANDSTILL_USE);
}
inline std::uint64_t time_device_ld(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("ld %[v], (%[p])\n\t" STANDSTILL_USE);
}
inline std::uint64_t time_device_sw(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("sw %[n], (%[p])\n\t" STANDSTILL_USE);
}
inline std::uint64_t time_device_sd(std::uint64_t address, std::uint64_t value) {
  STANDSTILL_TIMED("sd %[n], (%[p])\n\t" STANDSTILL_USE);
}

#undef STANDSTILL_FENCE
#undef STANDSTILL_USE
#undef STANDSTILL_TIMED

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_MEASURE_H
