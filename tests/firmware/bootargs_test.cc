// The boot arguments: what is taken, what is refused, and what the refusal says.
// SPDX-License-Identifier: Apache-2.0
#include "lib/bootargs.h"

#include <gmock/gmock.h>

namespace standstill::kernel {
namespace {

using testing::HasSubstr;

struct Parsed {
  bool ok;
  Arguments arguments;
  std::string complaint;
};

Parsed parse(const char* text) {
  Parsed parsed{};
  Line complaint;
  parsed.ok = parse_bootargs(text, parsed.arguments, complaint);
  parsed.complaint = std::string(complaint.text());
  return parsed;
}

TEST(Bootargs, NothingMeansTheDefaultScenarioWithItsDefaults) {
  const Parsed parsed = parse("");
  ASSERT_TRUE(parsed.ok) << parsed.complaint;
  EXPECT_STREQ(parsed.arguments.scenario->name, platform::kDefaultScenario.name);
  EXPECT_EQ(parsed.arguments.get("rounds"), platform::kDefaultScenario.arguments[0].value);
}

TEST(Bootargs, EveryScenarioTakesEveryArgumentOfItsTableAtBothEnds) {
  for (const platform::Scenario& scenario : platform::kScenarios) {
    ASSERT_LE(scenario.argument_count, kMaxArguments);
    for (std::size_t i = 0; i < scenario.argument_count; ++i) {
      const platform::ScenarioArgument& argument = scenario.arguments[i];
      if (argument.choices != nullptr) continue;
      for (const std::uint64_t value : {argument.min, argument.max}) {
        const std::string text = "scenario=" + std::string(scenario.name) + " " + argument.name +
                                 "=" + std::to_string(value);
        const Parsed parsed = parse(text.c_str());
        ASSERT_TRUE(parsed.ok) << text << ": " << parsed.complaint;
        EXPECT_EQ(parsed.arguments.get(argument.name), value) << text;
      }
    }
  }
}

TEST(Bootargs, AnArgumentMayStandBeforeItsScenario) {
  const Parsed parsed = parse("  rounds=7  scenario=lrsc ");
  ASSERT_TRUE(parsed.ok) << parsed.complaint;
  EXPECT_STREQ(parsed.arguments.scenario->name, "lrsc");
  EXPECT_EQ(parsed.arguments.get("rounds"), 7u);
}

TEST(Bootargs, AChoiceIsTheIndexOfItsWord) {
  const Parsed parsed = parse("scenario=stop_machine load=lock cpus=all");
  ASSERT_TRUE(parsed.ok) << parsed.complaint;
  EXPECT_EQ(parsed.arguments.get("load"), static_cast<std::uint64_t>(platform::Load::Lock));
  EXPECT_EQ(parsed.arguments.word("load"), "lock");
  EXPECT_EQ(parsed.arguments.word("cpus"), "all");
}

TEST(Bootargs, AnArgumentTheScenarioDoesNotHaveReadsAsTheFallback) {
  const Parsed parsed = parse("scenario=hello");
  EXPECT_EQ(parsed.arguments.get_or("tick", 77), 77u);
  EXPECT_EQ(parsed.arguments.get("tick"), 0u);
}

TEST(Bootargs, UnknownScenarioNamesTheNearest) {
  const Parsed parsed = parse("scenario=stop_machin");
  EXPECT_FALSE(parsed.ok);
  EXPECT_THAT(parsed.complaint, HasSubstr("'stop_machin'"));
  EXPECT_THAT(parsed.complaint, HasSubstr("did you mean 'stop_machine'"));
  EXPECT_THAT(parsed.complaint, HasSubstr("hello"));
}

TEST(Bootargs, UnknownArgumentNamesTheNearest) {
  const Parsed parsed = parse("scenario=stop_machine intervall=5");
  EXPECT_FALSE(parsed.ok);
  EXPECT_THAT(parsed.complaint, HasSubstr("did you mean 'interval'"));
}

TEST(Bootargs, ValuesOutsideTheTableAreRefusedWithWhatIsLegal) {
  for (const char* text : {"rounds=0", "rounds=1000001", "rounds=", "rounds", "rounds=-1",
                           "rounds=1x", "rounds=99999999999999999999999"}) {
    const Parsed parsed = parse(text);
    EXPECT_FALSE(parsed.ok) << text;
    EXPECT_THAT(parsed.complaint, HasSubstr("1 to 1000000")) << text;
  }
  const Parsed parsed = parse("load=much");
  EXPECT_FALSE(parsed.ok);
  EXPECT_THAT(parsed.complaint, HasSubstr(platform::kLoadChoices));
}

TEST(Bootargs, WhatDoesNotGoTogetherIsNamedWithTheReason) {
  EXPECT_TRUE(parse("kernel=4.7").ok);
  EXPECT_TRUE(parse("kernel=6.10 spin=wrs.nto barrier=tree layout=per_hart").ok);
  EXPECT_EQ(parse("barrier=tree kernel=4.7").complaint,
            "kernel=4.7: barrier must be central: other policies stand beside kernel=6.10 alone");
  EXPECT_EQ(
      parse("scenario=watchdog layout=split nmimask=on").complaint,
      "nmimask=on: layout must be linux: the NMI is held back in Linux's own rendezvous alone");
}

TEST(Bootargs, EditDistanceCountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

}  // namespace
}  // namespace standstill::kernel
