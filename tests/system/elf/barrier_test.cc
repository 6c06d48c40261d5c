// Arrivals of strangers, arrivals twice and changes of the members, as a guest sees them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/barrier_unit.v. The steps are those of barrier.S, in its order.
#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "process.h"

namespace standstill::system {
namespace {

constexpr unsigned kTwice = 1, kStranger = 2, kLocked = 4, kAbandoned = 8;  // STATUS

struct Step {
  const char* name;
  unsigned generation, missing, wire, status, released, arrived, members;  // after it

  std::uint64_t number() const {
    std::uint64_t all = 0;
    for (const unsigned digit : {generation, missing, wire, status, released, arrived, members})
      all = all << 4 | digit;
    return all;
  }
};

constexpr Step kSteps[] = {
    {"TwoMembers", 0, 2, 0, 0, 0, 0, 3},
    {"ArrivalBeforeItRuns", 0, 2, 0, kStranger, 0, 0, 3},
    {"FlagCleared", 0, 2, 0, 0, 0, 0, 3},
    {"ItRuns", 0, 2, 0, 0, 0, 0, 3},
    {"ArrivalOfNoMember", 0, 2, 0, kStranger, 0, 0, 3},
    {"OtherFlagsCleared", 0, 2, 0, kStranger, 0, 0, 3},
    {"ItsFlagCleared", 0, 2, 0, 0, 0, 0, 3},
    {"Arrival", 0, 1, 0, 0, 0, 1, 3},
    {"ArrivalTwice", 0, 1, 0, kTwice, 0, 1, 3},
    {"MembersWhileItRuns", 0, 1, 0, kTwice | kLocked, 0, 1, 3},
    {"RunWhileItRuns", 0, 1, 0, kTwice | kLocked, 0, 1, 3},
    {"BothFlagsCleared", 0, 1, 0, 0, 0, 1, 3},
    {"ArrivalOfTheLast", 1, 2, 1, 0, 3, 0, 3},
    {"ReleaseTakenBack", 1, 2, 1, 0, 2, 0, 3},
    {"ReleaseTakenBackTwice", 1, 2, 1, 0, 2, 0, 3},
    {"ArrivalInTheNextGeneration", 1, 1, 0, 0, 0, 2, 3},
    {"ArrivalTwiceInTheNextGeneration", 1, 1, 0, kTwice, 0, 2, 3},
    {"StopWithSomeArrived", 1, 2, 0, kTwice | kAbandoned, 0, 0, 3},
    {"ArrivalAfterTheStop", 1, 2, 0, kTwice | kStranger | kAbandoned, 0, 0, 3},
    {"AllFlagsCleared", 1, 2, 0, 0, 0, 0, 3},
    {"NoMembers", 1, 0, 0, 0, 0, 0, 0},
    {"ItRunsForNobody", 1, 0, 0, 0, 0, 0, 0},
    {"ArrivalWhereNobodyIsAMember", 1, 0, 0, kStranger, 0, 0, 0},
    {"StopWithNobodyArrived", 1, 0, 0, kStranger, 0, 0, 0},
};

std::vector<std::uint64_t> play(bool posted) {
  return numbers_of_model(std::string(STANDSTILL_TEST_ELFS) + "/test_barrier.elf", 3, posted);
}

class BarrierMisuse : public testing::TestWithParam<std::size_t> {};

TEST_P(BarrierMisuse, IsAnsweredAsSpecified) {
  static const std::vector<std::uint64_t> printed = play(false);
  ASSERT_EQ(printed.size(), std::size(kSteps));
  EXPECT_EQ(printed[GetParam()], kSteps[GetParam()].number());
}

TEST_P(BarrierMisuse, PostedItIsTheSame) {
  static const std::vector<std::uint64_t> printed = play(true);
  ASSERT_EQ(printed.size(), std::size(kSteps));
  EXPECT_EQ(printed[GetParam()], kSteps[GetParam()].number());
}

INSTANTIATE_TEST_SUITE_P(Guest, BarrierMisuse, testing::Range(std::size_t{0}, std::size(kSteps)),
                         [](const auto& one) { return std::string(kSteps[one.param].name); });

}  // namespace
}  // namespace standstill::system
