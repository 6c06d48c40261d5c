// However a machine is run that is stopped by other means than Linux's, what it does is the same.
// SPDX-License-Identifier: Apache-2.0
#include <tuple>

#include "equality.h"

namespace standstill::tests {
namespace {

/// A way to stop the machine that is not Linux's, with a clock of the fabric.
using OtherPolicy = std::tuple<const char*, const char*>;
class OtherPolicies : public testing::TestWithParam<OtherPolicy> {};

TEST_P(OtherPolicies, AreTheSameHoweverTheyAreRun) {
  const auto& [words, divider] = GetParam();
  Words machine = machine_of(platform::kScenarios[0], 4, 2);
  machine[0] += ' ' + std::string(words);
  machine.push_back("fabric.clock_divider=" + std::string(divider));
  machine.push_back("level=all");
  expect_equal(machine, {{"lockstep=1"}, {"gating=0"}, {"spin=0"}, {"fabric=64"}});
}

INSTANTIATE_TEST_SUITE_P(
    Equality, OtherPolicies,
    testing::Combine(testing::Values("doorbell=imsic", "doorbell=multicast", "doorbell=sswi",
                                     "barrier=unit spin=wfi",
                                     "barrier=dissemination layout=per_hart spin=wrs.nto",
                                     "barrier=tree layout=split spin=wrs.sto"),
                     testing::Values("1", "3")));

}  // namespace
}  // namespace standstill::tests
