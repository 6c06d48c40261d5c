// Interrupts from CPU to CPU, by the doorbell that the boot arguments name.
// SPDX-License-Identifier: Apache-2.0
//
// Source: drivers/doorbell.h.
//
//   1. sender: writes the mailbox (need_resched), fence w,o, rings
//   2. target: traps, takes the ring back, fence o,r, looks at the mailbox
// A ring that comes once the last has been taken back brings a second trap; a ring before that is
// answered by the look that follows. Either way the mailbox is seen.
#ifndef STANDSTILL_FIRMWARE_KERNEL_IPI_H
#define STANDSTILL_FIRMWARE_KERNEL_IPI_H

#include "drivers/doorbell.h"
#include "kernel/cpumask.h"

namespace standstill::kernel {

/// From now on CPUs ring each other by `kind`, which the machine must have. Boot hart only.
void ipi_init(drivers::DoorbellKind kind);
/// This CPU can be rung from now on. Returns the bits of mie it needs for that.
std::uint64_t ipi_enable();

/// Rings `cpu`, which will look at its need_resched. Interrupts are off.
void smp_send_reschedule(unsigned cpu);

/// Lets `cpu` begin to boot. By the MSWI, whatever the doorbell.
void smp_boot_cpu(unsigned cpu);

/// Takes back a ring of this CPU's MSIP.
void ipi_clear();
/// Takes back a ring that came as another interrupt; false if `cause` is none of these.
bool ipi_interrupt(std::uint64_t cause);

/// Whether a store can ring many CPUs.
bool ipi_rings_many();

/// While it lives, CPUs that this one would ring for a rendezvous (CpuLocal::doorbell_object) are
/// only noted; in the end all are rung at once. Preemption is off; ipi_rings_many().
class IpiBatch {
 public:
  IpiBatch();
  ~IpiBatch();
  IpiBatch(const IpiBatch&) = delete;
  IpiBatch& operator=(const IpiBatch&) = delete;

 private:
  CpuMask cpus_;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_IPI_H
