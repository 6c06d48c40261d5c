// Control and status registers by name.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 2.2 (CSR numbers), 3.1.6 (mstatus), 3.1.9 (mip, mie);
// RISC-V AIA 1.0, 2.1.
#ifndef STANDSTILL_FIRMWARE_ARCH_CSR_H
#define STANDSTILL_FIRMWARE_ARCH_CSR_H

#include <cstdint>

#include "standstill/devices.h"

namespace standstill::arch {

inline constexpr std::uint64_t kMstatusMie = 1u << 3;
inline constexpr std::uint64_t kMieSoftware = 1u << 3;
inline constexpr std::uint64_t kMieTimer = 1u << 7;
inline constexpr std::uint64_t kMieExternal = 1u << 11;
inline constexpr std::uint64_t kMieWatchdog = 1u << platform::watchdog::kInterrupt;
inline constexpr std::uint64_t kCauseInterrupt = 1ull << 63;
constexpr std::uint64_t cause_of(platform::Interrupt interrupt) {
  return kCauseInterrupt | static_cast<std::uint64_t>(interrupt);
}
/// Bit of mip and mie.
constexpr std::uint64_t bit_of(platform::Interrupt interrupt) {
  return std::uint64_t{1} << static_cast<unsigned>(interrupt);
}
inline constexpr std::uint64_t kCauseBreakpoint = 3;
inline constexpr std::uint64_t kCauseSoftware = kCauseInterrupt | 3;
inline constexpr std::uint64_t kCauseTimer = kCauseInterrupt | 7;
inline constexpr std::uint64_t kCauseExternal = kCauseInterrupt | 11;
inline constexpr std::uint64_t kCauseWatchdog = kCauseInterrupt | platform::watchdog::kInterrupt;

/// Lets exactly the interrupts of `mask` (kMieSoftware, kMieTimer) reach this hart.
inline void write_mie(std::uint64_t mask) { asm volatile("csrw mie, %0" ::"r"(mask) : "memory"); }

/// Lets those of `mask` reach this hart too, or no longer.
inline void set_mie(std::uint64_t mask) { asm volatile("csrs mie, %0" ::"r"(mask) : "memory"); }
inline void clear_mie(std::uint64_t mask) { asm volatile("csrc mie, %0" ::"r"(mask) : "memory"); }

/// Interrupts that are pending at this hart, by the bits of mie.
inline std::uint64_t read_mip() {
  std::uint64_t value;
  asm volatile("csrr %0, mip" : "=r"(value)::"memory");
  return value;
}

/// Clears those of `mask` where they are pending, of the interrupts that software clears.
inline void clear_mip(std::uint64_t mask) { asm volatile("csrc mip, %0" ::"r"(mask) : "memory"); }

/// A register of this hart's interrupt file, through miselect (0x350) and mireg (0x351).
inline void write_indirect(std::uint64_t select, std::uint64_t value) {
  asm volatile("csrw 0x350, %0\n\tcsrw 0x351, %1" ::"r"(select), "r"(value) : "memory");
}
inline std::uint64_t read_indirect(std::uint64_t select) {
  std::uint64_t value;
  asm volatile("csrw 0x350, %1\n\tcsrr %0, 0x351" : "=r"(value) : "r"(select) : "memory");
  return value;
}

/// mtopei (0x35C), the most urgent interrupt of that file: reads it; reads and claims it by one
/// instruction; claims it unseen.
inline std::uint64_t read_topei() {
  std::uint64_t value;
  asm volatile("csrr %0, 0x35C" : "=r"(value)::"memory");
  return value;
}
inline std::uint64_t claim_topei() {
  std::uint64_t value;
  asm volatile("csrrw %0, 0x35C, zero" : "=r"(value)::"memory");
  return value;
}
inline void write_topei() { asm volatile("csrw 0x35C, zero" ::: "memory"); }

/// Gives this hart the stack that ends at `top` for its non-maskable interrupts (mnscratch).
inline void set_nmi_stack(void* top) { asm volatile("csrw 0x740, %0" ::"r"(top) : "memory"); }

/// Additional information on the last trap, by its cause.
inline std::uint64_t read_mtval() {
  std::uint64_t value;
  asm volatile("csrr %0, mtval" : "=r"(value));
  return value;
}

/// The time of the machine timer, in ticks of the time base.
inline std::uint64_t read_time() {
  std::uint64_t value;
  asm volatile("rdtime %0" : "=r"(value));
  return value;
}

}  // namespace standstill::arch

#endif  // STANDSTILL_FIRMWARE_ARCH_CSR_H
