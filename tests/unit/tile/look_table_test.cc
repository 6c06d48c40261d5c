// Streaks of looks: what goes on, what begins again.
// SPDX-License-Identifier: Apache-2.0
#include "tile/look_table.h"

#include <gtest/gtest.h>

namespace standstill::tile {
namespace {

constexpr Addr kWord = 0x80001000, kPc = 0x80000100;

TEST(LookTable, AStreakGoesOnWhileItsLooksAreClose) {
  LookTable looks;
  EXPECT_EQ(looks.look(kWord, kPc, 10, 1000), 10u);
  EXPECT_EQ(looks.look(kWord, kPc, 20, 1000 + LookTable::kLongestGap), 10u);
  EXPECT_EQ(looks.look(kWord, kPc, 30, 1000 + 2 * LookTable::kLongestGap + 1), 30u);
}

TEST(LookTable, TwoInstructionsThatLookInTurnDoNotDisturbEachOther) {
  LookTable looks;
  looks.look(kWord, kPc, 10, 1);
  looks.look(kWord, kPc + 8, 12, 3);
  EXPECT_EQ(looks.look(kWord, kPc, 20, 9), 10u);
  EXPECT_EQ(looks.look(kWord, kPc + 8, 22, 11), 12u);
}

TEST(LookTable, AnotherWordBeginsAStreak) {
  LookTable looks;
  looks.look(kWord, kPc, 10, 1);
  EXPECT_EQ(looks.look(kWord + 4, kPc, 20, 2), 20u);
  EXPECT_EQ(looks.look(kWord + 4 * 64, kPc, 30, 3), 30u);
  EXPECT_EQ(looks.look(kWord, kPc, 40, 4), 40u) << "that one has displaced it";
}

TEST(LookTable, ALoopThatWentOnHasNoGap) {
  LookTable looks;
  looks.look(kWord, kPc, 10, 1);
  looks.repeat(kWord, kPc, 9000, 5000);
  EXPECT_EQ(looks.look(kWord, kPc, 9010, 5004), 10u);
}

}  // namespace
}  // namespace standstill::tile
