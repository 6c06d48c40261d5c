// What two runs have of figures and events that differ.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/moves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "testbench/baseline/hart_figures.h"
#include "testbench/baseline/log_diff.h"

namespace standstill::testbench {
namespace {

using testing::ElementsAre;

TEST(Moves, AreThoseThatBothHave) {
  const auto all = moves({{"a", 1}, {"b", 2}, {"c", std::nullopt}, {"gone", 1}},
                         {{"c", 3}, {"b", 2}, {"a", 5}, {"new", 1}});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name() + " " + short_move_text(all[0]), "a 1 -> 5 (+4)");
  EXPECT_EQ(all[1].name() + " " + short_move_text(all[1]), "c none -> 3");
  EXPECT_EQ(all[1].distance(), 3U);
}

TEST(Moves, TheFurthestKeepTheirOrder) {
  std::vector<Move> all;
  for (const std::uint64_t to : {3, 9, 1, 9, 7})
    all.push_back({{"from" + std::to_string(to), 0}, {"", to}});
  std::vector<std::string> names;
  for (const Move& move : furthest(all, 3)) names.push_back(move.name());
  EXPECT_THAT(names, ElementsAre("from9", "from9", "from7"));
}

TEST(Moves, TheHeadlinesNameTheMostTellingFirst) {
  const auto all = moves({{"summary.gather.median", 4000},
                          {"summary.ipi.median", 20},
                          {"summary.ipi.max", 20},
                          {"regions.3.median", 100},
                          {"critical_path.by_cause.execute", 900},
                          {"critical_path.by_cause.fabric", 10}},
                         {{"summary.gather.median", 4100},
                          {"summary.ipi.median", 19},
                          {"summary.ipi.max", 99},
                          {"regions.3.median", 101},
                          {"critical_path.by_cause.execute", 890},
                          {"critical_path.by_cause.fabric", 60}});
  EXPECT_THAT(headlines(all, moves({{"hart 1 ipi", 5}}, {{"hart 1 ipi", 6}}),
                        moves_of_sums({{"-", 7}, {"gone", 30}}, {{"-", 9}, {"idle", 9}})),
              ElementsAre("phases          ipi 20 -> 19 (-1), gather 4,000 -> 4,100 (+100), "
                          "region 3 100 -> 101 (+1)",
                          "harts           hart 1 ipi 5 -> 6 (+1)",
                          "critical path   fabric 10 -> 60 (+50), execute 900 -> 890 (-10)",
                          "functions       gone 30 -> 0 (-30), idle 0 -> 9 (+9)"));
  EXPECT_TRUE(headlines({}, {}, moves_of_sums({}, {{"a", 1}})).empty());
}

TEST(Figures, OfHartsThatAreNotAlikeAreAddedByName) {
  const auto results = nlohmann::ordered_json::parse(
      R"({"harts": [{"a": 1, "b": 2}, {"b": 3, "c": 4}], "critical_path": null,
          "regions": {"1": {"count": 0, "median": null}}})");
  const auto all = figures_of(results);
  EXPECT_EQ(find_figure(all, "harts.*.a")->value, 1U);
  EXPECT_EQ(find_figure(all, "harts.*.b")->value, 5U);
  EXPECT_EQ(find_figure(all, "harts.*.c")->value, 4U);
  EXPECT_TRUE(default_figures(all).empty());
}

TEST(Figures, OfFunctionsAreAddedUpOverAllRendezvous) {
  const auto results = nlohmann::ordered_json::parse(
      R"({"rendezvous": [{"critical_path": {"by_function": {"b": 1, "a": 2}}},
          {"critical_path": null}, {"critical_path": {"by_function": {"b": 5}}}]})");
  const auto all = function_figures(results);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "a");
  EXPECT_EQ(all[1].value, 6U);
}

std::optional<Parting> parting_of(const std::string& before, const std::string& after) {
  std::istringstream a(before), b(after);
  return first_parting(a, b);
}

TEST(Logs, PartAtTheFirstLineThatDiffers) {
  const std::string begin = "1\thart0\tsleep\t-\t-\tpc=0x1\n";
  EXPECT_FALSE(parting_of(begin, begin));
  const auto parting = parting_of(begin + "7\tfabric\twire\tx\ty\thart=1\n9\thart1\tsleep\t-\t-\n",
                                  begin + "8\thart0\twake\t-\t-\n9\tfabric\twire\tz\ty\thart=1\n");
  ASSERT_TRUE(parting);
  EXPECT_EQ(parting->line, 2U);
  EXPECT_TRUE(parting->is_before_first());
  EXPECT_EQ(parting->elsewhere, 9U);
}

TEST(Logs, TheEarlierEventIsTheFirst) {
  const auto parting =
      parting_of("8\thart0\twake\t-\t-\n", "7\thart1\twake\t-\t-\n8\thart1\twake\t-\t-\n");
  ASSERT_TRUE(parting);
  EXPECT_FALSE(parting->is_before_first());
  EXPECT_EQ(parting->first(), "7\thart1\twake\t-\t-");
  EXPECT_EQ(parting->elsewhere, std::nullopt);
  EXPECT_FALSE(parting_of("", "7\thart1\twake\t-\t-\n")->is_before_first());
  EXPECT_TRUE(parting_of("7\thart1\twake\t-\t-\n", "")->is_before_first());
}

}  // namespace
}  // namespace standstill::testbench
