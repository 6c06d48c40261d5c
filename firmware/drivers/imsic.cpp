// The IMSIC's registers: one to write messages to, the others behind miselect and mireg.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 3.5 (seteipnum_le), 3.8 (indirect registers).
#include "drivers/imsic.h"

#include "arch/barrier.h"
#include "arch/irq.h"

namespace standstill::drivers {
namespace {

constinit std::uint64_t pages = 0;

constexpr std::uint64_t kEidelivery = 0x70;
constexpr std::uint64_t kEithreshold = 0x72;
constexpr std::uint64_t kEip0 = 0x80;
constexpr std::uint64_t kEie0 = 0xC0;

void write_register(std::uint64_t select, std::uint64_t value) {
  const arch::IrqFlags flags = arch::local_irq_save();
  arch::write_indirect(select, value);
  arch::local_irq_restore(flags);
}

}  // namespace

void imsic_init(std::uint64_t base) { pages = base; }

void imsic_set_enabled(std::uint64_t identities) { write_register(kEie0, identities); }
void imsic_set_threshold(unsigned identity) { write_register(kEithreshold, identity); }
void imsic_set_delivery(Delivery delivery) {
  write_register(kEidelivery, static_cast<std::uint64_t>(delivery));
}

void imsic_enable() {
  imsic_set_enabled(identity_bit(kIpiIdentity));
  imsic_set_threshold(0);
  imsic_set_delivery(Delivery::File);
}

std::uint64_t imsic_pending() {
  const arch::IrqFlags flags = arch::local_irq_save();
  const std::uint64_t pending = arch::read_indirect(kEip0);
  arch::local_irq_restore(flags);
  return pending;
}

void imsic_send(unsigned cpu, std::uint32_t identity) {
  const std::uint64_t offset = platform::imsic::seteipnum(cpu) - platform::kImsic.base;
  arch::mmio_write<std::uint32_t>(pages + offset, identity);
}

}  // namespace standstill::drivers
