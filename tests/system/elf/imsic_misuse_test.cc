// Claims of nothing and registers that are none, as a guest sees them at its interrupt file.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 2.1 (miselect, mireg) and 3.8 to 3.11 (interrupt files, mtopei). The
// steps are those of imsic_misuse.S, in its order.
#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "process.h"

namespace standstill::system {
namespace {

constexpr std::uint64_t kIdentity = 7, kWaits = 1 << kIdentity;
constexpr std::uint64_t kTop = kIdentity << 16 | kIdentity;
constexpr std::uint64_t kPlicDelivers = 0x4000'0000;  ///< eidelivery out of reset
constexpr std::uint64_t kIllegal = ~std::uint64_t{0};

struct Step {
  const char* name;
  std::uint64_t given;  ///< by the access: what was before it
  std::uint64_t eip0;   ///< after it
};

constexpr Step kSteps[] = {
    {"ClaimOfNothing", 0, 0},
    {"Message", 0, kWaits},
    {"ClaimOfWhatIsNotEnabled", 0, kWaits},
    {"Enabled", 0, kWaits},
    {"ThresholdAtIt", 0, kWaits},
    {"ClaimBehindTheThreshold", 0, kWaits},
    {"ThresholdAboveIt", kIdentity, kWaits},
    {"ReadThatIsNoClaim", kTop, kWaits},
    {"MessageTwice", 0, kWaits},
    {"Claim", kTop, 0},
    {"ClaimTwice", 0, 0},
    {"NoValueOfEidelivery", kPlicDelivers, 0},
    {"EideliveryAfterIt", kPlicDelivers, 0},
    {"PendingBitOfNoIdentity", 0, 0},
    {"EnableBitOfNoIdentity", kWaits, 0},
    {"EnableBitsAfterIt", kWaits, 0},
    {"ReservedRegister", 0, 0},
    {"PendingBitsOfNoIdentities", 0, 0},
    {"PriorityThatIsFixed", 0, 0},
    {"ReservedRegisterAfterIt", 0, 0},
    {"PendingBitsAfterIt", 0, 0},
    {"PriorityAfterIt", 0, 0},
    {"OddPendingRegister", kIllegal, 0},
    {"OddEnableRegister", kIllegal, 0},
    {"OddPriorityRegister", kIllegal, 0},
    {"BelowTheRegisters", kIllegal, 0},
    {"BetweenTheRegisters", kIllegal, 0},
    {"EndBetweenTheRegisters", kIllegal, 0},
    {"BitsThatMiselectHasNot", 0xFF, 0},
};

std::vector<std::uint64_t> play(bool posted) {
  return numbers_of_model(std::string(STANDSTILL_TEST_ELFS) + "/test_imsic_misuse.elf", 1, posted);
}

void expect_step(const std::vector<std::uint64_t>& printed, std::size_t step) {
  ASSERT_EQ(printed.size(), 2 * std::size(kSteps));
  EXPECT_EQ(printed[2 * step], kSteps[step].given);
  EXPECT_EQ(printed[2 * step + 1], kSteps[step].eip0);
}

class ImsicMisuse : public testing::TestWithParam<std::size_t> {};

TEST_P(ImsicMisuse, IsAnsweredAsSpecified) {
  static const std::vector<std::uint64_t> printed = play(false);
  expect_step(printed, GetParam());
}

TEST_P(ImsicMisuse, PostedItIsTheSame) {
  static const std::vector<std::uint64_t> printed = play(true);
  expect_step(printed, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Guest, ImsicMisuse, testing::Range(std::size_t{0}, std::size(kSteps)),
                         [](const auto& one) { return std::string(kSteps[one.param].name); });

}  // namespace
}  // namespace standstill::system
