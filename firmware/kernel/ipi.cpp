// The doorbell: MSIP registers of the MSWI.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, MSWI: bit 0 of the word at base + 4 * hart.
#include "kernel/ipi.h"

#include "arch/barrier.h"
#include "arch/marker.h"
#include "kernel/cpu_local.h"
#include "kernel/machine.h"

namespace standstill::kernel {
namespace {

std::uint64_t msip(unsigned cpu) { return machine().mswi + 4 * std::uint64_t{cpu}; }

void ring(unsigned cpu) {
  const std::uint64_t address = msip(cpu);
  // The mailbox before the doorbell; pairs with the fence in ipi_clear(), at boot with entry.S.
  arch::fence_memory_before_device();
  arch::mark<arch::Marker::Doorbell>(cpu_local().doorbell_object, cpu);
  arch::mmio_write<std::uint32_t>(address, 1);
}

}  // namespace

void smp_send_reschedule(unsigned cpu) { ring(cpu); }

void smp_boot_cpu(unsigned cpu) {
  const arch::IrqMask mask;
  ring(cpu);
}

void ipi_clear() {
  arch::mmio_write<std::uint32_t>(msip(smp_processor_id()), 0);
  // The answer before the look into the mailbox; pairs with the fence in ring().
  arch::fence_device_before_memory();
}

}  // namespace standstill::kernel
