// The branch predictor learns as it should and says truly whether its state changed.
// SPDX-License-Identifier: Apache-2.0
#include "hart/predictor.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

namespace standstill::hart {
namespace {

TEST(BranchPredictor, TwoBitCounterNeedsTwoSurprises) {
  BranchPredictor predictor({16, 0, 0});
  EXPECT_FALSE(predictor.predict_and_update_branch(0x100, true));  // starts weakly not taken
  EXPECT_TRUE(predictor.predict_and_update_branch(0x100, true));
  EXPECT_TRUE(predictor.predict_and_update_branch(0x100, true));
  EXPECT_FALSE(predictor.predict_and_update_branch(0x100, false));  // strongly to weakly taken
  EXPECT_TRUE(predictor.predict_and_update_branch(0x100, true));
  EXPECT_FALSE(predictor.predict_and_update_branch(0x100, false));
  EXPECT_FALSE(predictor.predict_and_update_branch(0x100, false));
  EXPECT_TRUE(predictor.predict_and_update_branch(0x100, false));
}

TEST(BranchPredictor, BranchesShareCountersModuloTheTable) {
  BranchPredictor predictor({16, 0, 0});
  predictor.predict_and_update_branch(0x100, true);
  EXPECT_TRUE(predictor.predict_and_update_branch(0x100 + 32, true));  // 16 halfwords on: alias
  EXPECT_FALSE(predictor.predict_and_update_branch(0x100 + 2, true));  // neighbour: its own
}

TEST(BranchPredictor, WithoutATableEverythingIsNotTaken) {
  BranchPredictor predictor({0, 0, 0});
  EXPECT_TRUE(predictor.predict_and_update_branch(0x100, false));
  EXPECT_FALSE(predictor.predict_and_update_branch(0x100, true));
  EXPECT_FALSE(predictor.predict_and_update_branch(0x100, true));
  EXPECT_FALSE(predictor.predict_jump_register(0x100, 0x200, true, true, 0x104));
  predictor.call(0x108);
  EXPECT_EQ(predictor.version(), BranchPredictor({0, 0, 0}).version());
}

TEST(BranchPredictor, IndirectJumpsGoWhereTheyWentLast) {
  BranchPredictor predictor({16, 4, 2});
  EXPECT_FALSE(predictor.predict_jump_register(0x100, 0x800, false, false, 0));
  EXPECT_TRUE(predictor.predict_jump_register(0x100, 0x800, false, false, 0));
  EXPECT_FALSE(predictor.predict_jump_register(0x100, 0x900, false, false, 0));
  EXPECT_TRUE(predictor.predict_jump_register(0x100, 0x900, false, false, 0));
  EXPECT_FALSE(predictor.predict_jump_register(0x108, 0x900, false, false, 0));  // evicts 0x100
  EXPECT_FALSE(predictor.predict_jump_register(0x100, 0x900, false, false, 0));
}

TEST(BranchPredictor, ReturnsFollowTheStackAndItWrapsAround) {
  BranchPredictor predictor({16, 4, 2});
  predictor.call(0x10);
  predictor.call(0x20);
  predictor.call(0x30);  // overwrites 0x10
  EXPECT_TRUE(predictor.predict_jump_register(0x500, 0x30, true, false, 0));
  EXPECT_TRUE(predictor.predict_jump_register(0x500, 0x20, true, false, 0));
  EXPECT_FALSE(predictor.predict_jump_register(0x500, 0x10, true, false, 0));  // empty
}

TEST(BranchPredictor, ACoroutineJumpPopsThenPushes) {
  BranchPredictor predictor({16, 4, 2});
  predictor.call(0x10);
  EXPECT_TRUE(predictor.predict_jump_register(0x500, 0x10, true, true, 0x504));
  EXPECT_TRUE(predictor.predict_jump_register(0x12, 0x504, true, false, 0));
}

/// A loop as a spinning hart runs it: call, return, a branch back.
void spin_pass(BranchPredictor& predictor) {
  predictor.call(0x104);
  predictor.predict_jump_register(0x200, 0x104, true, false, 0);
  predictor.predict_and_update_branch(0x108, true);
}

TEST(BranchPredictor, VersionStandsStillInASteadyLoop) {
  for (unsigned depth = 0; depth < 6; ++depth) {  // also with the stack full
    BranchPredictor predictor({16, 4, 4});
    for (unsigned i = 0; i < depth; ++i) predictor.call(0x1000 + 4 * i);
    for (int i = 0; i < 4; ++i) spin_pass(predictor);
    const BranchPredictor before = predictor;
    spin_pass(predictor);
    EXPECT_EQ(predictor.version(), before.version());
    EXPECT_EQ(predictor, before);
  }
}

TEST(BranchPredictor, EqualVersionsMeanEqualStates) {
  std::mt19937 random(7);
  BranchPredictor predictor({4, 2, 3});
  int standing = 0;
  for (int i = 0; i < 100'000; ++i) {
    const BranchPredictor before = predictor;
    for (std::uint64_t calls = random() % 3; calls > 0; --calls) {
      const std::uint64_t pc = 2 * (random() % 8);
      switch (random() % 3) {
        case 0:
          predictor.predict_and_update_branch(pc, random() % 4 != 0);
          break;
        case 1:
          predictor.call(pc);
          break;
        default:
          predictor.predict_jump_register(pc, 2 * (random() % 3), random() % 2 != 0,
                                          random() % 4 == 0, pc + 4);
      }
    }
    if (predictor.version() == before.version()) {
      ASSERT_EQ(predictor, before);
      ++standing;
    }
  }
  EXPECT_GT(standing, 1000);
}

}  // namespace
}  // namespace standstill::hart
