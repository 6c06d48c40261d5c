// How long a divider works on two operands.
// SPDX-License-Identifier: Apache-2.0
//
// Source: own; radix-2 restoring division that skips the leading zeros of the quotient.
#include "isa/alu.h"

namespace standstill::isa {
namespace {

unsigned bit_length(std::uint64_t v) {
  return v == 0 ? 0 : 64 - static_cast<unsigned>(__builtin_clzll(v));
}

std::uint64_t magnitude(std::uint64_t v) { return detail::as_signed(v) < 0 ? 0 - v : v; }

}  // namespace

unsigned div_iterations(Op op, std::uint64_t a, std::uint64_t b) {
  const bool is_word = op == Op::Divw || op == Op::Divuw || op == Op::Remw || op == Op::Remuw;
  const bool is_signed = op == Op::Div || op == Op::Rem || op == Op::Divw || op == Op::Remw;
  const unsigned size = is_word ? 4 : 8;
  a = extend(a, size, is_signed);
  b = extend(b, size, is_signed);
  if (is_signed) {
    a = magnitude(a);
    b = magnitude(b);
  }
  const unsigned dividend = bit_length(a);
  const unsigned divisor = bit_length(b);
  return divisor == 0 || dividend < divisor ? 0 : dividend - divisor + 1;
}

}  // namespace standstill::isa
