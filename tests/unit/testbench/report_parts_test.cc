// The report's arithmetic: phases that add up, medians, buckets, commands.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>

#include "testbench/config/machine_file.h"
#include "testbench/report/histogram.h"
#include "testbench/report/phases.h"
#include "testbench/report/reproduce.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

/// Two harts through a whole rendezvous from 100 to 1000; fn on hart 0.
Rendezvous whole() {
  Rendezvous one;
  one.call = 100;
  one.returned = 1000;
  HartMoments& first = one.at(0);
  first.queued = 110;
  first.stopper = 300;
  first.prepare = 320;
  first.irq_off = 400;
  first.run_begin = 450;
  first.run_end = 500;
  first.irq_on = 600;
  HartMoments& second = one.at(1);
  second.queued = 150;
  second.stopper = 250;
  second.prepare = 340;
  second.irq_off = 390;
  second.irq_on = 650;
  return one;
}

Cycle sum(const std::array<Cycle, kPhaseCount>& phases) {
  return std::accumulate(phases.begin(), phases.end(), Cycle{0});
}

TEST(ReportPhases, AreTheSpansBetweenTheLastOfEach) {
  EXPECT_THAT(phases_of(whole()), testing::ElementsAre(50, 150, 40, 60, 50, 50, 150, 350));
}

TEST(ReportPhases, TheFirstThreeAreGather) {
  const auto phases = phases_of(whole());
  EXPECT_EQ(phases[0] + phases[1] + phases[2], whole().gather());
}

TEST(ReportPhases, WithoutLockStepTheRestIsReturn) {
  Rendezvous one = whole();
  for (HartMoments& hart : one.harts)
    hart.prepare = hart.irq_off = hart.run_begin = hart.run_end = hart.irq_on = std::nullopt;
  EXPECT_THAT(phases_of(one), testing::ElementsAre(50, 150, 0, 0, 0, 0, 0, 700));
}

TEST(ReportPhases, AddUpWhateverTheMomentsAre) {
  std::mt19937_64 random(1);
  for (unsigned round = 0; round < 10'000; ++round) {
    Rendezvous one;
    one.call = random() % 100;
    one.returned = one.call + random() % 100;
    for (HartId hart = 0; hart < 3; ++hart)
      for (const MomentColumn& column : moment_columns())
        if (random() % 4 != 0) one.at(hart).*column.moment = random() % 250;
    ASSERT_EQ(sum(phases_of(one)), *one.duration()) << round;
    // A phase that went backwards would wrap around, and the sum with it.
    ASSERT_THAT(phases_of(one), testing::Each(testing::Le(*one.duration()))) << round;
  }
}

TEST(ReportPhases, ThePageDefinesEach) {
  std::ifstream file(STANDSTILL_REPORT_PAGE);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  for (const PhaseRow& phase : kPhases)
    EXPECT_THAT(page, testing::HasSubstr("| `" + std::string(phase.name) + "` | "));
}

TEST(ReportPhases, MedianIsByNearestRankAndTheEarliestOfEquals) {
  std::vector<Rendezvous> all;
  for (const Cycle duration : {30, 20, 10, 20}) {
    Rendezvous& one = all.emplace_back();
    one.id = static_cast<unsigned>(all.size() - 1);
    one.returned = duration;
  }
  EXPECT_EQ(median_of(all)->id, 1U);
  all.pop_back();
  EXPECT_EQ(median_of(all)->id, 1U);
  all.erase(all.begin() + 1);
  EXPECT_EQ(median_of(all)->id, 2U);  // the lower of two
  EXPECT_EQ(median_of({Rendezvous()}), nullptr);
}

TEST(ReportHistogram, EveryValueIsInTheBucketThatBeginsBelowIt) {
  const std::vector<Cycle> from = buckets(0, 5000);
  EXPECT_TRUE(std::is_sorted(from.begin(), from.end()));
  for (Cycle value = 0; value <= 5000; ++value) {
    const auto above = std::upper_bound(from.begin(), from.end(), value);
    ASSERT_EQ(bucket_of(value), *(above - 1)) << value;
  }
}

TEST(ReportHistogram, FourBucketsADoubling) {
  EXPECT_THAT(buckets(512, 1024), testing::ElementsAre(512, 640, 768, 896, 1024));
  EXPECT_THAT(buckets(700, 700), testing::ElementsAre(640));
  EXPECT_THAT(buckets(3, 5), testing::ElementsAre(3, 4, 5));
}

TEST(ReportHistogram, LosesNothing) {
  const std::vector<Cycle> values = {700, 640, 767, 768, 1500};
  EXPECT_THAT(histogram(values, buckets(640, 1500)), testing::ElementsAre(3, 1, 0, 0, 1));
}

/// As far as a command needs it.
Json results() {
  MachineConfig config;
  config.harts = 16;
  return {{"scenario", "stop_machine"},
          {"arguments", {{"rounds", 3}, {"load", "mixed"}}},
          {"machine", to_json(config)},
          {"outcome", {{"status", "pass"}, {"cycles", 1000}}}};
}

TEST(ReportReproduce, LeavesDefaultsOut) {
  EXPECT_EQ(reproduce_command(results(), "", ""), "standstill run stop_machine --harts 16");
}

TEST(ReportReproduce, NamesWhatDiffers) {
  Json json = results();
  json["machine"]["hart"]["atomics"] = "far";
  json["machine"]["hart"]["stall"] = {{2, 100, 50}};
  json["machine"]["device"]["uart_input"] = "it's $HOME";
  json["arguments"]["rounds"] = 20;
  EXPECT_EQ(reproduce_command(json, "", "all"),
            "standstill run stop_machine --harts 16 --set hart.atomics=far --set "
            "'hart.stall=[[2,100,50]]' --set 'device.uart_input=it'\\''s $HOME' --arg rounds=20 "
            "--log-level all");
}

TEST(ReportReproduce, AForeignProgramHasAllItsWords) {
  Json json = results();
  json["scenario"] = nullptr;
  json["arguments"] = {{"a", "<b>"}, {"n", "1"}};
  EXPECT_EQ(reproduce_command(json, "my prog.elf", "rendezvous"),
            "standstill run --elf 'my prog.elf' --harts 16 --arg 'a=<b>' --arg n=1");
  EXPECT_THAT(reproduce_command(json, "", ""), testing::HasSubstr("--elf PROGRAM.elf"));
}

TEST(ReportReproduce, AHangEndsWhereItEnded) {
  Json json = results();
  json["outcome"]["status"] = "hang";
  EXPECT_EQ(reproduce_command(json, "", ""),
            "standstill run stop_machine --harts 16 --max-cycles 1000");
  json["no_progress"] = {{"by", "limit"}, {"since", nullptr}};
  EXPECT_EQ(reproduce_command(json, "", ""),
            "standstill run stop_machine --harts 16 --max-cycles 1000");
  json["no_progress"] = {{"by", "rendezvous"}, {"since", 300}};
  EXPECT_EQ(reproduce_command(json, "", ""),
            "standstill run stop_machine --harts 16 --no-progress 636");  // and 64 to the end
}

TEST(ReportReproduce, ShellWords) {
  EXPECT_EQ(shell_word("a=b,c"), "a=b,c");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("`x`"), "'`x`'");
}

}  // namespace
}  // namespace standstill::testbench::report
