// A run's key: another with each thing that determines the run, the same with all others.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "testbench/config/parameters.h"

namespace standstill::testbench {
namespace {

RunInputs inputs() {
  RunInputs made;
  made.simulator = "abc";
  made.scenario = "hello";
  made.arguments = {{"rounds", "3", true}, {"load", "none", false}};
  return made;
}

ElfImage image() {
  ElfImage made;
  made.segments = {{0x80000000, {1, 2, 3, 4}, 8}};
  made.entry = 0x80000000;
  made.symbols = {{0x80000000, 4, "_start", true}};
  made.compiler = "GNU C 12";
  return made;
}

std::string key(const RunInputs& of, const ElfImage& program = image()) {
  return key_of(inputs_text(of, program));
}

TEST(Key, IsAHashOfAText) {
  EXPECT_EQ(key(inputs()), key(inputs()));
  EXPECT_EQ(key(inputs()).size(), 64u);
  EXPECT_THAT(inputs_text(inputs(), image()), testing::HasSubstr("\"schema_version\": "));
}

/// A legal value other than that of the defaults.
void change(const Parameter& parameter, MachineConfig& config) {
  if (parameter.kind == ParameterKind::Stalls) {
    config.hart.stall = {{0, 10, 20}};
  } else if (parameter.kind == ParameterKind::Text) {
    config.device.uart_input = "x";
  } else {
    const std::uint64_t before = parameter.get(config);
    parameter.set(config, before == parameter.min ? parameter.max : parameter.min);
  }
}

TEST(Key, IsAnotherWithEachParameterOfTheMachine) {
  std::set<std::string> keys = {key(inputs())};
  for (const Parameter& parameter : parameters()) {
    RunInputs changed = inputs();
    change(parameter, changed.config);
    EXPECT_TRUE(keys.insert(key(changed)).second) << parameter.key;
  }
  EXPECT_GT(keys.size(), 50u);
}

TEST(Key, IsAnotherWithEachInput) {
  std::vector<RunInputs> others(9, inputs());
  others[0].simulator = "abd";
  others[1].scenario = "";
  others[2].arguments[0].text = "4";
  others[3].arguments[0].name = "seed";
  others[4].arguments[0].number = false;
  others[5].arguments.pop_back();
  std::swap(others[6].arguments[0], others[6].arguments[1]);
  others[7].log_level = LogLevel::Marks;
  others[8].max_cycles = 1000;
  std::set<std::string> keys = {key(inputs())};
  for (const RunInputs& other : others) EXPECT_TRUE(keys.insert(key(other)).second);
}

TEST(Key, IsAnotherWithEachPartOfTheProgram) {
  std::vector<ElfImage> others(9, image());
  others[0].entry += 2;
  others[1].segments[0].bytes[3] = 5;
  others[2].segments[0].size = 9;
  others[3].segments[0].address += 8;
  others[4].tohost = 0x80001000;
  others[5].compiler = "GNU C 13";
  others[6].symbols[0].name = "_begin";
  others[7].symbols[0].size = 8;
  others[8].symbols[0].address += 2;
  std::set<std::string> keys = {key(inputs())};
  for (const ElfImage& other : others) EXPECT_TRUE(keys.insert(key(inputs(), other)).second);
}

}  // namespace
}  // namespace standstill::testbench
