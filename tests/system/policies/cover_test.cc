// The rows that stand for all combinations hold every pair there is.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "combinations.h"

namespace standstill::tests {
namespace {

TEST(PairwiseCover, HoldsEveryPairThatCanStandTogether) {
  const std::vector<Combination> cover = pairwise_cover();
  EXPECT_EQ(pairs_of(cover), pairs_of(all_combinations()));
  for (const Combination& each : cover) EXPECT_TRUE(goes_together(each)) << words(each);
  // No fewer rows can hold every doorbell with every spin; greedy takes a few more.
  EXPECT_GE(cover.size(), words_of("doorbell").size() * words_of("spin").size());
  EXPECT_LT(cover.size(), 30u);
}

TEST(PairwiseCover, LacksAPairWithoutOneOfItsRows) {
  std::vector<Combination> cover = pairwise_cover();
  const std::set<Pair> all = pairs_of(cover);
  const Combination first = cover.front();
  cover.erase(cover.begin());
  EXPECT_NE(pairs_of(cover), all) << words(first);
}

TEST(Combinations, AreAllButThoseARuleForbids) {
  const std::vector<Combination> all = all_combinations();
  const auto holds = [&](const Combination& each) {
    return std::find(all.begin(), all.end(), each) != all.end();
  };
  EXPECT_TRUE(holds({"mswi", "central", "relax", "linux"}));
  EXPECT_TRUE(holds({"multicast", "dissemination", "wrs.nto", "per_hart"}));
  EXPECT_TRUE(holds({"sswi", "unit", "wfi", "linux"}));
  EXPECT_FALSE(holds({"mswi", "unit", "relax", "split"}));
  EXPECT_FALSE(holds({"mswi", "unit", "wrs.sto", "linux"}));
  EXPECT_FALSE(holds({"mswi", "tree", "wfi", "linux"}));
  // Four doorbells; three barriers in memory with four spins and three layouts; the unit with
  // three.
  EXPECT_EQ(all.size(), 4u * (3 * 4 * 3 + 3));
}

TEST(Combinations, AreForScenariosThatTakeAllFactors) {
  const auto takes = [](std::string_view name) {
    for (const platform::Scenario& scenario : platform::kScenarios)
      if (scenario.name == name) return takes_all_factors(scenario);
    return false;
  };
  for (const char* name : {"stop_machine", "rcu", "hotplug", "kprobe"})
    EXPECT_TRUE(takes(name)) << name;
  EXPECT_FALSE(takes("hello"));
  EXPECT_FALSE(takes("stop_one_cpu")) << "there is no barrier in it";
}

}  // namespace
}  // namespace standstill::tests
