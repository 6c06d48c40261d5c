// Claims of nothing and completions of other things, as a guest sees them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0, "Interrupt Claim Process" and "Interrupt Completion". The
// steps are those of plic.S, in its order.
#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "process.h"

namespace standstill::system {
namespace {

constexpr std::uint64_t kSource = 11, kWaits = 1 << kSource;

struct Step {
  const char* name;
  std::uint64_t value;  ///< what the guest reads after it
};

constexpr Step kSteps[] = {
    {"ClaimOfNothing", 0},
    {"AnAlarmWaits", kWaits},
    {"ClaimByWhoEnablesNothing", 0},
    {"ClaimBehindTheThreshold", kSource},
    {"ClaimTakesThePendingBit", 0},
    {"ClaimOfWhatIsInService", 0},
    {"CompletionByWhoDoesNotEnableIt", 0},
    {"CompletionOfAnotherSource", 0},
    {"CompletionOfNoSource", 0},
    {"CompletionWithTheLineHigh", kWaits},
    {"DoubleCompletionWithTheLineHigh", kWaits},
    {"ClaimAfterIt", kSource},
    {"CompletionWithTheLineLow", 0},
    {"DoubleCompletionWithTheLineLow", 0},
    {"ClaimAfterThat", 0},
};

std::vector<std::uint64_t> play(bool posted) {
  return numbers_of_model(std::string(STANDSTILL_TEST_ELFS) + "/test_plic.elf", 1, posted);
}

class PlicMisuse : public testing::TestWithParam<std::size_t> {};

TEST_P(PlicMisuse, IsAnsweredAsSpecified) {
  static const std::vector<std::uint64_t> printed = play(false);
  ASSERT_EQ(printed.size(), std::size(kSteps));
  EXPECT_EQ(printed[GetParam()], kSteps[GetParam()].value);
}

TEST_P(PlicMisuse, PostedItIsTheSame) {
  static const std::vector<std::uint64_t> printed = play(true);
  ASSERT_EQ(printed.size(), std::size(kSteps));
  EXPECT_EQ(printed[GetParam()], kSteps[GetParam()].value);
}

INSTANTIATE_TEST_SUITE_P(Guest, PlicMisuse, testing::Range(std::size_t{0}, std::size(kSteps)),
                         [](const auto& one) { return std::string(kSteps[one.param].name); });

}  // namespace
}  // namespace standstill::system
