// The compressed instructions (RV64C without floating point) and their 32-bit equivalents.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, chapter 16, tables 16.5 to 16.7.
#ifndef STANDSTILL_ISA_COMPRESSED_H
#define STANDSTILL_ISA_COMPRESSED_H

#include <cstddef>
#include <cstdint>

#include "isa/op.h"

namespace standstill::isa {

/// How a 16-bit word is rewritten; rd', rs1', rs2' are the three-bit registers x8..x15.
enum class Expansion : std::uint8_t {
  Addi4spn,     ///< rd' = x2 + zero-extended immediate, scaled by 4
  LoadW,        ///< rd' = [rs1' + offset], scaled by 4
  LoadD,        ///< the same, scaled by 8
  StoreW,       ///< [rs1' + offset] = rs2', scaled by 4
  StoreD,       ///< the same, scaled by 8
  ImmRd,        ///< rd = rd op imm6
  ImmZero,      ///< rd = x0 op imm6
  Addi16sp,     ///< x2 = x2 + immediate, scaled by 16
  Upper,        ///< rd = imm6 << 12
  ImmPrime,     ///< rd' = rd' op imm6
  ShiftRd,      ///< rd = rd op shamt6
  ShiftPrime,   ///< rd' = rd' op shamt6
  RegPrime,     ///< rd' = rd' op rs2'
  Jump,         ///< x0 = jump by offset
  Branch,       ///< compare rs1' with x0
  LoadSpW,      ///< rd = [x2 + offset], scaled by 4
  LoadSpD,      ///< the same, scaled by 8
  StoreSpW,     ///< [x2 + offset] = rs2, scaled by 4
  StoreSpD,     ///< the same, scaled by 8
  JumpReg,      ///< x0 = jump to rs1
  JumpRegLink,  ///< x1 = jump to rs1
  Move,         ///< rd = x0 + rs2
  RegRd,        ///< rd = rd op rs2
  Fixed,        ///< no operands
};

/// What else must hold for a 16-bit word to belong to a row: bits of
/// `CompressedInstruction::needs`.
enum CompressedNeed : std::uint8_t {
  kRdNotZero = 1,     ///< bits 11:7 are not 0
  kRdNotTwo = 2,      ///< bits 11:7 are not 2
  kRs2NotZero = 4,    ///< bits 6:2 are not 0
  kImmNotZero = 8,    ///< bits 12 and 6:2 are not all 0
  kWideNotZero = 16,  ///< bits 12:5 are not all 0
};

/// One row. HINT encodings (rd = x0 or a shift by zero) belong to the row and do nothing.
struct CompressedInstruction {
  const char* mnemonic;
  std::uint16_t mask;
  std::uint16_t match;
  std::uint8_t needs;
  Expansion expansion;
  Op op;  ///< the 32-bit equivalent
};

inline constexpr CompressedInstruction kCompressed[] = {
    {"c.addi4spn", 0xe003, 0x0000, kWideNotZero, Expansion::Addi4spn, Op::Addi},
    {"c.lw", 0xe003, 0x4000, 0, Expansion::LoadW, Op::Lw},
    {"c.ld", 0xe003, 0x6000, 0, Expansion::LoadD, Op::Ld},
    {"c.sw", 0xe003, 0xc000, 0, Expansion::StoreW, Op::Sw},
    {"c.sd", 0xe003, 0xe000, 0, Expansion::StoreD, Op::Sd},
    {"c.addi", 0xe003, 0x0001, 0, Expansion::ImmRd, Op::Addi},  // c.nop is rd = x0
    {"c.addiw", 0xe003, 0x2001, kRdNotZero, Expansion::ImmRd, Op::Addiw},
    {"c.li", 0xe003, 0x4001, 0, Expansion::ImmZero, Op::Addi},
    {"c.addi16sp", 0xef83, 0x6101, kImmNotZero, Expansion::Addi16sp, Op::Addi},
    {"c.lui", 0xe003, 0x6001, kRdNotTwo | kImmNotZero, Expansion::Upper, Op::Lui},
    {"c.srli", 0xec03, 0x8001, 0, Expansion::ShiftPrime, Op::Srli},
    {"c.srai", 0xec03, 0x8401, 0, Expansion::ShiftPrime, Op::Srai},
    {"c.andi", 0xec03, 0x8801, 0, Expansion::ImmPrime, Op::Andi},
    {"c.sub", 0xfc63, 0x8c01, 0, Expansion::RegPrime, Op::Sub},
    {"c.xor", 0xfc63, 0x8c21, 0, Expansion::RegPrime, Op::Xor},
    {"c.or", 0xfc63, 0x8c41, 0, Expansion::RegPrime, Op::Or},
    {"c.and", 0xfc63, 0x8c61, 0, Expansion::RegPrime, Op::And},
    {"c.subw", 0xfc63, 0x9c01, 0, Expansion::RegPrime, Op::Subw},
    {"c.addw", 0xfc63, 0x9c21, 0, Expansion::RegPrime, Op::Addw},
    {"c.j", 0xe003, 0xa001, 0, Expansion::Jump, Op::Jal},
    {"c.beqz", 0xe003, 0xc001, 0, Expansion::Branch, Op::Beq},
    {"c.bnez", 0xe003, 0xe001, 0, Expansion::Branch, Op::Bne},
    {"c.slli", 0xe003, 0x0002, 0, Expansion::ShiftRd, Op::Slli},
    {"c.lwsp", 0xe003, 0x4002, kRdNotZero, Expansion::LoadSpW, Op::Lw},
    {"c.ldsp", 0xe003, 0x6002, kRdNotZero, Expansion::LoadSpD, Op::Ld},
    {"c.jr", 0xf07f, 0x8002, kRdNotZero, Expansion::JumpReg, Op::Jalr},
    {"c.mv", 0xf003, 0x8002, kRs2NotZero, Expansion::Move, Op::Add},
    {"c.ebreak", 0xffff, 0x9002, 0, Expansion::Fixed, Op::Ebreak},
    {"c.jalr", 0xf07f, 0x9002, kRdNotZero, Expansion::JumpRegLink, Op::Jalr},
    {"c.add", 0xf003, 0x9002, kRs2NotZero, Expansion::RegRd, Op::Add},
    {"c.swsp", 0xe003, 0xc002, 0, Expansion::StoreSpW, Op::Sw},
    {"c.sdsp", 0xe003, 0xe002, 0, Expansion::StoreSpD, Op::Sd},
};
inline constexpr std::size_t kCompressedCount = sizeof(kCompressed) / sizeof(kCompressed[0]);

/// True when the 16-bit word belongs to the row.
constexpr bool matches(const CompressedInstruction& row, std::uint16_t bits) {
  if ((bits & row.mask) != row.match) return false;
  const unsigned rd = (bits >> 7) & 31u;
  if ((row.needs & kRdNotZero) != 0 && rd == 0) return false;
  if ((row.needs & kRdNotTwo) != 0 && rd == 2) return false;
  if ((row.needs & kRs2NotZero) != 0 && (bits & 0x007c) == 0) return false;
  if ((row.needs & kImmNotZero) != 0 && (bits & 0x107c) == 0) return false;
  return (row.needs & kWideNotZero) == 0 || (bits & 0x1fe0) != 0;
}

/// The 32-bit equivalent of a 16-bit word, or 0 (which no instruction is) when it is illegal.
std::uint32_t expand(std::uint16_t bits);

}  // namespace standstill::isa

#endif  // STANDSTILL_ISA_COMPRESSED_H
