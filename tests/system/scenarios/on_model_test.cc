// Every scenario on the model, at 1, 2, 4 and 16 harts.
// SPDX-License-Identifier: Apache-2.0
//
// What a run must hold is in rendezvous/check.py: it passes, says so, keeps the order rules and
// charges every cycle. same_bytes.sh holds that the program's files do not depend on how it ran.
#include <gmock/gmock.h>

#include "judge.h"
#include "support/short_runs.h"

namespace standstill::tests {
namespace {

class OnModel : public testing::TestWithParam<std::tuple<std::size_t, unsigned>> {
 protected:
  const platform::Scenario& scenario() const {
    return platform::kScenarios[std::get<0>(GetParam())];
  }
  unsigned harts() const { return std::get<1>(GetParam()); }
  /// The script's arguments: simulator, firmware, scenario, harts.
  std::string run_by(const char* script) const {
    return std::string(script) + " " STANDSTILL_PROGRAM " " STANDSTILL_FIRMWARE " " +
           scenario().name + " " + std::to_string(harts());
  }
};

using Scenario = OnModel;

TEST_P(Scenario, PassesOrRefusesSoFewHarts) {
  if (harts() >= scenario().min_harts) {
    const Verdict verdict = judge(run_by(STANDSTILL_CHECK_SCRIPT));
    EXPECT_EQ(verdict.exit_code, 0) << verdict.said;
    return;
  }
  const std::string least = std::to_string(scenario().min_harts);
  const Verdict verdict = judge(std::string(STANDSTILL_PROGRAM " run ") + scenario().name +
                                " --harts " + std::to_string(harts()));
  EXPECT_EQ(verdict.exit_code, 2);
  EXPECT_EQ(verdict.said, std::string("standstill: ") + scenario().name + ": needs at least " +
                              least + " harts; this machine has " + std::to_string(harts()) +
                              "; use --harts " + least + "\n");
}

TEST_P(Scenario, LeavesTheSameBytesHoweverItIsRun) {
  if (harts() < scenario().min_harts) GTEST_SKIP() << "refused";
  const Verdict verdict = judge(run_by(STANDSTILL_SAME_BYTES_SCRIPT) + short_words(scenario()));
  EXPECT_EQ(verdict.exit_code, 0) << verdict.said;
}

INSTANTIATE_TEST_SUITE_P(
    Each, Scenario,
    testing::Combine(testing::Range(std::size_t{0}, std::size(platform::kScenarios)),
                     testing::Values(1u, 2u, 4u, 16u)),
    [](const auto& each) { return run_name(std::get<0>(each.param), std::get<1>(each.param)); });

}  // namespace
}  // namespace standstill::tests
