// Interrupts from CPU to CPU, by the machine software interrupt.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, MSWI.
//
//   1. sender: writes the mailbox (need_resched), fence w,o, stores 1 to MSIP of the target
//   2. target: traps, stores 0 to its MSIP, fence o,r, looks at the mailbox
// A ring between the two stores of the target brings a second trap; a ring before them is answered
// by the look that follows. Either way the mailbox is seen.
#ifndef STANDSTILL_FIRMWARE_KERNEL_IPI_H
#define STANDSTILL_FIRMWARE_KERNEL_IPI_H

namespace standstill::kernel {

/// Rings `cpu`, which will look at its need_resched. Interrupts are off.
void smp_send_reschedule(unsigned cpu);

/// Lets `cpu` begin to boot.
void smp_boot_cpu(unsigned cpu);

/// Takes back a ring of this CPU's doorbell.
void ipi_clear();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_IPI_H
