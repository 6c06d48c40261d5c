// Lists made from the tables everything else is checked against.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/list_command.h"

#include <fmt/format.h>

#include "testbench/config/parameters.h"
#include "testbench/program/scenario.h"
#include "testbench/text/nearest.h"

namespace standstill::testbench {
namespace {

std::string scenarios_text() {
  std::string text;
  for (const platform::Scenario& scenario : platform::kScenarios) {
    text += fmt::format("{:<14} {}\n", scenario.name, scenario.doc);
    for (std::size_t i = 0; i < scenario.argument_count; ++i) {
      const platform::ScenarioArgument& argument = scenario.arguments[i];
      const std::string value = argument.choices ? split(argument.choices, '|').at(argument.value)
                                                 : std::to_string(argument.value);
      text += fmt::format("    {:<22} {}; {}\n", fmt::format("{}={}", argument.name, value),
                          argument.doc, legal_values(argument));
    }
  }
  return text;
}

std::string presets_text(const Presets& presets) {
  std::string text;
  for (const Preset& preset : presets.all())
    text += fmt::format("{:<14} {}\n", preset.name, preset.doc);
  return text;
}

std::string parameters_text() {
  const MachineConfig defaults;
  std::string text;
  for (const Parameter& row : parameters()) {
    const std::string value = value_text(row, row.get(defaults));
    text += fmt::format("{:<40} {}; {} [{}]\n", fmt::format("{}={}", row.key, value), row.doc,
                        legal_range(row), row.source);
  }
  return text;
}

}  // namespace

std::string list_text(const std::string& what, const Presets& presets) {
  if (what == "scenarios") return scenarios_text();
  if (what == "presets") return presets_text(presets);
  return parameters_text();
}

}  // namespace standstill::testbench
