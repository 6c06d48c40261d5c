// Rewrites a compressed instruction as its 32-bit equivalent.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, sections 16.3 to 16.5 (immediate layouts).
#include "isa/compressed.h"

namespace standstill::isa {
namespace {

using Word = std::uint32_t;

/// Bits `hi:lo` of `bits`, moved so that the lowest lands on `to`.
constexpr Word field(Word bits, unsigned hi, unsigned lo, unsigned to) {
  return ((bits >> lo) & ((Word{1} << (hi - lo + 1)) - 1)) << to;
}

/// `value`, of which bit `sign` is the sign, extended to 32 bits.
constexpr Word sign_extended(Word value, unsigned sign) {
  const Word top = Word{1} << sign;
  return (value ^ top) - top;
}

constexpr Word type_r(Word match, Word rd, Word rs1, Word rs2) {
  return match | rd << 7 | rs1 << 15 | rs2 << 20;
}
constexpr Word type_i(Word match, Word rd, Word rs1, Word imm) {
  return match | rd << 7 | rs1 << 15 | imm << 20;
}
constexpr Word type_s(Word match, Word rs1, Word rs2, Word imm) {
  return match | rs1 << 15 | rs2 << 20 | field(imm, 11, 5, 25) | field(imm, 4, 0, 7);
}
constexpr Word type_b(Word match, Word rs1, Word imm) {
  return match | rs1 << 15 | field(imm, 12, 12, 31) | field(imm, 10, 5, 25) | field(imm, 4, 1, 8) |
         field(imm, 11, 11, 7);
}
constexpr Word type_j(Word match, Word rd, Word imm) {
  return match | rd << 7 | field(imm, 20, 20, 31) | field(imm, 10, 1, 21) | field(imm, 11, 11, 20) |
         field(imm, 19, 12, 12);
}

constexpr Word offset_w(Word c) {
  return field(c, 12, 10, 3) | field(c, 6, 6, 2) | field(c, 5, 5, 6);
}
constexpr Word offset_d(Word c) { return field(c, 12, 10, 3) | field(c, 6, 5, 6); }
constexpr Word imm4spn(Word c) {
  return field(c, 12, 11, 4) | field(c, 10, 7, 6) | field(c, 6, 6, 2) | field(c, 5, 5, 3);
}
constexpr Word imm16sp(Word c) {
  return sign_extended(field(c, 12, 12, 9) | field(c, 6, 6, 4) | field(c, 5, 5, 6) |
                           field(c, 4, 3, 7) | field(c, 2, 2, 5),
                       9);
}
constexpr Word jump_offset(Word c) {
  return sign_extended(field(c, 12, 12, 11) | field(c, 11, 11, 4) | field(c, 10, 9, 8) |
                           field(c, 8, 8, 10) | field(c, 7, 7, 6) | field(c, 6, 6, 7) |
                           field(c, 5, 3, 1) | field(c, 2, 2, 5),
                       11);
}
constexpr Word branch_offset(Word c) {
  return sign_extended(field(c, 12, 12, 8) | field(c, 11, 10, 3) | field(c, 6, 5, 6) |
                           field(c, 4, 3, 1) | field(c, 2, 2, 5),
                       8);
}

Word rewrite(const CompressedInstruction& row, Word c) {
  constexpr Word kSp = 2;
  const Word match = instruction(row.op).match;
  const Word rd = field(c, 11, 7, 0);
  const Word rs2 = field(c, 6, 2, 0);
  const Word high = 8 + field(c, 9, 7, 0);  // rs1', also rd' of the two-address forms
  const Word low = 8 + field(c, 4, 2, 0);   // rs2', also rd' of the loads
  const Word shamt = field(c, 12, 12, 5) | rs2;
  const Word imm = sign_extended(shamt, 5);
  switch (row.expansion) {
    case Expansion::Addi4spn:
      return type_i(match, low, kSp, imm4spn(c));
    case Expansion::LoadW:
      return type_i(match, low, high, offset_w(c));
    case Expansion::LoadD:
      return type_i(match, low, high, offset_d(c));
    case Expansion::StoreW:
      return type_s(match, high, low, offset_w(c));
    case Expansion::StoreD:
      return type_s(match, high, low, offset_d(c));
    case Expansion::ImmRd:
      return type_i(match, rd, rd, imm);
    case Expansion::ImmZero:
      return type_i(match, rd, 0, imm);
    case Expansion::Addi16sp:
      return type_i(match, kSp, kSp, imm16sp(c));
    case Expansion::Upper:
      return match | rd << 7 | imm << 12;
    case Expansion::ImmPrime:
      return type_i(match, high, high, imm);
    case Expansion::ShiftRd:
      return type_i(match, rd, rd, shamt);
    case Expansion::ShiftPrime:
      return type_i(match, high, high, shamt);
    case Expansion::RegPrime:
      return type_r(match, high, high, low);
    case Expansion::Jump:
      return type_j(match, 0, jump_offset(c));
    case Expansion::Branch:
      return type_b(match, high, branch_offset(c));
    case Expansion::LoadSpW:
      return type_i(match, rd, kSp, field(c, 12, 12, 5) | field(c, 6, 4, 2) | field(c, 3, 2, 6));
    case Expansion::LoadSpD:
      return type_i(match, rd, kSp, field(c, 12, 12, 5) | field(c, 6, 5, 3) | field(c, 4, 2, 6));
    case Expansion::StoreSpW:
      return type_s(match, kSp, rs2, field(c, 12, 9, 2) | field(c, 8, 7, 6));
    case Expansion::StoreSpD:
      return type_s(match, kSp, rs2, field(c, 12, 10, 3) | field(c, 9, 7, 6));
    case Expansion::JumpReg:
      return type_i(match, 0, rd, 0);
    case Expansion::JumpRegLink:
      return type_i(match, 1, rd, 0);
    case Expansion::Move:
      return type_r(match, rd, 0, rs2);
    case Expansion::RegRd:
      return type_r(match, rd, rd, rs2);
    case Expansion::Fixed:
      return match;
  }
  return 0;
}

}  // namespace

std::uint32_t expand(std::uint16_t bits) {
  for (const CompressedInstruction& row : kCompressed)
    if (matches(row, bits)) return rewrite(row, bits);
  return 0;
}

}  // namespace standstill::isa
