// The decoder's tables are complete, free of overlap, and decode() agrees with them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "isa/compressed.h"
#include "isa/decode.h"

namespace standstill::isa {
namespace {

bool overlap(const Instruction& a, const Instruction& b) {
  return ((a.match ^ b.match) & a.mask & b.mask) == 0;
}

/// A source of 32-bit words, the same in every run.
class Words {
 public:
  explicit Words(unsigned seed) : engine_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

/// The slow decoder: all rows from the first.
Op linear_scan(std::uint32_t word) {
  for (const Instruction& row : kInstructions)
    if ((word & row.mask) == row.match) return row.op;
  return Op::Illegal;
}

TEST(InstructionTable, RowsAreInTheOrderOfTheirOpcodes) {
  for (std::size_t i = 0; i < kInstructionCount; ++i)
    EXPECT_EQ(static_cast<std::size_t>(kInstructions[i].op), i + 1) << kInstructions[i].mnemonic;
}

TEST(InstructionTable, MatchLiesInsideMask) {
  for (const Instruction& row : kInstructions) {
    EXPECT_EQ(row.match & ~row.mask, 0u) << row.mnemonic;
    EXPECT_EQ(row.match & 3, 3u) << row.mnemonic;
    EXPECT_EQ(row.mask & 0x7f, 0x7fu) << row.mnemonic;
  }
}

TEST(InstructionTable, OnlyDeclaredSpecialCasesOverlap) {
  const std::set<std::pair<Op, Op>> special{
      {Op::MarkerPhase, Op::Slti}, {Op::MarkerOperand, Op::Sltiu}, {Op::Pause, Op::Fence}};
  std::set<std::pair<Op, Op>> found;
  for (std::size_t i = 0; i < kInstructionCount; ++i)
    for (std::size_t j = i + 1; j < kInstructionCount; ++j)
      if (overlap(kInstructions[i], kInstructions[j])) {
        found.emplace(kInstructions[i].op, kInstructions[j].op);
        // The earlier row must be wholly inside the later one.
        EXPECT_EQ(kInstructions[i].mask & kInstructions[j].mask, kInstructions[j].mask);
      }
  EXPECT_EQ(found, special);
}

TEST(InstructionTable, MemorySizeGoesWithTheClass) {
  for (const Instruction& row : kInstructions) {
    const bool is_memory = row.cls == InstrClass::Load || row.cls == InstrClass::Store ||
                           row.cls == InstrClass::Amo || row.cls == InstrClass::LoadReserved ||
                           row.cls == InstrClass::StoreConditional;
    EXPECT_EQ(row.mem_size != 0, is_memory) << row.mnemonic;
  }
}

TEST(InstructionTable, HasEveryInstructionOfTheIsaString) {
  // 52 of RV64I (with fence.tso inside fence), 6 Zicsr, 1 Zifencei, 13 M, 22 A, 4 privileged,
  // 1 Zihintpause, 2 Zawrs, 2 markers, 1 Smrnmi.
  EXPECT_EQ(kInstructionCount, 52u + 6 + 1 + 13 + 22 + 4 + 1 + 2 + 2 + 1);
}

TEST(Decode, AgreesWithALinearScanOnRandomWords) {
  Words random(1);
  for (int i = 0; i < 2'000'000; ++i) {
    const std::uint32_t word = random() | 3;
    ASSERT_EQ(decode(word).op, linear_scan(word)) << std::hex << word;
  }
}

TEST(Decode, AgreesWithALinearScanNearEveryRow) {
  Words random(2);
  for (const Instruction& row : kInstructions)
    for (int i = 0; i < 2'000; ++i) {
      // A legal word, then the same with one bit of the mask wrong.
      const std::uint32_t word = row.match | (random() & ~row.mask);
      const Decoded d = decode(word);
      ASSERT_EQ(d.op, linear_scan(word)) << row.mnemonic;
      ASSERT_EQ(d.length, 4);
      const std::uint32_t flipped = word ^ (1u << (2 + random() % 30));
      ASSERT_EQ(decode(flipped).op, linear_scan(flipped)) << std::hex << flipped;
    }
}

TEST(CompressedTable, EveryWordBelongsToAtMostOneRow) {
  int legal = 0;
  for (std::uint32_t bits = 0; bits <= 0xffff; ++bits) {
    int rows = 0;
    const CompressedInstruction* found = nullptr;
    for (const CompressedInstruction& row : kCompressed)
      if (matches(row, static_cast<std::uint16_t>(bits))) {
        ++rows;
        found = &row;
      }
    ASSERT_LE(rows, 1) << std::hex << bits;
    const std::uint32_t word = expand(static_cast<std::uint16_t>(bits));
    if (rows == 0) {
      ASSERT_EQ(word, 0u) << std::hex << bits;
    } else {
      ASSERT_NE(bits & 3, 3u) << std::hex << bits;
      ASSERT_EQ(decode(word).op, found->op) << found->mnemonic << std::hex << " " << bits;
      ++legal;
    }
  }
  EXPECT_GT(legal, 30'000);
}

TEST(CompressedTable, DecodesLikeTheExpansionExceptForTheLength) {
  for (std::uint32_t bits = 0; bits <= 0xffff; ++bits) {
    if ((bits & 3) == 3) continue;
    const Decoded c = decode(bits | 0xabcd0000);  // the second halfword must not matter
    ASSERT_EQ(c.length, 2);
    const std::uint32_t word = expand(static_cast<std::uint16_t>(bits));
    if (word == 0) {
      ASSERT_EQ(c.op, Op::Illegal);
      ASSERT_EQ(instruction_bits(c), bits);
      continue;
    }
    const Decoded d = decode(word);
    ASSERT_EQ(d.op, c.op);
    ASSERT_EQ(d.rd, c.rd);
    ASSERT_EQ(d.rs1, c.rs1);
    ASSERT_EQ(d.rs2, c.rs2);
    ASSERT_EQ(d.imm, c.imm);
    ASSERT_EQ(d.flags, c.flags);
    ASSERT_EQ(d.sources, c.sources);
  }
}

TEST(Decode, KeepsTheBitsOfWhatCanTrapAsIllegal) {
  Words random(3);
  for (int i = 0; i < 1'000'000; ++i) {
    const std::uint32_t word = i % 2 == 0 ? (random() | 3) : ((random() & ~0x7fu) | 0x73);
    const Decoded d = decode(word);
    if (d.op == Op::Illegal || (word & 0x7f) == 0x73) {
      ASSERT_EQ(instruction_bits(d), word) << std::hex << word;
    }
  }
}

TEST(Decode, LongInstructionsAreIllegal) {
  EXPECT_EQ(decode(0x0000001f).op, Op::Illegal);
  EXPECT_EQ(decode(0x0000003f).op, Op::Illegal);
  EXPECT_EQ(decode(0xffffffff).op, Op::Illegal);
  EXPECT_EQ(decode(0x00000000).op, Op::Illegal);
  EXPECT_EQ(decode(0x00000000).length, 2);
}

}  // namespace
}  // namespace standstill::isa
