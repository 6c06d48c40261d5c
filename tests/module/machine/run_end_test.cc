// When a run ends: the earliest end counts, in whatever order the ends become known.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/run_end.h"

#include <gtest/gtest.h>

namespace standstill::testbench {
namespace {

constexpr Cycle kDelay = 64;
constexpr Cycle kLimit = 1000;

TEST(RunEnd, WithoutAnEndTheLimitIsAHang) {
  const RunEnd end(kDelay, kLimit);
  EXPECT_EQ(end.end_cycle(), kLimit);
  EXPECT_EQ(end.status(), RunStatus::Hang);
}

TEST(RunEnd, TheEarliestEndCounts) {
  RunEnd end(kDelay, kLimit);
  unsigned changes = 0;
  end.on_change([&] { ++changes; });
  end.end(0, 500);
  end.end(3, 400);
  end.end(0, 450);
  EXPECT_EQ(end.end_cycle(), 400 + kDelay);
  EXPECT_EQ(end.status(), RunStatus::Fail);
  EXPECT_EQ(end.exit_code(), 3u);
  EXPECT_EQ(changes, 2u);
}

TEST(RunEnd, OfTwoEndsAtOneCycleTheOrderOfCallsDoesNotMatter) {
  RunEnd one(kDelay, kLimit);
  one.end(0, 100);
  one.end(5, 100);
  RunEnd other(kDelay, kLimit);
  other.end(5, 100);
  other.end(0, 100);
  EXPECT_EQ(one.exit_code(), 5u);
  EXPECT_EQ(other.exit_code(), 5u);
  EXPECT_EQ(one.status(), other.status());
}

TEST(RunEnd, TheGuestsEndGoesBeforeTheLimitOfTheSameCycle) {
  RunEnd end(kDelay, kLimit);
  end.end(0, kLimit - kDelay);
  EXPECT_EQ(end.status(), RunStatus::Pass);
  end.end(0, kLimit);
  EXPECT_EQ(end.end_cycle(), kLimit);
}

TEST(RunEnd, AStopDoesNotPutAnEndOff) {
  RunEnd end(kDelay, kLimit);
  end.end(0, 100);
  end.stop(RunStatus::Interrupted, 300);
  EXPECT_EQ(end.status(), RunStatus::Pass);
  end.stop(RunStatus::Interrupted, 150);
  EXPECT_EQ(end.status(), RunStatus::Interrupted);
}

}  // namespace
}  // namespace standstill::testbench
