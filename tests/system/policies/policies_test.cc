// The order rules hold with every doorbell, barrier, spin and layout.
// SPDX-License-Identifier: Apache-2.0
//
// Each case is a run of stop_machine of five rounds, judged by rendezvous/check.py: it passes,
// keeps the order rules, and charges every cycle. Every day a pairwise cover at 4 and 16 harts; in
// the nightly build all combinations at 4.
#include <gmock/gmock.h>

#include "combinations.h"
#include "system/scenarios/judge.h"

namespace standstill::tests {
namespace {

class Policies : public testing::TestWithParam<std::tuple<Combination, unsigned>> {};

TEST_P(Policies, KeepTheOrder) {
  const auto& [combination, harts] = GetParam();
  const Verdict verdict = judge(STANDSTILL_CHECK_SCRIPT " " STANDSTILL_PROGRAM
                                                        " " STANDSTILL_FIRMWARE " stop_machine " +
                                std::to_string(harts) + " rounds=5" + words(combination));
  EXPECT_EQ(verdict.exit_code, 0) << verdict.said;
}

std::string case_name(const testing::TestParamInfo<Policies::ParamType>& each) {
  return name_of(std::get<0>(each.param)) + "_" + std::to_string(std::get<1>(each.param));
}

#ifdef STANDSTILL_ALL_COMBINATIONS
INSTANTIATE_TEST_SUITE_P(All, Policies,
                         testing::Combine(testing::ValuesIn(all_combinations()),
                                          testing::Values(4u)),
                         case_name);
#else
INSTANTIATE_TEST_SUITE_P(Pairwise, Policies,
                         testing::Combine(testing::ValuesIn(pairwise_cover()),
                                          testing::Values(4u, 16u)),
                         case_name);
#endif

}  // namespace
}  // namespace standstill::tests
