// Turns instruction bits into what the pipeline needs to know of them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, sections 1.5 and 2.2 (lengths, formats).
#ifndef STANDSTILL_ISA_DECODE_H
#define STANDSTILL_ISA_DECODE_H

#include <cstdint>
#include <type_traits>

#include "isa/op.h"

namespace standstill::isa {

/// One decoded instruction.
struct Decoded {
  Op op = Op::Illegal;
  InstrClass cls = InstrClass::Illegal;
  std::uint8_t rd = 0;        ///< 0 for none and for x0: the executor writes x0's slot to a dummy
  std::uint8_t rs1 = 0;       ///< 0 for none; the 5-bit immediate of csrrwi, csrrsi, csrrci
  std::uint8_t rs2 = 0;       ///< 0 for none
  std::uint8_t length = 4;    ///< bytes: 2 or 4
  std::uint8_t mem_size = 0;  ///< bytes read or written in memory: 0, 1, 2, 4, 8
  std::uint8_t flags = 0;     ///< DecodeFlag bits
  /// Immediate, sign-extended. The CSR number of Zicsr; bits 31:20 (fm, pred, succ) of fence; the
  /// raw bits of an illegal instruction.
  std::int32_t imm = 0;
  std::uint32_t sources = 0;  ///< bit n: reads integer register n (x0 excluded)

  bool has(DecodeFlag flag) const { return (flags & flag) != 0; }
};
static_assert(sizeof(Decoded) <= 16 && std::is_trivially_copyable_v<Decoded>);

/// Decodes the instruction whose first halfword is in bits 15:0 and, when these announce a longer
/// one, whose second halfword is in bits 31:16. Never fails: what is no instruction is Op::Illegal.
Decoded decode(std::uint32_t bits);

/// The instruction's own bits, for mtval of an illegal-instruction trap. Exact for everything that
/// can raise one: Op::Illegal and the SYSTEM instructions. For the rest: the 32-bit `match`.
std::uint32_t instruction_bits(const Decoded& decoded);

}  // namespace standstill::isa

#endif  // STANDSTILL_ISA_DECODE_H
