// A hook for who puts an ebreak into the text of the kernel.
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

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_TRAP_H
