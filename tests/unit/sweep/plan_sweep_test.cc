// Points as runs: their options, values, commands and keys.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "elf_builder.h"
#include "message_of.h"
#include "testbench/program/sweep_plan.h"

namespace standstill::testbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Presets& presets() {
  static const Presets kPresets({STANDSTILL_CONFIGS_DIR});
  return kPresets;
}

/// A program of one `code` byte.
std::string program(std::uint8_t code = 0x13, const std::string& name = "sweep_test.elf") {
  ElfBuilder builder;
  builder.segment(0x80000000, {code, 0, 0, 0}, 64);
  const std::vector<std::uint8_t> file = builder.build();
  const std::string path = testing::TempDir() + name;
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
  return path;
}

std::vector<PlannedPoint> plan(const std::string& text, const std::string& firmware = program(),
                               const std::string& simulator = "abc") {
  return plan_sweep(parse_spec(text, testing::TempDir() + "s.toml"),
                    {presets(), firmware, simulator});
}

std::string refusal(const std::string& text) {
  return message_of([&] { plan(text); });
}

TEST(PlanSweep, SaysTheRunOfEachPoint) {
  const auto points = plan(R"(
[sweep]
config = "u54"
max_cycles = 5000
log_level = "marks"
[set]
hart.atomics = "far"
[arg]
rounds = 2
[grid]
harts = [2, 4]
hart.stall = [[10, 20]]
)");
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[1].name, "harts=4, hart.stall=[10, 20]");
  EXPECT_EQ(points[1].command,
            "standstill run -c u54 --set hart.atomics=far --set machine.harts=4 --set "
            "'hart.stall=[10, 20]' --arg rounds=2 --max-cycles 5000 --log-level marks");
  EXPECT_EQ(points[1].options.log_level, LogLevel::Marks);
  EXPECT_EQ(points[1].values[0], 4);
  EXPECT_EQ(points[1].values[1].dump(), "[10,20]");
}

TEST(PlanSweep, ValuesAreAsTheRunUnderstandsThem) {
  const auto points = plan(R"(
[grid]
scenario = ["stop_machine"]
config = ["u54"]
l1d.size = ["16KiB"]
hart.smrnmi = [true]
hart.atomics = ["far"]
arg.rounds = [7]
arg.load = ["none"]
)");
  std::string text;
  for (const auto& value : points.at(0).values) text += value.dump() + " ";
  EXPECT_EQ(text, "\"stop_machine\" \"u54\" 16384 true \"far\" 7 \"none\" ");
}

TEST(PlanSweep, AKeyIsThatOfTheRunNotOfTheWords) {
  const std::string one = plan("[grid]\nharts = [2]\narg.rounds = [3]\n")[0].key;
  EXPECT_EQ(one, plan("[sweep]\nname = \"x\"\nconfig = \"u54\"\nkeep = \"all\"\n[set]\n"
                      "machine.harts = 2\n[arg]\nrounds = 3\n")[0]
                     .key)
      << "u54 is the default machine, and 3 rounds are by default";
  EXPECT_EQ(one, plan("[grid]\nharts = [2]\n", program(0x13, "another_name.elf"))[0].key);
  EXPECT_NE(one, plan("[grid]\nharts = [2]\n", program(0x93))[0].key);
  EXPECT_NE(one, plan("[grid]\nharts = [2]\n", program(), "abd")[0].key);
  EXPECT_NE(one, plan("[grid]\nharts = [3]\n")[0].key);
  EXPECT_NE(one, plan("[grid]\nharts = [2]\narg.seed = [2]\n")[0].key);
}

TEST(PlanSweep, AnElfTakesAnyArgument) {
  program(0x13, "own.elf");
  const auto points = plan("[sweep]\nelf = \"own.elf\"\n[grid]\narg.speed = [1, \"it's\"]\n");
  EXPECT_EQ(points[1].command, "standstill run --elf own.elf --arg 'speed=it'\\''s'");
  EXPECT_EQ(points[1].options.elf, testing::TempDir() + "own.elf");
  EXPECT_EQ(points[0].values[0], "1");
}

TEST(PlanSweep, NamesEveryPointThatCannotBeRun) {
  const std::string text = refusal(R"(
[grid]
harts = [1, 2]
scenario = ["hotplug", "hello"]
arg.rounds = [1, 1000]
arg.tick = [10]
)");
  EXPECT_THAT(text, HasSubstr("s.toml: 6 of 8 points cannot be run:\n  point 0 (harts=1, "
                              "scenario=hotplug, arg.rounds=1, arg.tick=10): hotplug: needs at "
                              "least 2 harts"));
  EXPECT_THAT(text, HasSubstr("\n  point 7 (harts=2, scenario=hello, arg.rounds=1000, "
                              "arg.tick=10): --arg tick=10: unknown argument 'tick'"));
}

TEST(PlanSweep, ManyErrorsAreCounted) {
  const std::string text = refusal("[grid]\narg.seed = { from = 1, to = 50 }\nl1d.size = [4160]\n");
  EXPECT_THAT(text, HasSubstr("50 of 50 points cannot be run:"));
  EXPECT_THAT(text, testing::EndsWith("\n  ... and 30 more"));
}

TEST(PlanSweep, ArgumentsAreRefusedAtTheirPlace) {
  EXPECT_THAT(refusal("[sweep]\nscenario = \"helo\"\n"),
              HasSubstr("s.toml:2:12: helo: unknown scenario"));
  EXPECT_THAT(refusal("[arg]\nrunds = 1\n"),
              HasSubstr("s.toml:2:9: --arg runds=1: unknown argument 'runds'"));
  EXPECT_THAT(refusal("[grid]\narg.load = [\"none\", \"mixd\"]\n"),
              HasSubstr("s.toml:2:12: --arg load=mixd: load must be none, compute"));
  EXPECT_THAT(refusal("[[list]]\narg.rounds = 0\n"),
              HasSubstr("s.toml:2:14: --arg rounds=0: rounds must be 1 to"));
}

}  // namespace
}  // namespace standstill::testbench
