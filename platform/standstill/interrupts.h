// The interrupts of a hart: one table of codes, names, wires and their order of priority.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, 3.1.9: MEI, MSI, MTI, SEI, SSI, STI in this order;
// what has a bit from 16 upwards has the platform's own priority, as a rule the highest. RISC-V AIA
// 1.0 leaves codes 24 to 31 to custom use. Ours come by what they cost when they wait: the watchdog
// first, then an access that went wrong, then the barrier that a whole machine stands still for.
// Freestanding; C++17 and C++20.
#ifndef STANDSTILL_PLATFORM_INTERRUPTS_H
#define STANDSTILL_PLATFORM_INTERRUPTS_H

#include <cstdint>

namespace standstill::platform {

/// Interrupts by their code in mcause, which is also their bit in mip, mie and mideleg.
enum class Interrupt : std::uint8_t {
  SupervisorSoftware = 1,
  MachineSoftware = 3,
  SupervisorTimer = 5,
  MachineTimer = 7,
  SupervisorExternal = 9,
  MachineExternal = 11,
  Watchdog = 24,  ///< pre-timeout of the hart watchdog
  Barrier = 26,   ///< a barrier of the barrier unit was released
  BusError = 27,  ///< a posted store was refused after it had been answered
};

/// Code of the watchdog's non-maskable interrupt, in mncause: no bit of mip.
inline constexpr unsigned kWatchdogNmi = 25;

/// The interrupt wires from the fabric to each hart, in the order in which edges of one clock are
/// served.
enum class Wire : std::uint8_t {
  Msip,
  Mtip,
  WatchdogIrq,
  Nmi,
  Ssip,
  Meip,
  Seip,
  BarrierIrq,
  BusErrorIrq,
  None,  ///< of an interrupt that only software sets
};
inline constexpr unsigned kWires = static_cast<unsigned>(Wire::None);

/// Whose interrupt it is. Those of supervisor mode can be delegated, and machine mode writes their
/// bits of mip.
enum class InterruptLevel : std::uint8_t { NonMaskable, Machine, Supervisor };

struct InterruptRow {
  unsigned code;
  InterruptLevel level;
  bool edge;        ///< the wire's rising edge sets the bit, and software clears it
  const char* bit;  ///< name of its bit in mip
  Wire wire;
  const char* signal;  ///< the wire's name in the Verilog, without `_o`; null without a wire
  const char* words;
};

/// Most urgent first.
inline constexpr InterruptRow kInterrupts[] = {
    {kWatchdogNmi, InterruptLevel::NonMaskable, false, "NMI", Wire::Nmi, "nmi",
     "watchdog non-maskable interrupt"},
    {24, InterruptLevel::Machine, false, "WDIP", Wire::WatchdogIrq, "wdt_irq",
     "watchdog pre-timeout interrupt"},
    {27, InterruptLevel::Machine, false, "BEIP", Wire::BusErrorIrq, "bus_err_irq",
     "bus error interrupt"},
    {26, InterruptLevel::Machine, true, "BARIP", Wire::BarrierIrq, "barrier_irq",
     "barrier interrupt"},
    {11, InterruptLevel::Machine, false, "MEIP", Wire::Meip, "meip", "machine external interrupt"},
    {3, InterruptLevel::Machine, false, "MSIP", Wire::Msip, "msip", "machine software interrupt"},
    {7, InterruptLevel::Machine, false, "MTIP", Wire::Mtip, "mtip", "machine timer interrupt"},
    {9, InterruptLevel::Supervisor, false, "SEIP", Wire::Seip, "seip",
     "supervisor external interrupt"},
    {1, InterruptLevel::Supervisor, true, "SSIP", Wire::Ssip, "ssip",
     "supervisor software interrupt"},
    {5, InterruptLevel::Supervisor, false, "STIP", Wire::None, nullptr,
     "supervisor timer interrupt"},
};

/// The row of an interrupt or NMI; `code` must have one.
constexpr const InterruptRow& interrupt_row(unsigned code) {
  const InterruptRow* row = kInterrupts;
  while (row->code != code) ++row;
  return *row;
}

/// The row of a wire, which must not be None.
constexpr const InterruptRow& interrupt_row(Wire wire) {
  const InterruptRow* row = kInterrupts;
  while (row->wire != wire) ++row;
  return *row;
}

/// The bits of mip that belong to `level`.
constexpr std::uint64_t interrupt_mask(InterruptLevel level) {
  std::uint64_t mask = 0;
  for (const InterruptRow& row : kInterrupts)
    if (row.level == level) mask |= std::uint64_t{1} << row.code;
  return mask;
}

/// The bits of mip that an edge sets and software clears.
constexpr std::uint64_t edge_interrupts() {
  std::uint64_t mask = 0;
  for (const InterruptRow& row : kInterrupts)
    if (row.edge) mask |= std::uint64_t{1} << row.code;
  return mask;
}

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_INTERRUPTS_H
