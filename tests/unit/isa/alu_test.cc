// What the arithmetic instructions compute, above all at the corners.
// SPDX-License-Identifier: Apache-2.0
#include "isa/alu.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

namespace standstill::isa {
namespace {

using U64 = std::uint64_t;
constexpr U64 kOnes = ~U64{0};
constexpr U64 kMin = U64{1} << 63;
constexpr U64 kMax = kMin - 1;
constexpr U64 kMin32 = 0xFFFF'FFFF'8000'0000;  // the smallest word, sign-extended

// A constant opcode folds: these are evaluated by the compiler.
static_assert(alu(Op::Add, 2, 3) == 5);
static_assert(branch_taken(Op::Blt, kOnes, 0));
static_assert(amo(Op::AmoAddW, kOnes, 1, 4) == 0);

struct Row {
  Op op;
  U64 a;
  U64 b;
  U64 result;
};

void expect_rows(std::initializer_list<Row> rows) {
  for (const Row& row : rows)
    EXPECT_EQ(alu(row.op, row.a, row.b), row.result)
        << mnemonic_of(row.op) << std::hex << " " << row.a << " " << row.b;
}

TEST(Alu, AddsComparesAndShifts) {
  expect_rows({
      {Op::Lui, 99, kMin32, kMin32},
      {Op::Auipc, 0x8000'0000, kOnes - 0xFFF, 0x7FFF'F000},
      {Op::Addi, kMax, 1, kMin},
      {Op::Add, kOnes, 1, 0},
      {Op::Sub, 0, 1, kOnes},
      {Op::Slt, kOnes, 0, 1},
      {Op::Slti, 0, kOnes, 0},
      {Op::Sltu, kOnes, 0, 0},
      {Op::Sltiu, 0, kOnes, 1},  // the immediate is sign-extended, then unsigned
      {Op::Slt, 5, 5, 0},
      {Op::Xori, 0xF0, kOnes, ~U64{0xF0}},
      {Op::Or, 0xF0, 0x0F, 0xFF},
      {Op::And, 0xF3, 0x3F, 0x33},
      {Op::Slli, 1, 63, kMin},
      {Op::Sll, 3, 64, 3},  // only six bits of the amount count
      {Op::Sll, 1, 65, 2},
      {Op::Srl, kMin, 63, 1},
      {Op::Sra, kMin, 63, kOnes},
      {Op::Srai, kMin, 1, U64{3} << 62},
  });
}

TEST(Alu, WordFormsLookAtTheLowHalfAndSignExtend) {
  expect_rows({
      {Op::Addiw, 0x7FFF'FFFF, 1, kMin32},
      {Op::Addw, 0xFFFF'FFFF'0000'0001, 0x1234'5678'0000'0001, 2},
      {Op::Subw, 0, 1, kOnes},
      {Op::Slliw, 1, 31, kMin32},
      {Op::Sllw, 3, 32, 3},  // only five bits of the amount count
      {Op::Sllw, 1, 33, 2},
      {Op::Srliw, 0xDEAD'BEEF'8000'0000, 31, 1},
      {Op::Srlw, 0xFFFF'FFFF, 0, kOnes},  // a shift by 0 still sign-extends
      {Op::Sraiw, 0x0000'0001'8000'0000, 31, kOnes},
      {Op::Sraw, 0x8000'0000, 4, 0xFFFF'FFFF'F800'0000},
  });
}

TEST(Alu, MultipliesHighAndLow) {
  expect_rows({
      {Op::Mul, kOnes, kOnes, 1},
      {Op::Mulh, kOnes, kOnes, 0},
      {Op::Mulhu, kOnes, kOnes, kOnes - 1},
      {Op::Mulhsu, kOnes, kOnes, kOnes},
      {Op::Mulh, kMin, kMin, U64{1} << 62},
      {Op::Mulhu, kMin, kMin, U64{1} << 62},
      {Op::Mulhsu, kMin, kMin, U64{3} << 62},
      {Op::Mulh, kMin, kMax, 0xC000'0000'0000'0000},
      {Op::Mulhsu, kMax, kOnes, kMax - 1},
      {Op::Mulw, 0x8000'0000, 0xFFFF'FFFF, kMin32},
      {Op::Mulw, 0x1'0000'0003, 0x7FFF'FFFF, 0x7FFF'FFFD},
  });
}

TEST(Alu, DividesByTheSpecificationsTable) {
  expect_rows({
      {Op::Div, 7, U64{0} - 2, U64{0} - 3},  // towards zero
      {Op::Rem, 7, U64{0} - 2, 1},           // the remainder has the dividend's sign
      {Op::Rem, U64{0} - 7, 2, kOnes},
      {Op::Div, 7, 0, kOnes},
      {Op::Divu, 7, 0, kOnes},
      {Op::Rem, U64{0} - 7, 0, U64{0} - 7},
      {Op::Remu, kOnes, 0, kOnes},
      {Op::Div, kMin, kOnes, kMin},  // overflow
      {Op::Rem, kMin, kOnes, 0},
      {Op::Divu, kMin, kOnes, 0},
      {Op::Remu, kMin, kOnes, kMin},
      {Op::Divw, 7, 0x1'0000'0000, kOnes},  // the low word is zero
      {Op::Divuw, 7, 0, kOnes},
      {Op::Remw, 0xFFFF'FFF9, 0, U64{0} - 7},
      {Op::Remuw, 0x8000'0000, 0, kMin32},
      {Op::Divw, 0x8000'0000, kOnes, kMin32},
      {Op::Remw, 0x8000'0000, kOnes, 0},
      {Op::Divuw, 0xFFFF'FFFF, 1, kOnes},  // the unsigned result is sign-extended too
      {Op::Remuw, 0xFFFF'FFFF, 0x8000'0000, 0x7FFF'FFFF},
      {Op::Divw, 0xFFFF'FFF9, 2, U64{0} - 3},
  });
}

TEST(Alu, QuotientAndRemainderMakeTheDividend) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 100'000; ++i) {
    const U64 a = random() >> (random() % 64);
    const U64 b = random() >> (random() % 64);
    const U64 negative = U64{0} - a;
    ASSERT_EQ(alu(Op::Divu, a, b) * b + alu(Op::Remu, a, b), a);
    ASSERT_EQ(alu(Op::Div, negative, b) * b + alu(Op::Rem, negative, b), negative);
  }
}

TEST(Alu, HighMultipliesAgreeWithSchoolMultiplication) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 100'000; ++i) {
    const U64 a = random();
    const U64 b = random();
    const U64 cross = (a & 0xFFFFFFFF) * (b >> 32);
    const U64 other = (a >> 32) * (b & 0xFFFFFFFF);
    const U64 middle =
        (((a & 0xFFFFFFFF) * (b & 0xFFFFFFFF)) >> 32) + (cross & 0xFFFFFFFF) + (other & 0xFFFFFFFF);
    const U64 high = (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32) + (middle >> 32);
    const U64 if_a_negative = (a >> 63) != 0 ? b : 0;
    const U64 if_b_negative = (b >> 63) != 0 ? a : 0;
    ASSERT_EQ(alu(Op::Mulhu, a, b), high);
    ASSERT_EQ(alu(Op::Mulhsu, a, b), high - if_a_negative);
    ASSERT_EQ(alu(Op::Mulh, a, b), high - if_a_negative - if_b_negative);
  }
}

TEST(Branches, CompareSignedAndUnsigned) {
  const struct {
    U64 a;
    U64 b;
    bool eq, lt, ltu;
  } rows[] = {{1, 1, true, false, false},
              {kOnes, 0, false, true, false},
              {0, kOnes, false, false, true},
              {kMin, kMax, false, true, false},
              {3, 4, false, true, true}};
  for (const auto& row : rows) {
    EXPECT_EQ(branch_taken(Op::Beq, row.a, row.b), row.eq);
    EXPECT_EQ(branch_taken(Op::Bne, row.a, row.b), !row.eq);
    EXPECT_EQ(branch_taken(Op::Blt, row.a, row.b), row.lt);
    EXPECT_EQ(branch_taken(Op::Bge, row.a, row.b), !row.lt);
    EXPECT_EQ(branch_taken(Op::Bltu, row.a, row.b), row.ltu);
    EXPECT_EQ(branch_taken(Op::Bgeu, row.a, row.b), !row.ltu);
  }
}

TEST(Amo, LeavesTheRightBytes) {
  const struct {
    Op op;
    U64 old_value, operand, word, doubleword;
  } rows[] = {
      // word: what the W form leaves; doubleword: what the D form (next opcodes in step) leaves.
      {Op::AmoSwapW, 1, kOnes, 0xFFFF'FFFF, kOnes},
      {Op::AmoAddW, 0xFFFF'FFFF, 1, 0, 0x1'0000'0000},
      {Op::AmoXorW, kOnes, 0xF, 0xFFFF'FFF0, kOnes - 0xF},
      {Op::AmoAndW, kOnes, 0xF'0000'000F, 0xF, 0xF'0000'000F},
      {Op::AmoOrW, 0xF0, 0xF'0000'000F, 0xFF, 0xF'0000'00FF},
      {Op::AmoMinW, 0x8000'0000, 1, 0x8000'0000, 1},
      {Op::AmoMaxW, 0x8000'0000, 1, 1, 0x8000'0000},
      {Op::AmoMinuW, 0x8000'0000, 1, 1, 1},
      {Op::AmoMaxuW, 0x8000'0000, 1, 0x8000'0000, 0x8000'0000},
      {Op::AmoMinW, kOnes, 0, 0xFFFF'FFFF, kOnes},
      {Op::AmoMaxW, kOnes, 0, 0, 0},
      {Op::AmoMinuW, kOnes, 0, 0, 0},
      {Op::AmoMaxuW, kOnes, 0, 0xFFFF'FFFF, kOnes},
      // Only the low half counts for a word.
      {Op::AmoMaxW, 0x7'0000'0001, 0x2, 2, 0x7'0000'0001},
  };
  const auto to_d = static_cast<unsigned>(Op::AmoSwapD) - static_cast<unsigned>(Op::AmoSwapW);
  for (const auto& row : rows) {
    const Op d = static_cast<Op>(static_cast<unsigned>(row.op) + to_d);
    EXPECT_EQ(amo(row.op, row.old_value, row.operand, 4), row.word) << mnemonic_of(row.op);
    EXPECT_EQ(amo(d, row.old_value, row.operand, 8), row.doubleword) << mnemonic_of(d);
  }
}

TEST(Extend, TakesTheLowBytes) {
  EXPECT_EQ(extend(0x1234'5678'9ABC'DEF0, 1, true), U64{0} - 0x10);
  EXPECT_EQ(extend(0x1234'5678'9ABC'DEF0, 1, false), 0xF0u);
  EXPECT_EQ(extend(0x1234'5678'9ABC'DEF0, 2, true), 0xFFFF'FFFF'FFFF'DEF0u);
  EXPECT_EQ(extend(0x1234'5678'9ABC'DEF0, 4, true), 0xFFFF'FFFF'9ABC'DEF0u);
  EXPECT_EQ(extend(0x1234'5678'9ABC'DEF0, 4, false), 0x9ABC'DEF0u);
  EXPECT_EQ(extend(0x1234'5678'9ABC'DEF0, 8, true), 0x1234'5678'9ABC'DEF0u);
}

TEST(DivIterations, CountQuotientBits) {
  EXPECT_EQ(div_iterations(Op::Divu, 100, 0), 0u);
  EXPECT_EQ(div_iterations(Op::Divu, 0, 5), 0u);
  EXPECT_EQ(div_iterations(Op::Divu, 3, 5), 0u);
  EXPECT_EQ(div_iterations(Op::Divu, 7, 5), 1u);
  EXPECT_EQ(div_iterations(Op::Divu, 100, 1), 7u);
  EXPECT_EQ(div_iterations(Op::Divu, kOnes, 1), 64u);
  EXPECT_EQ(div_iterations(Op::Div, kOnes, 1), 1u);
  EXPECT_EQ(div_iterations(Op::Div, kMin, kOnes), 64u);
  EXPECT_EQ(div_iterations(Op::Remuw, kOnes, 1), 32u);
  EXPECT_EQ(div_iterations(Op::Remw, kOnes, 1), 1u);
}

}  // namespace
}  // namespace standstill::isa
