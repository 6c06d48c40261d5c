// Phase markers: HINT instructions that tell the observer where the kernel is.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/markers.h. A marker with an operand is two instructions; its user
// keeps interrupts out, or the handler's first marker would take the operand.
#ifndef STANDSTILL_FIRMWARE_ARCH_MARKER_H
#define STANDSTILL_FIRMWARE_ARCH_MARKER_H

#include <atomic>
#include <cstdint>

#include "arch/irq.h"
#include "standstill/markers.h"

namespace standstill::arch {

using platform::Marker;

/// Announces that `phase` happened to `object`.
template <Marker phase>
inline void mark(const volatile void* object) {
  asm volatile("slti x0, %0, %1" ::"r"(object), "i"(static_cast<int>(phase)) : "memory");
}

/// The same with an operand. Interrupts must be off.
template <Marker phase>
inline void mark(const volatile void* object, std::uint64_t operand) {
  asm volatile("sltiu x0, %1, %2\n\tslti x0, %0, %3" ::"r"(object), "r"(operand),
               "i"(platform::kOperandImmediate), "i"(static_cast<int>(phase))
               : "memory");
}

/// The same where interrupts may be on.
template <Marker phase>
inline void mark_irqsafe(const volatile void* object, std::uint64_t operand) {
  const IrqMask mask;
  mark<phase>(object, operand);
}

/// Subtracts one from `counter` as a full barrier, marks, and returns what it was. Both
/// instructions stand in one cache line, so that no instruction fetch separates ack and marker.
template <Marker phase>
inline std::int32_t fetch_dec_and_mark(std::atomic<std::int32_t>& counter,
                                       const volatile void* object) {
  static_assert(sizeof(counter) == 4);
  std::int32_t before;
  asm volatile(".balign 8\n\tamoadd.w.aqrl %0, %2, (%1)\n\tslti x0, %3, %4"
               : "=&r"(before)
               : "r"(&counter), "r"(-1), "r"(object), "i"(static_cast<int>(phase))
               : "memory");
  return before;
}

/// Stores `value` so that no earlier access passes it, and marks, likewise.
template <Marker phase, typename T>
inline void store_release_and_mark(std::atomic<T>& word, T value, const volatile void* object) {
  static_assert(sizeof(word) == 4);
  asm volatile("fence rw, w\n\t.balign 8\n\tsw %1, %0\n\tslti x0, %2, %3"
               : "=m"(word)
               : "r"(value), "r"(object), "i"(static_cast<int>(phase))
               : "memory");
}

}  // namespace standstill::arch

#endif  // STANDSTILL_FIRMWARE_ARCH_MARKER_H
