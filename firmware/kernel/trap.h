// Hooks for who puts an ebreak into the text of the kernel, and for external interrupts.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's die notifiers, much smaller; RISC-V privileged specification 3.1.15 (mcause).
#ifndef STANDSTILL_FIRMWARE_KERNEL_TRAP_H
#define STANDSTILL_FIRMWARE_KERNEL_TRAP_H

#include <cstdint>

namespace standstill::kernel {

/// Called in the trap, interrupts off: whether the ebreak at `pc` is its own. If so `next` becomes
/// the address to go on at; else the trap is an unexpected one and ends the run.
using BreakpointHandler = bool (*)(std::uint64_t pc, std::uint64_t& next);

/// There is one; null, as at first, for none. Before the first ebreak can be reached.
void set_breakpoint_handler(BreakpointHandler handler);

/// Called in the trap of a machine external interrupt, interrupts off; it takes the interrupt back.
using ExternalHandler = void (*)();

/// There is one. Before any hart lets external interrupts reach it.
void set_external_handler(ExternalHandler handler);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_TRAP_H
