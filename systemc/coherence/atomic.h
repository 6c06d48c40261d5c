// The arithmetic of an atomic read-modify-write.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged ISA, "A" extension.
#ifndef STANDSTILL_COHERENCE_ATOMIC_H
#define STANDSTILL_COHERENCE_ATOMIC_H

#include <cstdint>

#include "common/message.h"

namespace standstill::coherence {

/// What memory holds after `op` on `size` (4 or 8) bytes that held `old`; the result is
/// zero-extended.
constexpr std::uint64_t apply(AtomicOp op, unsigned size, std::uint64_t old,
                              std::uint64_t operand) {
  const unsigned shift = size == 4 ? 32 : 0;
  const std::uint64_t mask = ~std::uint64_t{0} >> shift;
  const auto extend = [shift](std::uint64_t value) {
    return static_cast<std::int64_t>(value << shift) >> shift;
  };
  old &= mask;
  operand &= mask;
  switch (op) {
    case AtomicOp::Swap:
      return operand;
    case AtomicOp::Add:
      return (old + operand) & mask;
    case AtomicOp::Xor:
      return old ^ operand;
    case AtomicOp::And:
      return old & operand;
    case AtomicOp::Or:
      return old | operand;
    case AtomicOp::Min:
      return extend(operand) < extend(old) ? operand : old;
    case AtomicOp::Max:
      return extend(operand) > extend(old) ? operand : old;
    case AtomicOp::Minu:
      return operand < old ? operand : old;
    case AtomicOp::Maxu:
      return operand > old ? operand : old;
  }
  return old;
}

}  // namespace standstill::coherence

#endif  // STANDSTILL_COHERENCE_ATOMIC_H
