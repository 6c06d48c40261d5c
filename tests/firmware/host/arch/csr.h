// Host stand-in for firmware/arch/csr.h: the time is what the test says.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_CSR_H
#define STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_CSR_H

#include <cstdint>

namespace standstill::arch {

inline std::uint64_t time_now = 0;

inline constexpr std::uint64_t kMieSoftware = 1u << 3;
inline constexpr std::uint64_t kMieTimer = 1u << 7;
inline void write_mie(std::uint64_t) {}
inline constexpr std::uint64_t kMieWatchdog = 1u << 24;
inline void set_mie(std::uint64_t) {}
inline void clear_mie(std::uint64_t) {}
inline void set_nmi_stack(void*) {}

inline std::uint64_t read_time() { return time_now; }

}  // namespace standstill::arch

#endif  // STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_CSR_H
