// The instructions of the hart: opcode numbers, classes and the table of encodings.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see instructions.def, from which all of this is made.
#ifndef STANDSTILL_ISA_OP_H
#define STANDSTILL_ISA_OP_H

#include <cstddef>
#include <cstdint>

namespace standstill::isa {

/// One number per instruction. A compressed instruction has the number of its 32-bit equivalent.
enum class Op : std::uint8_t {
  Illegal = 0,  ///< no legal encoding
#define STANDSTILL_INSTRUCTION(op, mnemonic, mask, match, format, cls, bytes, flags) op,
#include "isa/instructions.def"
#undef STANDSTILL_INSTRUCTION
};

/// What kind of work an instruction is: the pipeline charges and steers by it.
enum class InstrClass : std::uint8_t {
  Illegal,
  Alu,
  Mul,
  Div,
  Load,
  Store,
  Amo,
  LoadReserved,
  StoreConditional,
  Branch,
  Jump,          ///< JAL
  JumpRegister,  ///< JALR
  Csr,
  Fence,
  FenceI,
  Wfi,
  WrsNto,
  WrsSto,
  Ecall,
  Ebreak,
  Mret,
  Sret,
  Mnret,
  SfenceVma,
  Hint,   ///< `slti x0` and `sltiu x0`: the markers of platform/standstill/markers.h
  Pause,  ///< Zihintpause
};

/// How the operands lie in the 32-bit word.
enum class Format : std::uint8_t { None, R, I, Shift, S, B, U, J, Csr, CsrImm, Atomic, Fence };

/// Bits of `Decoded::flags`.
enum DecodeFlag : std::uint8_t {
  kMemSigned = 1,    ///< the loaded value is sign-extended
  kAcquire = 2,      ///< aq of an atomic
  kRelease = 4,      ///< rl of an atomic
  kImmediate = 8,    ///< the second operand is `imm`, not rs2
  kPushReturn = 16,  ///< JAL/JALR that the return-address stack takes as a call
  kPopReturn = 32,   ///< JALR that the return-address stack takes as a return
};

/// One row of instructions.def. A word belongs to it when `(word & mask) == match`.
struct Instruction {
  const char* mnemonic;
  std::uint32_t mask;
  std::uint32_t match;
  Op op;
  Format format;
  InstrClass cls;
  std::uint8_t mem_size;  ///< bytes it reads or writes, 0 for none
  std::uint8_t flags;     ///< DecodeFlag bits all encodings of it have
};

inline constexpr Instruction kInstructions[] = {
#define STANDSTILL_INSTRUCTION(op, mnemonic, mask, match, format, cls, bytes, flags) \
  {mnemonic, mask, match, Op::op, Format::format, InstrClass::cls, bytes, flags},
#include "isa/instructions.def"
#undef STANDSTILL_INSTRUCTION
};
inline constexpr std::size_t kInstructionCount = sizeof(kInstructions) / sizeof(kInstructions[0]);

/// The row of `op`, which must not be Op::Illegal.
constexpr const Instruction& instruction(Op op) {
  return kInstructions[static_cast<std::size_t>(op) - 1];
}

/// The class of `op`.
constexpr InstrClass class_of(Op op) {
  return op == Op::Illegal ? InstrClass::Illegal : instruction(op).cls;
}

/// The mnemonic of `op` as the assembler writes it.
constexpr const char* mnemonic_of(Op op) {
  return op == Op::Illegal ? "illegal" : instruction(op).mnemonic;
}

}  // namespace standstill::isa

#endif  // STANDSTILL_ISA_OP_H
