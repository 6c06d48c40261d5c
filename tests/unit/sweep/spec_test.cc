// What a specification says.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace standstill::testbench {
namespace {

using testing::ElementsAre;

std::vector<std::string> values_of(const Axis& axis) {
  std::vector<std::string> values;
  for (std::uint64_t i = 0; i < axis.values.size(); ++i) values.push_back(axis.values.at(i));
  return values;
}

std::vector<std::string> assignments(const std::vector<Setting>& settings) {
  std::vector<std::string> texts;
  for (const Setting& setting : settings) texts.push_back(setting.key + "=" + setting.value);
  return texts;
}

TEST(Spec, EmptyIsOnePointOfTheDefaultScenario) {
  const SweepSpec spec = parse_spec("", "folder/cores.toml");
  EXPECT_EQ(spec.name, "cores");
  EXPECT_TRUE(spec.fixed.empty());
  EXPECT_EQ(spec.log_level, LogLevel::Rendezvous);
  EXPECT_FALSE(spec.keep_logs);
  EXPECT_FALSE(spec.max_cycles);
  EXPECT_TRUE(axis_keys(spec).empty());
}

TEST(Spec, ReadsWhatAllPointsHaveInCommon) {
  const SweepSpec spec = parse_spec(R"(
[sweep]
name = "n"
about = "why"
scenario = "hello"
config = "tiny"
harts = 2
max_cycles = 1000
log_level = "marks"
keep = "all"
[set]
hart.atomics = "far"
l1d.size = "4KiB"
"hart.smrnmi" = false
hart.stall = [[0, 10, 20], [30, 40]]
[arg]
rounds = 3
word = "x"
)",
                                    "s.toml");
  EXPECT_EQ(spec.name, "n");
  EXPECT_EQ(spec.about, "why");
  EXPECT_EQ(spec.max_cycles, Cycle{1000});
  EXPECT_EQ(spec.log_level, LogLevel::Marks);
  EXPECT_TRUE(spec.keep_logs);
  EXPECT_THAT(assignments(spec.fixed),
              ElementsAre("scenario=hello", "config=tiny", "harts=2", "hart.atomics=far",
                          "l1d.size=4KiB", "hart.smrnmi=false",
                          "hart.stall=[[0, 10, 20], [30, 40]]", "arg.rounds=3", "arg.word=x"));
}

TEST(Spec, AxesAreInTheOrderOfTheFile) {
  const SweepSpec spec = parse_spec(R"(
[grid]
machine.harts = [4, 1]
arg.seed = { from = 1, to = 5, step = 2 }
"hart.atomics" = ["near", "far"]
hart.store_buffer_depth = { from = 1, to = 9, times = 2 }
device.bus_latency = { from = 3, to = 5 }
hart.stall = [[100, 10], [200, 10]]
)",
                                    "s.toml");
  EXPECT_THAT(axis_keys(spec),
              ElementsAre("harts", "arg.seed", "hart.atomics", "hart.store_buffer_depth",
                          "device.bus_latency", "hart.stall"));
  EXPECT_THAT(values_of(spec.grid[0]), ElementsAre("4", "1"));
  EXPECT_THAT(values_of(spec.grid[1]), ElementsAre("1", "3", "5"));
  EXPECT_THAT(values_of(spec.grid[3]), ElementsAre("1", "2", "4", "8"));
  EXPECT_THAT(values_of(spec.grid[4]), ElementsAre("3", "4", "5"));
  EXPECT_THAT(values_of(spec.grid[5]), ElementsAre("[100, 10]", "[200, 10]"));
}

TEST(Spec, ListRandomAndGridTogether) {
  const SweepSpec spec = parse_spec(R"(
[[list]]
hart.atomics = "near"
harts = 2
[[list]]
harts = 4
hart.atomics = "far"
[random]
count = 3
seed = 9
arg.seed = { from = 0, to = 4294967295 }
[grid]
arg.load = ["none", "mixed"]
[[exclude]]
harts = 4
arg.load = "none"
)",
                                    "s.toml");
  EXPECT_THAT(axis_keys(spec), ElementsAre("hart.atomics", "harts", "arg.seed", "arg.load"));
  EXPECT_THAT(assignments(spec.list[1]), ElementsAre("hart.atomics=far", "harts=4"))
      << "in the order of the first";
  EXPECT_EQ(spec.draws, 3u);
  EXPECT_EQ(spec.seed, 9u);
  EXPECT_EQ(spec.random[0].values.size(), 4294967296u);
  ASSERT_EQ(spec.exclude.size(), 1u);
  EXPECT_THAT(values_of(spec.exclude[0][1]), ElementsAre("none"));
}

TEST(Spec, PathsAreSeenFromItsFolder) {
  SweepSpec spec = parse_spec("[sweep]\nelf = \"a.elf\"\n", "some/where/s.toml");
  EXPECT_EQ(beside_spec(spec, "a.elf"), "some/where/a.elf");
  EXPECT_EQ(beside_spec(spec, "m.toml"), "some/where/m.toml");
  EXPECT_EQ(beside_spec(spec, "../m.toml"), "some/where/../m.toml");
  EXPECT_EQ(beside_spec(spec, "/m.toml"), "/m.toml");
  EXPECT_EQ(beside_spec(spec, "u54"), "u54") << "a preset";
  EXPECT_EQ(beside_spec(spec, ""), "");
  spec.path = "s.toml";
  EXPECT_EQ(beside_spec(spec, "m.toml"), "./m.toml");
}

}  // namespace
}  // namespace standstill::testbench
