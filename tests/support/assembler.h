// A very small assembler for tests: functions that give instruction words, and a program of them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, chapter 24 (instruction listings).
#ifndef STANDSTILL_TESTS_SUPPORT_ASSEMBLER_H
#define STANDSTILL_TESTS_SUPPORT_ASSEMBLER_H

#include <cstdint>
#include <vector>

#include "common/types.h"
#include "standstill/csr.h"

namespace standstill::assembler {

using Word = std::uint32_t;

enum Register : unsigned {
  zero = 0,
  ra = 1,
  sp = 2,
  t0 = 5,
  t1 = 6,
  t2 = 7,
  s0 = 8,
  s1 = 9,
  a0 = 10,
  a1 = 11,
  a2 = 12,
  a3 = 13,
  a4 = 14,
  a5 = 15,
  s2 = 18,
  s3 = 19,
  s4 = 20,
  t3 = 28,
  t4 = 29,
  t5 = 30
};

constexpr Word type_r(unsigned f7, unsigned rs2, unsigned rs1, unsigned f3, unsigned rd,
                      unsigned opcode) {
  return f7 << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | rd << 7 | opcode;
}
constexpr Word type_i(int imm, unsigned rs1, unsigned f3, unsigned rd, unsigned opcode) {
  return (static_cast<Word>(imm) & 0xFFF) << 20 | rs1 << 15 | f3 << 12 | rd << 7 | opcode;
}
constexpr Word type_s(int imm, unsigned rs2, unsigned rs1, unsigned f3) {
  const Word u = static_cast<Word>(imm);
  return (u >> 5 & 0x7F) << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | (u & 0x1F) << 7 | 0x23;
}
constexpr Word type_b(int offset, unsigned rs2, unsigned rs1, unsigned f3) {
  const Word u = static_cast<Word>(offset);
  return (u >> 12 & 1) << 31 | (u >> 5 & 0x3F) << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 |
         (u >> 1 & 0xF) << 8 | (u >> 11 & 1) << 7 | 0x63;
}

constexpr Word addi(unsigned rd, unsigned rs1, int imm) { return type_i(imm, rs1, 0, rd, 0x13); }
constexpr Word nop() { return addi(0, 0, 0); }
constexpr Word li(unsigned rd, int imm) { return addi(rd, 0, imm); }
constexpr Word xori(unsigned rd, unsigned rs1, int imm) { return type_i(imm, rs1, 4, rd, 0x13); }
constexpr Word andi(unsigned rd, unsigned rs1, int imm) { return type_i(imm, rs1, 7, rd, 0x13); }
constexpr Word slli(unsigned rd, unsigned rs1, int by) { return type_i(by, rs1, 1, rd, 0x13); }
constexpr Word srli(unsigned rd, unsigned rs1, int by) { return type_i(by, rs1, 5, rd, 0x13); }
constexpr Word addw(unsigned rd, unsigned a, unsigned b) { return type_r(0, b, a, 0, rd, 0x3B); }
constexpr Word add(unsigned rd, unsigned a, unsigned b) { return type_r(0, b, a, 0, rd, 0x33); }
constexpr Word sub(unsigned rd, unsigned a, unsigned b) { return type_r(32, b, a, 0, rd, 0x33); }
constexpr Word mul(unsigned rd, unsigned a, unsigned b) { return type_r(1, b, a, 0, rd, 0x33); }
constexpr Word divu(unsigned rd, unsigned a, unsigned b) { return type_r(1, b, a, 5, rd, 0x33); }
constexpr Word lui(unsigned rd, Word upper) { return upper << 12 | rd << 7 | 0x37; }
constexpr Word auipc(unsigned rd, Word upper) { return upper << 12 | rd << 7 | 0x17; }
constexpr Word lb(unsigned rd, unsigned rs1, int imm = 0) { return type_i(imm, rs1, 0, rd, 3); }
constexpr Word lw(unsigned rd, unsigned rs1, int imm = 0) { return type_i(imm, rs1, 2, rd, 3); }
constexpr Word lwu(unsigned rd, unsigned rs1, int imm = 0) { return type_i(imm, rs1, 6, rd, 3); }
constexpr Word ld(unsigned rd, unsigned rs1, int imm = 0) { return type_i(imm, rs1, 3, rd, 3); }
constexpr Word sb(unsigned rs2, unsigned rs1, int imm = 0) { return type_s(imm, rs2, rs1, 0); }
constexpr Word sw(unsigned rs2, unsigned rs1, int imm = 0) { return type_s(imm, rs2, rs1, 2); }
constexpr Word sd(unsigned rs2, unsigned rs1, int imm = 0) { return type_s(imm, rs2, rs1, 3); }
constexpr Word beq(unsigned a, unsigned b, int offset) { return type_b(offset, b, a, 0); }
constexpr Word bne(unsigned a, unsigned b, int offset) { return type_b(offset, b, a, 1); }
constexpr Word blt(unsigned a, unsigned b, int offset) { return type_b(offset, b, a, 4); }
constexpr Word bltu(unsigned a, unsigned b, int offset) { return type_b(offset, b, a, 6); }
constexpr Word jal(unsigned rd, int offset) {
  const Word u = static_cast<Word>(offset);
  return (u >> 20 & 1) << 31 | (u >> 1 & 0x3FF) << 21 | (u >> 11 & 1) << 20 |
         (u >> 12 & 0xFF) << 12 | rd << 7 | 0x6F;
}
constexpr Word jump(int offset) { return jal(0, offset); }
constexpr Word jalr(unsigned rd, unsigned rs1, int imm = 0) {
  return type_i(imm, rs1, 0, rd, 0x67);
}
constexpr Word ret() { return jalr(0, ra); }

constexpr Word csrrw(unsigned rd, unsigned csr, unsigned rs1) {
  return csr << 20 | rs1 << 15 | 1 << 12 | rd << 7 | 0x73;
}
constexpr Word csrrs(unsigned rd, unsigned csr, unsigned rs1) {
  return csr << 20 | rs1 << 15 | 2 << 12 | rd << 7 | 0x73;
}
constexpr Word csrrsi(unsigned rd, unsigned csr, unsigned imm) {
  return csr << 20 | imm << 15 | 6 << 12 | rd << 7 | 0x73;
}
constexpr Word csrrci(unsigned rd, unsigned csr, unsigned imm) {
  return csr << 20 | imm << 15 | 7 << 12 | rd << 7 | 0x73;
}
constexpr Word fence(unsigned predecessors, unsigned successors) {
  return predecessors << 24 | successors << 20 | 0x0F;
}
constexpr Word fence_rw() { return fence(3, 3); }
constexpr Word fence_ww() { return fence(1, 1); }
constexpr Word fence_i() { return 0x0000100F; }
constexpr Word pause() { return 0x0100000F; }
constexpr Word wfi() { return 0x10500073; }
constexpr Word wrs_nto() { return 0x00D00073; }
constexpr Word wrs_sto() { return 0x01D00073; }
constexpr Word mret() { return 0x30200073; }
constexpr Word mnret() { return platform::csr::kMnret; }
constexpr Word ecall() { return 0x00000073; }
constexpr Word illegal() { return 0; }
constexpr Word lr_d(unsigned rd, unsigned rs1) { return type_r(0x08, 0, rs1, 3, rd, 0x2F); }
constexpr Word sc_d(unsigned rd, unsigned rs2, unsigned rs1) {
  return type_r(0x0C, rs2, rs1, 3, rd, 0x2F);
}
constexpr Word amoadd_d(unsigned rd, unsigned rs2, unsigned rs1) {
  return type_r(0x00, rs2, rs1, 3, rd, 0x2F);
}
constexpr Word amoadd_w(unsigned rd, unsigned rs2, unsigned rs1) {
  return type_r(0x00, rs2, rs1, 2, rd, 0x2F);
}
/// Marker `phase` of platform/standstill/markers.h, object in rs1: one issue cycle, and an event.
constexpr Word marker(int phase, unsigned rs1 = 0) { return type_i(phase, rs1, 2, 0, 0x13); }

/// Instructions one after another from an address.
class Program {
 public:
  explicit Program(Addr base) : base_(base) {}

  Program& operator<<(Word word) {
    words_.push_back(word);
    return *this;
  }
  Program& operator<<(const std::vector<Word>& words) {
    words_.insert(words_.end(), words.begin(), words.end());
    return *this;
  }
  /// Pads with no-ops up to the beginning of a line.
  Program& align() {
    while (here() % kLineBytes != 0) *this << nop();
    return *this;
  }
  /// rd = a 32-bit zero-extended or any other address within 2 GiB of the program.
  Program& la(unsigned rd, Addr address) {
    const auto distance = static_cast<std::int64_t>(address - here());
    const std::int64_t upper = (distance + 0x800) >> 12;
    *this << auipc(rd, static_cast<Word>(upper) & 0xFFFFF);
    return *this << addi(rd, rd, static_cast<int>(distance - (upper << 12)));
  }
  Addr here() const { return base_ + 4 * words_.size(); }
  /// Distance from the next instruction to `target`, for a branch.
  int to(Addr target) const { return static_cast<int>(static_cast<std::int64_t>(target - here())); }
  /// Replaces an earlier instruction, for a branch forward.
  void patch(Addr at, Word word) { words_[(at - base_) / 4] = word; }
  Addr base() const { return base_; }
  const std::vector<Word>& words() const { return words_; }

 private:
  Addr base_;
  std::vector<Word> words_;
};

}  // namespace standstill::assembler

#endif  // STANDSTILL_TESTS_SUPPORT_ASSEMBLER_H
