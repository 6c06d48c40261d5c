// Writes a decoded instruction as the assembler would.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_ISA_DISASSEMBLE_H
#define STANDSTILL_ISA_DISASSEMBLE_H

#include <cstdint>
#include <string>

#include "isa/decode.h"

namespace standstill::isa {

/// The ABI name of integer register `number` (0..31), for instance "a0".
const char* register_name(unsigned number);

/// Text of an instruction at `pc`, without pseudo-instructions: "addi a0,a1,-4",
/// "bne a0,zero,0x80000010", "amoadd.w.aqrl a0,a1,(a2)". Compressed ones read as their equivalent.
std::string disassemble(const Decoded& decoded, std::uint64_t pc);

}  // namespace standstill::isa

#endif  // STANDSTILL_ISA_DISASSEMBLE_H
