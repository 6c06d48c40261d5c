// Scenarios and arguments: the table rules, and refusals name the nearest.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "message_of.h"
#include "standstill/scenario_rules.h"
#include "testbench/text/nearest.h"

namespace standstill::testbench {
namespace {

constexpr platform::ScenarioArgument kArguments[] = {
    {"rounds", "how many", 3, 1, 1000, nullptr},
    {"load", "what else", 1, 0, 2, "none|compute|mixed"},
};
constexpr platform::Scenario kScenario = platform::scenario("example", "an example", 1, kArguments);

std::string refusal(const std::string& argument) {
  return message_of([&] { resolve_arguments(kScenario, {argument}); });
}

TEST(Scenarios, HaveUniqueNamesAndLegalDefaults) {
  std::set<std::string> names;
  for (const platform::Scenario& scenario : platform::kScenarios) {
    EXPECT_TRUE(names.insert(scenario.name).second) << scenario.name;
    EXPECT_EQ(&find_scenario(scenario.name), &scenario);
    for (std::size_t i = 0; i < scenario.argument_count; ++i) {
      const platform::ScenarioArgument& argument = scenario.arguments[i];
      EXPECT_GE(argument.value, argument.min) << scenario.name << ' ' << argument.name;
      EXPECT_LE(argument.value, argument.max) << scenario.name << ' ' << argument.name;
      if (argument.choices) {
        EXPECT_EQ(split(argument.choices, '|').size(), argument.max + 1) << argument.name;
      }
    }
    // What is written for the guest is read back without complaint.
    std::vector<std::string> all;
    for (const RunArgument& argument : resolve_arguments(scenario, {}))
      all.push_back(argument.name + "=" + argument.text);
    EXPECT_NO_THROW(resolve_arguments(scenario, all));
  }
}

TEST(Scenarios, EmptyNameIsTheDefault) { EXPECT_STREQ(find_scenario("").name, "stop_machine"); }

TEST(ScenariosBad, UnknownNameGetsTheNearest) {
  EXPECT_THAT(message_of([] { find_scenario("stop_machin"); }),
              testing::AllOf(testing::StartsWith("stop_machin: unknown scenario: it must be "),
                             testing::EndsWith("; the nearest is 'stop_machine'")));
}

TEST(Arguments, AreAllThereInTheTablesOrder) {
  const auto arguments = resolve_arguments(kScenario, {"load=mixed", "rounds=5", "rounds=007"});
  EXPECT_EQ(boot_arguments("example", arguments), "scenario=example rounds=7 load=mixed");
  EXPECT_EQ(boot_arguments("example", resolve_arguments(kScenario, {})),
            "scenario=example rounds=3 load=compute");
}

TEST(Arguments, OfAForeignProgramPassUnchecked) {
  EXPECT_EQ(boot_arguments("", free_arguments({"a=1", "b=x y"})), "a=1 b=x y");
  EXPECT_EQ(boot_arguments("", {}), "");
}

TEST(ArgumentsBad, SayWhatIsLegal) {
  EXPECT_EQ(refusal("rouns=3"),
            "--arg rouns=3: unknown argument 'rouns' of scenario example: it takes rounds or load; "
            "the nearest is 'rounds'");
  EXPECT_EQ(refusal("rounds=0"), "--arg rounds=0: rounds must be 1 to 1000");
  EXPECT_EQ(refusal("rounds=1001"), "--arg rounds=1001: rounds must be 1 to 1000");
  EXPECT_EQ(refusal("load=mixd"),
            "--arg load=mixd: load must be none, compute or mixed; the nearest is 'mixed'");
  EXPECT_EQ(refusal("rounds"), "--arg rounds: expected key=value");
  EXPECT_EQ(refusal("=3"), "--arg =3: expected key=value");
  for (const char* text : {"", "-1", "+1", "1.5", "0x3", "1 ", "99999999999999999999999"})
    EXPECT_NE(refusal(std::string("rounds=") + text), "(none)") << '"' << text << '"';
}

TEST(ArgumentsBad, WhatDoesNotGoTogetherIsNamedWithTheReason) {
  const platform::Scenario& scenario = find_scenario("stop_machine");
  EXPECT_NO_THROW(resolve_arguments(scenario, {"spin=wrs.nto", "barrier=tree", "layout=split"}));
  EXPECT_EQ(message_of([&] {
              resolve_arguments(scenario, {"kernel=2025", "spin=pause"});
            }),
            "--arg kernel=2025: spin is pause and must be relax: other policies stand beside "
            "kernel=6.10 alone");
}

TEST(ArgumentsBad, WhatWouldChangeNothingIsRefused) {
  const platform::Scenario& scenario = find_scenario("stop_machine");
  EXPECT_NO_THROW(resolve_arguments(scenario, {"timeout=50"})) << "the default";
  EXPECT_NO_THROW(resolve_arguments(scenario, {"timeout=20", "watchdog=on"}));
  EXPECT_NO_THROW(resolve_arguments(find_scenario("watchdog"), {"timeout=20"}));
  EXPECT_EQ(message_of([&] { resolve_arguments(scenario, {"timeout=20"}); }),
            "--arg timeout=20: it does nothing with watchdog=off");
}

/// A rule that names what no scenario takes would never be broken.
TEST(ArgumentRules, NameArgumentsAndWordsThatExist) {
  const auto check = [](const char* name, const char* words) {
    bool found = false;
    for (const platform::Scenario& scenario : platform::kScenarios)
      for (std::size_t i = 0; i < scenario.argument_count; ++i) {
        const platform::ScenarioArgument& argument = scenario.arguments[i];
        if (std::string_view(argument.name) != name || argument.max == 0) continue;
        found = true;
        for (const std::string& word : split(words, '|'))
          EXPECT_TRUE(platform::is_one_of(word, argument.choices)) << name << '=' << word;
      }
    EXPECT_TRUE(found) << name;
  };
  for (const platform::ArgumentRule& rule : platform::kArgumentRules) {
    check(rule.argument, rule.values);
    check(rule.other, rule.legal);
  }
  for (const platform::ArgumentNeed& use : platform::kArgumentNeeds)
    check(use.argument, use.values);
  for (const platform::ArgumentNeed& use : platform::kIdleNeeds) check(use.argument, use.values);
  for (const platform::IdleArgument& idle : platform::kIdleArguments) {
    check(idle.argument, idle.value);
    check(idle.other, "");
  }
}

}  // namespace
}  // namespace standstill::testbench
