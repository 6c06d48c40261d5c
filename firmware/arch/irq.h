// Interrupt enable of this hart, and sleep until one is pending.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 3.1.6.1 (mstatus.MIE), 3.3.3 (wfi).
#ifndef STANDSTILL_FIRMWARE_ARCH_IRQ_H
#define STANDSTILL_FIRMWARE_ARCH_IRQ_H

#include <cstdint>

#include "arch/csr.h"
#include "arch/hart.h"

namespace standstill::arch {

/// What local_irq_save() found: nonzero if interrupts were on.
using IrqFlags = std::uint64_t;

inline void local_irq_enable() { asm volatile("csrsi mstatus, 8" ::: "memory"); }

inline void local_irq_disable() { asm volatile("csrci mstatus, 8" : "+r"(tp)::"memory"); }

inline IrqFlags local_save_flags() {
  IrqFlags flags;
  asm volatile("csrr %0, mstatus" : "=r"(flags)::"memory");
  return flags & kMstatusMie;
}

inline IrqFlags local_irq_save() {
  IrqFlags flags;
  asm volatile("csrrci %0, mstatus, 8" : "=r"(flags), "+r"(tp)::"memory");
  return flags & kMstatusMie;
}

inline void local_irq_restore(IrqFlags flags) {
  asm volatile("csrs mstatus, %0" ::"r"(flags) : "memory");
}

inline bool irqs_disabled() { return local_save_flags() == 0; }

/// Sleeps until an enabled interrupt is pending, whatever mstatus.MIE says.
inline void wait_for_interrupt() { asm volatile("wfi" ::: "memory"); }

/// Sleeps until an interrupt of `mask` is pending; no other ends it. Interrupts are off.
inline void wait_for_pending(std::uint64_t mask) {
  std::uint64_t mie;
  asm volatile("csrrw %0, mie, %1" : "=r"(mie) : "r"(mask) : "memory");
  while ((read_mip() & mask) == 0) wait_for_interrupt();
  write_mie(mie);
}

/// Holds interrupts back by `mie` while it lives, leaving mstatus.MIE alone: a marker and what it
/// marks stay together, and the observer sees no change of the interrupt enable.
class IrqMask {
 public:
  IrqMask() { asm volatile("csrrw %0, mie, zero" : "=r"(mie_)::"memory"); }
  ~IrqMask() { write_mie(mie_); }
  IrqMask(const IrqMask&) = delete;
  IrqMask& operator=(const IrqMask&) = delete;

 private:
  std::uint64_t mie_;
};

}  // namespace standstill::arch

#endif  // STANDSTILL_FIRMWARE_ARCH_IRQ_H
