// Host stand-in for firmware/arch/irq.h: the interrupt enable is a flag of the thread.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_IRQ_H
#define STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_IRQ_H

#include <cstdint>

namespace standstill::arch {

using IrqFlags = std::uint64_t;

inline thread_local bool irqs_on = true;

inline void local_irq_enable() { irqs_on = true; }
inline void local_irq_disable() { irqs_on = false; }
inline IrqFlags local_save_flags() { return irqs_on ? 8 : 0; }
inline IrqFlags local_irq_save() {
  const IrqFlags flags = local_save_flags();
  irqs_on = false;
  return flags;
}
inline void local_irq_restore(IrqFlags flags) { irqs_on = irqs_on || flags != 0; }
inline bool irqs_disabled() { return !irqs_on; }
inline void wait_for_interrupt() {}

class IrqMask {
 public:
  IrqMask() {}
  ~IrqMask() {}
};

}  // namespace standstill::arch

#endif  // STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_IRQ_H
