// Host stand-in for firmware/arch/csr.h: the time is what the test says.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_CSR_H
#define STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_CSR_H

#include <atomic>
#include <cstdint>
#include <string>

#include "standstill/interrupts.h"

namespace standstill::arch {

inline std::uint64_t time_now = 0;

inline constexpr std::uint64_t kMieSoftware = 1u << 3;
inline constexpr std::uint64_t kMieTimer = 1u << 7;
constexpr std::uint64_t cause_of(platform::Interrupt interrupt) {
  return std::uint64_t{1} << 63 | static_cast<std::uint64_t>(interrupt);
}
constexpr std::uint64_t bit_of(platform::Interrupt interrupt) {
  return std::uint64_t{1} << static_cast<unsigned>(interrupt);
}
/// mip of each hart; of the one this thread plays; null: none.
inline std::atomic<std::uint64_t> mips[16] = {};
inline thread_local std::atomic<std::uint64_t>* pending = nullptr;
inline std::uint64_t read_mip() { return pending == nullptr ? 0 : pending->load(); }
/// What this thread has done to its CSRs, in words.
inline thread_local std::string csr_log;
inline void clear_mip(std::uint64_t mask) {
  if (pending != nullptr) pending->fetch_and(~mask);
  csr_log += "clear mip " + std::to_string(mask) + "; ";
}
inline void write_indirect(std::uint64_t number, std::uint64_t value) {
  csr_log += "write " + std::to_string(number) + " = " + std::to_string(value) + "; ";
}
inline std::uint64_t read_indirect(std::uint64_t) { return 0; }
inline std::uint64_t read_topei() { return 0; }
inline std::uint64_t claim_topei() {
  csr_log += "claim; ";
  return 0;
}
inline void write_mie(std::uint64_t) {}
inline constexpr std::uint64_t kMieWatchdog = 1u << 24;
inline void set_mie(std::uint64_t) {}
inline void clear_mie(std::uint64_t) {}
inline void set_nmi_stack(void*) {}

inline std::uint64_t read_time() { return time_now; }

}  // namespace standstill::arch

#endif  // STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_CSR_H
