// Streaks of looks: what goes on, what begins again.
// SPDX-License-Identifier: Apache-2.0
#include "tile/look_table.h"

#include <gtest/gtest.h>

namespace standstill::tile {
namespace {

constexpr Addr kWord = 0x80001000, kPc = 0x80000100;

Cycle look(LookTable& looks, Cycle now, std::uint64_t retired, Addr pc = kPc, Addr word = kWord) {
  return looks.look(word, pc, now, retired, now, LookTable::kReach);
}

TEST(LookTable, AStreakGoesOnWhileItsLooksAreClose) {
  LookTable looks;
  EXPECT_EQ(look(looks, 10, 1000), 10u);
  EXPECT_EQ(look(looks, 20, 1000 + LookTable::kLongestGap), 10u);
  EXPECT_EQ(look(looks, 30, 1000 + 2 * LookTable::kLongestGap + 1), 30u);
}

TEST(LookTable, AFirstPassThatLiesBeforeTheLoopIsOneOfTheStreak) {
  LookTable looks;
  EXPECT_EQ(look(looks, 10, 1), 10u);
  EXPECT_EQ(look(looks, 20, 9, kPc + LookTable::kReach), 10u);
  EXPECT_EQ(look(looks, 30, 17, kPc), 10u);
  EXPECT_EQ(look(looks, 40, 19, kPc + LookTable::kReach + 2), 40u) << "that is elsewhere";
}

TEST(LookTable, WhereOnlyTheSameInstructionGoesOnAnotherBeginsAStreak) {
  LookTable looks;
  EXPECT_EQ(looks.look(kWord, kPc, 10, 1, 10, 0), 10u);
  EXPECT_EQ(looks.look(kWord, kPc, 20, 2, 20, 0), 10u);
  EXPECT_EQ(looks.look(kWord, kPc + 4, 30, 3, 30, 0), 30u);
}

TEST(LookTable, CountsFromTheFirstTryButNotAtTheFirstLook) {
  LookTable looks;
  EXPECT_EQ(looks.look(kWord, kPc, 50, 1, 10, LookTable::kReach), 50u);
  EXPECT_EQ(look(looks, 60, 2), 10u);
}

TEST(LookTable, AnotherWordBeginsAStreak) {
  LookTable looks;
  look(looks, 10, 1);
  EXPECT_EQ(look(looks, 20, 2, kPc, kWord + 4), 20u);
  EXPECT_EQ(look(looks, 25, 3), 10u);
  constexpr Addr kSameSet = 4 * 32;
  for (Addr way = 1; way < 4; ++way) look(looks, 30, 4 + way, kPc, kWord + way * kSameSet);
  EXPECT_EQ(look(looks, 40, 8), 10u) << "there is room for four";
  for (Addr way = 4; way < 8; ++way) look(looks, 50, 5 + way, kPc, kWord + way * kSameSet);
  EXPECT_EQ(look(looks, 60, 13), 60u) << "these have displaced it";
}

TEST(LookTable, ALoopThatWentOnHasNoGap) {
  LookTable looks;
  look(looks, 10, 1);
  looks.repeat(kWord, kPc, 9000, 5000);
  EXPECT_EQ(look(looks, 9010, 5004), 10u);
}

}  // namespace
}  // namespace standstill::tile
