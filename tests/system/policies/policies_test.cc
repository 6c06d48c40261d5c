// The order rules hold with every doorbell, barrier, spin and layout.
// SPDX-License-Identifier: Apache-2.0
//
// Each case is a run judged by rendezvous/check.py: it passes, keeps the order rules, and charges
// every cycle. Every day a pairwise cover: stop_machine of five rounds at 4 and 16 harts, and each
// other scenario that stops harts, short, at 3. In the nightly build all combinations, at 4 and 3.
#include <gmock/gmock.h>

#include "combinations.h"
#include "support/short_runs.h"
#include "system/scenarios/judge.h"

namespace standstill::tests {
namespace {

Verdict check(const platform::Scenario& scenario, unsigned harts, const std::string& arguments) {
  return judge(STANDSTILL_CHECK_SCRIPT " " STANDSTILL_PROGRAM " " STANDSTILL_FIRMWARE " " +
               std::string(scenario.name) + ' ' + std::to_string(harts) + arguments);
}

class Policies : public testing::TestWithParam<std::tuple<Combination, unsigned>> {};

TEST_P(Policies, KeepTheOrder) {
  const auto& [combination, harts] = GetParam();
  const Verdict verdict =
      check(platform::kDefaultScenario, harts, " rounds=5" + words(combination));
  EXPECT_EQ(verdict.exit_code, 0) << verdict.said;
}

std::string case_name(const testing::TestParamInfo<Policies::ParamType>& each) {
  return name_of(std::get<0>(each.param)) + "_" + std::to_string(std::get<1>(each.param));
}

class UserPolicies : public testing::TestWithParam<std::tuple<std::size_t, Combination>> {};

TEST_P(UserPolicies, LetTheUserPass) {
  const auto& [index, combination] = GetParam();
  const platform::Scenario& scenario = platform::kScenarios[index];
  const Verdict verdict = check(scenario, 3, short_words(scenario) + words(combination));
  EXPECT_EQ(verdict.exit_code, 0) << verdict.said;
}

std::string user_name(const testing::TestParamInfo<UserPolicies::ParamType>& each) {
  return std::string(platform::kScenarios[std::get<0>(each.param)].name) + "_" +
         name_of(std::get<1>(each.param));
}

/// Those that stop harts, but for stop_machine itself.
std::vector<std::size_t> users() {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < std::size(platform::kScenarios); ++i) {
    const platform::Scenario& scenario = platform::kScenarios[i];
    const bool is_default = std::string_view(scenario.name) == platform::kDefaultScenario.name;
    if (takes_all_factors(scenario) && !is_default) indices.push_back(i);
  }
  return indices;
}

#ifdef STANDSTILL_ALL_COMBINATIONS
const std::vector<Combination> kRows = all_combinations();
const std::vector<unsigned> kHarts = {4};
#else
const std::vector<Combination> kRows = pairwise_cover();
const std::vector<unsigned> kHarts = {4, 16};
#endif

INSTANTIATE_TEST_SUITE_P(Each, Policies,
                         testing::Combine(testing::ValuesIn(kRows), testing::ValuesIn(kHarts)),
                         case_name);
INSTANTIATE_TEST_SUITE_P(Each, UserPolicies,
                         testing::Combine(testing::ValuesIn(users()), testing::ValuesIn(kRows)),
                         user_name);

}  // namespace
}  // namespace standstill::tests
