// Numbers of the control and status registers the machine has.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, tables 2.2 to 2.5; Smrnmi 1.0; AIA 1.0.
// Freestanding; C++17 and C++20.
#ifndef STANDSTILL_PLATFORM_CSR_H
#define STANDSTILL_PLATFORM_CSR_H

#include <cstdint>

/// Calls M(number, name) for each CSR of the machine that has a number of its own; the numbered
/// families (hpmcounter3..31, mhpmcounter3..31, mhpmevent3..31, pmpcfg, pmpaddr) follow below.
// clang-format off
#define STANDSTILL_CSR_LIST(M) \
  M(0xC00, cycle) M(0xC01, time) M(0xC02, instret) M(0x100, sstatus) M(0x104, sie) \
  M(0x105, stvec) M(0x106, scounteren) M(0x10A, senvcfg) M(0x140, sscratch) M(0x141, sepc) \
  M(0x142, scause) M(0x143, stval) M(0x144, sip) M(0x180, satp) M(0xF11, mvendorid) \
  M(0xF12, marchid) M(0xF13, mimpid) M(0xF14, mhartid) M(0xF15, mconfigptr) M(0x300, mstatus) \
  M(0x301, misa) M(0x302, medeleg) M(0x303, mideleg) M(0x304, mie) M(0x305, mtvec) \
  M(0x306, mcounteren) M(0x30A, menvcfg) M(0x320, mcountinhibit) M(0x340, mscratch) \
  M(0x341, mepc) M(0x342, mcause) M(0x343, mtval) M(0x344, mip) \
  M(0x350, miselect) M(0x351, mireg) M(0x35C, mtopei) M(0xB00, mcycle) \
  M(0xB02, minstret) M(0x740, mnscratch) M(0x741, mnepc) M(0x742, mncause) M(0x744, mnstatus)
// clang-format on

namespace standstill::platform::csr {

#define STANDSTILL_CSR_CONSTANT(number, name) inline constexpr std::uint16_t name = number;
STANDSTILL_CSR_LIST(STANDSTILL_CSR_CONSTANT)
#undef STANDSTILL_CSR_CONSTANT

inline constexpr std::uint16_t hpmcounter3 = 0xC03;
inline constexpr std::uint16_t hpmcounter31 = 0xC1F;
inline constexpr std::uint16_t mhpmcounter3 = 0xB03;
inline constexpr std::uint16_t mhpmcounter31 = 0xB1F;
inline constexpr std::uint16_t mhpmevent3 = 0x323;
inline constexpr std::uint16_t mhpmevent31 = 0x33F;
inline constexpr std::uint16_t pmpcfg0 = 0x3A0;
inline constexpr std::uint16_t pmpcfg15 = 0x3AF;
inline constexpr std::uint16_t pmpaddr0 = 0x3B0;
inline constexpr std::uint16_t pmpaddr63 = 0x3EF;

/// Of mnstatus: NMIs and interrupts are on (software can only set it), the mode they came from.
inline constexpr std::uint64_t kMnstatusNmie = 1u << 3;
inline constexpr unsigned kMnstatusMnppShift = 11;
/// The word of mnret, for assemblers that do not know it.
inline constexpr std::uint32_t kMnret = 0x7020'0073;

}  // namespace standstill::platform::csr

#endif  // STANDSTILL_PLATFORM_CSR_H
