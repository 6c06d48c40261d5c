// Bit positions and writable masks of the CSRs.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, figures 3.7 (mstatus), 3.13 to 3.16 (mip, mie),
// 4.2 (sstatus); section 3.1.8 (delegation).
#ifndef STANDSTILL_HART_CSR_BITS_H
#define STANDSTILL_HART_CSR_BITS_H

#include <cstdint>

#include "hart/trap.h"

namespace standstill::hart {

inline constexpr std::uint64_t kSie = 1u << 1;
inline constexpr std::uint64_t kMie = 1u << 3;
inline constexpr std::uint64_t kSpie = 1u << 5;
inline constexpr std::uint64_t kMpie = 1u << 7;
inline constexpr std::uint64_t kSpp = 1u << 8;
inline constexpr unsigned kMppShift = 11;
inline constexpr std::uint64_t kMpp = 3u << kMppShift;
inline constexpr std::uint64_t kMprv = 1u << 17;
inline constexpr std::uint64_t kMxr = 1u << 19;
inline constexpr std::uint64_t kTvm = 1u << 20;
inline constexpr std::uint64_t kTw = 1u << 21;
inline constexpr std::uint64_t kTsr = 1u << 22;
inline constexpr std::uint64_t kUxl64 = std::uint64_t{2} << 32;
inline constexpr std::uint64_t kSxl64 = std::uint64_t{2} << 34;

inline constexpr std::uint64_t kMstatusWritable =
    kSie | kMie | kSpie | kMpie | kSpp | kMpp | kMprv | kMxr | kTvm | kTw | kTsr;
inline constexpr std::uint64_t kSstatusWritable = kSie | kSpie | kSpp | kMxr;
inline constexpr std::uint64_t kSstatusVisible = kSstatusWritable | std::uint64_t{3} << 32;

/// Interrupts of supervisor mode: they can be delegated.
inline constexpr std::uint64_t kSupervisorInterrupts =
    platform::interrupt_mask(platform::InterruptLevel::Supervisor);
inline constexpr std::uint64_t kAllInterrupts =
    kSupervisorInterrupts | platform::interrupt_mask(platform::InterruptLevel::Machine);
/// The bits of mip that machine mode writes.
inline constexpr std::uint64_t kMipWritable = kSupervisorInterrupts | platform::edge_interrupts();

/// Exceptions that can be delegated: all but the ecall from M; page faults kept for Sv39.
inline constexpr std::uint64_t kDelegableExceptions = 0xB3FF;

/// misa: RV64 with A, C, I, M, S, U.
inline constexpr std::uint64_t kMisa = std::uint64_t{2} << 62 | 1u << ('A' - 'A') |
                                       1u << ('C' - 'A') | 1u << ('I' - 'A') | 1u << ('M' - 'A') |
                                       1u << ('S' - 'A') | 1u << ('U' - 'A');

/// Bits of mcounteren, scounteren and mcountinhibit.
inline constexpr unsigned kCycleCounter = 0;
inline constexpr unsigned kTimeCounter = 1;
inline constexpr unsigned kInstretCounter = 2;
inline constexpr std::uint32_t kInhibitable = 1u << kCycleCounter | 1u << kInstretCounter;

}  // namespace standstill::hart

#endif  // STANDSTILL_HART_CSR_BITS_H
