// Turns decoded instructions into text.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V assembly conventions as GNU objdump prints them with `-M no-aliases`.
#include "isa/disassemble.h"

#include <cinttypes>
#include <cstdio>

#include "isa/csr_names.h"

namespace standstill::isa {
namespace {

constexpr const char* kRegisters[32] = {"zero", "ra", "sp",  "gp",  "tp", "t0", "t1", "t2",
                                        "s0",   "s1", "a0",  "a1",  "a2", "a3", "a4", "a5",
                                        "a6",   "a7", "s2",  "s3",  "s4", "s5", "s6", "s7",
                                        "s8",   "s9", "s10", "s11", "t3", "t4", "t5", "t6"};

std::string hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%" PRIx64, value);
  return text;
}

std::string reg(unsigned number) { return register_name(number); }

std::string address_operand(const Decoded& d) {
  return std::to_string(d.imm) + "(" + reg(d.rs1) + ")";
}

/// The sets of fence: i, o, r, w from bit 3 down.
std::string fence_set(unsigned bits) {
  std::string text;
  for (unsigned k = 0; k < 4; ++k)
    if ((bits >> (3 - k) & 1) != 0) text += "iorw"[k];
  return text.empty() ? "0" : text;
}

std::string fence_text(const Decoded& d) {
  const auto bits = static_cast<unsigned>(d.imm);
  constexpr unsigned kTso = 0x833;
  if (bits == kTso) return "fence.tso";
  return "fence " + fence_set(bits >> 4 & 15) + "," + fence_set(bits & 15);
}

std::string atomic_text(const Decoded& d) {
  std::string text = mnemonic_of(d.op);
  if (d.has(kAcquire) || d.has(kRelease)) text += '.';
  if (d.has(kAcquire)) text += "aq";
  if (d.has(kRelease)) text += "rl";
  text += " " + reg(d.rd) + ",";
  if (d.cls != InstrClass::LoadReserved) text += reg(d.rs2) + ",";
  return text + "(" + reg(d.rs1) + ")";
}

std::string operands(const Decoded& d, std::uint64_t pc) {
  const auto offset = static_cast<std::uint64_t>(std::int64_t{d.imm});
  switch (instruction(d.op).format) {
    case Format::R:
      if (d.cls == InstrClass::SfenceVma) return reg(d.rs1) + "," + reg(d.rs2);
      return reg(d.rd) + "," + reg(d.rs1) + "," + reg(d.rs2);
    case Format::I:
      if (d.cls == InstrClass::Load || d.cls == InstrClass::JumpRegister)
        return reg(d.rd) + "," + address_operand(d);
      return reg(d.rd) + "," + reg(d.rs1) + "," + std::to_string(d.imm);
    case Format::Shift:
      return reg(d.rd) + "," + reg(d.rs1) + "," + hex(offset);
    case Format::S:
      return reg(d.rs2) + "," + address_operand(d);
    case Format::B:
      return reg(d.rs1) + "," + reg(d.rs2) + "," + hex(pc + offset);
    case Format::U:
      return reg(d.rd) + "," + hex(static_cast<std::uint32_t>(d.imm) >> 12);
    case Format::J:
      return reg(d.rd) + "," + hex(pc + offset);
    case Format::Csr:
      return reg(d.rd) + "," + csr_name(static_cast<std::uint16_t>(d.imm)) + "," + reg(d.rs1);
    case Format::CsrImm:
      return reg(d.rd) + "," + csr_name(static_cast<std::uint16_t>(d.imm)) + "," +
             std::to_string(d.rs1);
    case Format::None:
    case Format::Atomic:
    case Format::Fence:
      return "";
  }
  return "";
}

}  // namespace

const char* register_name(unsigned number) { return number < 32 ? kRegisters[number] : "?"; }

std::string disassemble(const Decoded& d, std::uint64_t pc) {
  if (d.op == Op::Illegal) return "illegal " + hex(static_cast<std::uint32_t>(d.imm));
  if (d.cls == InstrClass::Fence) return fence_text(d);
  if (instruction(d.op).format == Format::Atomic) return atomic_text(d);
  const std::string text = operands(d, pc);
  return text.empty() ? mnemonic_of(d.op) : mnemonic_of(d.op) + (" " + text);
}

}  // namespace standstill::isa
