// The arithmetic of the instruction set: what each operation computes, without any timing.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, chapters 2, 5 (I), 7 (M) and 8 (A).
// Everything here is inline and switches on the opcode: with a constant one it folds to the single
// operation.
#ifndef STANDSTILL_ISA_ALU_H
#define STANDSTILL_ISA_ALU_H

#include <cstdint>
#include <type_traits>

#include "isa/op.h"

namespace standstill::isa {

#if defined(__GNUC__)
#define STANDSTILL_INLINE [[gnu::always_inline]] inline
#else
#define STANDSTILL_INLINE inline
#endif

namespace detail {
__extension__ using Signed128 = __int128;
__extension__ using Unsigned128 = unsigned __int128;
using U32 = std::uint32_t;
using U64 = std::uint64_t;
using S32 = std::int32_t;
using S64 = std::int64_t;

STANDSTILL_INLINE constexpr S64 as_signed(U64 v) { return static_cast<S64>(v); }
STANDSTILL_INLINE constexpr S32 low_signed(U64 v) { return static_cast<S32>(static_cast<U32>(v)); }
STANDSTILL_INLINE constexpr U64 widen(U32 v) { return static_cast<U64>(S64{static_cast<S32>(v)}); }
STANDSTILL_INLINE constexpr U32 low(U64 v) { return static_cast<U32>(v); }

// Division: by zero gives all ones and the dividend as remainder; the one signed overflow gives the
// dividend and remainder zero (section 7.2).
template <typename T>
STANDSTILL_INLINE constexpr T quotient(T a, T b) {
  if (b == 0) return static_cast<T>(-1);
  if (std::is_signed_v<T> && b == static_cast<T>(-1))
    return static_cast<T>(U64{0} - static_cast<U64>(a));
  return static_cast<T>(a / b);
}
template <typename T>
STANDSTILL_INLINE constexpr T remainder(T a, T b) {
  if (b == 0) return a;
  if (std::is_signed_v<T> && b == static_cast<T>(-1)) return 0;
  return static_cast<T>(a % b);
}
}  // namespace detail

/// `value`'s low `size` bytes (1, 2, 4 or 8), sign- or zero-extended: what a load writes to rd.
STANDSTILL_INLINE constexpr std::uint64_t extend(std::uint64_t value, unsigned size,
                                                 bool is_signed) {
  const unsigned shift = 64 - 8 * size;
  const std::uint64_t top = value << shift;
  return is_signed ? static_cast<std::uint64_t>(detail::as_signed(top) >> shift) : top >> shift;
}

/// Result of a register-register or register-immediate instruction of class Alu, Mul or Div.
/// `b` is rs2's value or the immediate; for lui it is the result, for auipc `a` is the pc.
STANDSTILL_INLINE constexpr std::uint64_t alu(Op op, std::uint64_t a, std::uint64_t b) {
  using namespace detail;
  switch (op) {
    case Op::Lui:
      return b;
    case Op::Auipc:
    case Op::Addi:
    case Op::Add:
      return a + b;
    case Op::Sub:
      return a - b;
    case Op::Slti:
    case Op::Slt:
      return as_signed(a) < as_signed(b) ? 1 : 0;
    case Op::Sltiu:
    case Op::Sltu:
      return a < b ? 1 : 0;
    case Op::Xori:
    case Op::Xor:
      return a ^ b;
    case Op::Ori:
    case Op::Or:
      return a | b;
    case Op::Andi:
    case Op::And:
      return a & b;
    case Op::Slli:
    case Op::Sll:
      return a << (b & 63);
    case Op::Srli:
    case Op::Srl:
      return a >> (b & 63);
    case Op::Srai:
    case Op::Sra:
      return static_cast<U64>(as_signed(a) >> (b & 63));
    case Op::Addiw:
    case Op::Addw:
      return widen(low(a) + low(b));
    case Op::Subw:
      return widen(low(a) - low(b));
    case Op::Slliw:
    case Op::Sllw:
      return widen(low(a) << (b & 31));
    case Op::Srliw:
    case Op::Srlw:
      return widen(low(a) >> (b & 31));
    case Op::Sraiw:
    case Op::Sraw:
      return static_cast<U64>(S64{low_signed(a) >> (b & 31)});
    case Op::Mul:
      return a * b;
    case Op::Mulh:
      return static_cast<U64>((Signed128{as_signed(a)} * as_signed(b)) >> 64);
    case Op::Mulhsu:
      return static_cast<U64>((Signed128{as_signed(a)} * static_cast<Signed128>(b)) >> 64);
    case Op::Mulhu:
      return static_cast<U64>((Unsigned128{a} * b) >> 64);
    case Op::Div:
      return static_cast<U64>(quotient(as_signed(a), as_signed(b)));
    case Op::Divu:
      return quotient(a, b);
    case Op::Rem:
      return static_cast<U64>(remainder(as_signed(a), as_signed(b)));
    case Op::Remu:
      return remainder(a, b);
    case Op::Mulw:
      return widen(low(a) * low(b));
    case Op::Divw:
      return static_cast<U64>(S64{quotient(low_signed(a), low_signed(b))});
    case Op::Divuw:
      return widen(quotient(low(a), low(b)));
    case Op::Remw:
      return static_cast<U64>(S64{remainder(low_signed(a), low_signed(b))});
    case Op::Remuw:
      return widen(remainder(low(a), low(b)));
    default:
      return 0;
  }
}

/// Whether a branch with operands `a` (rs1) and `b` (rs2) is taken.
STANDSTILL_INLINE constexpr bool branch_taken(Op op, std::uint64_t a, std::uint64_t b) {
  switch (op) {
    case Op::Beq:
      return a == b;
    case Op::Bne:
      return a != b;
    case Op::Blt:
      return detail::as_signed(a) < detail::as_signed(b);
    case Op::Bge:
      return detail::as_signed(a) >= detail::as_signed(b);
    case Op::Bltu:
      return a < b;
    case Op::Bgeu:
      return a >= b;
    default:
      return false;
  }
}

/// What an atomic leaves in memory: its low `size` bytes (4 or 8), upper bits zero. `old_value` is
/// the memory's content and `operand` is rs2's; of both only the low `size` bytes count. What goes
/// to rd is `extend(old_value, size, true)`.
STANDSTILL_INLINE constexpr std::uint64_t amo(Op op, std::uint64_t old_value, std::uint64_t operand,
                                              unsigned size) {
  using namespace detail;
  const U64 a = extend(old_value, size, false);
  const U64 b = extend(operand, size, false);
  const S64 signed_a = as_signed(extend(old_value, size, true));
  const S64 signed_b = as_signed(extend(operand, size, true));
  switch (op) {
    case Op::AmoSwapW:
    case Op::AmoSwapD:
      return b;
    case Op::AmoAddW:
    case Op::AmoAddD:
      return extend(a + b, size, false);
    case Op::AmoXorW:
    case Op::AmoXorD:
      return a ^ b;
    case Op::AmoAndW:
    case Op::AmoAndD:
      return a & b;
    case Op::AmoOrW:
    case Op::AmoOrD:
      return a | b;
    case Op::AmoMinW:
    case Op::AmoMinD:
      return signed_a < signed_b ? a : b;
    case Op::AmoMaxW:
    case Op::AmoMaxD:
      return signed_a < signed_b ? b : a;
    case Op::AmoMinuW:
    case Op::AmoMinuD:
      return a < b ? a : b;
    case Op::AmoMaxuW:
    case Op::AmoMaxuD:
      return a < b ? b : a;
    default:
      return a;
  }
}

/// Significant bits (0..64) of the quotient of a Div-class instruction, for a divider which stops
/// early: the length of |a| less the length of |b|, plus one, and 0 when |a| is the shorter or b is
/// zero (both are known before the first step).
unsigned div_iterations(Op op, std::uint64_t a, std::uint64_t b);

}  // namespace standstill::isa

#endif  // STANDSTILL_ISA_ALU_H
