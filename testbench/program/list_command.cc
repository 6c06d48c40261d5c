// Lists made from the tables everything else is checked against.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/list_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "testbench/config/parameters.h"
#include "testbench/program/scenario.h"
#include "testbench/text/nearest.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;
using platform::Scenario;
using platform::ScenarioArgument;

/// What `scenario` needs that not every machine has: all of it, or that which QEMU lacks.
std::vector<std::string> needs_of(const Scenario& scenario, bool only_absent_on_qemu) {
  std::vector<std::string> names;
  for (const platform::Hardware& hardware : platform::kHardware)
    if ((scenario.needs & hardware.need) != 0 && !(only_absent_on_qemu && hardware.on_qemu))
      names.emplace_back(hardware.name);
  return names;
}

std::string default_of(const ScenarioArgument& argument) {
  return argument.choices ? split(argument.choices, '|').at(argument.value)
                          : std::to_string(argument.value);
}

std::string qemu_text(const Scenario& scenario) {
  const std::vector<std::string> absent = needs_of(scenario, true);
  return absent.empty() ? "runs on QEMU"
                        : "not on QEMU: no " + fmt::format("{}", fmt::join(absent, ", no "));
}

std::string scenarios_text() {
  std::string text;
  for (const Scenario& scenario : platform::kScenarios) {
    text +=
        fmt::format("{:<16} {} [{} hart{} or more; {}]\n", scenario.name, scenario.doc,
                    scenario.min_harts, scenario.min_harts == 1 ? "" : "s", qemu_text(scenario));
    for (std::size_t i = 0; i < scenario.argument_count; ++i) {
      const ScenarioArgument& argument = scenario.arguments[i];
      text += fmt::format("    {:<22} {}; {}\n",
                          fmt::format("{}={}", argument.name, default_of(argument)), argument.doc,
                          legal_values(argument));
    }
  }
  return text;
}

Json argument_json(const ScenarioArgument& argument) {
  Json json = {{"name", argument.name}, {"doc", argument.doc}};
  if (argument.choices) {
    json["default"] = default_of(argument);
    json["choices"] = split(argument.choices, '|');
  } else {
    json["default"] = argument.value;
    json["min"] = argument.min;
    json["max"] = argument.max;
  }
  return json;
}

Json scenarios_json() {
  Json list = Json::array();
  for (const Scenario& scenario : platform::kScenarios) {
    Json arguments = Json::array();
    for (std::size_t i = 0; i < scenario.argument_count; ++i)
      arguments.push_back(argument_json(scenario.arguments[i]));
    list.push_back({{"name", scenario.name},
                    {"doc", scenario.doc},
                    {"min_harts", scenario.min_harts},
                    {"needs", needs_of(scenario, false)},
                    {"qemu", needs_of(scenario, true).empty()},
                    {"arguments", arguments}});
  }
  return list;
}

std::string presets_text(const Presets& presets) {
  std::string text;
  for (const Preset& preset : presets.all())
    text += fmt::format("{:<14} {}\n", preset.name, preset.doc);
  return text;
}

Json presets_json(const Presets& presets) {
  Json list = Json::array();
  for (const Preset& preset : presets.all())
    list.push_back({{"name", preset.name}, {"doc", preset.doc}});
  return list;
}

std::string parameters_text() {
  const MachineConfig defaults;
  std::string text;
  for (const Parameter& row : parameters()) {
    const std::string value = field_text(row, defaults);
    text += fmt::format("{:<40} {}; {} [{}]\n", fmt::format("{}={}", row.key, value), row.doc,
                        legal_range(row), row.source);
  }
  return text;
}

Json parameters_json() {
  const MachineConfig defaults;
  Json list = Json::array();
  for (const Parameter& row : parameters())
    list.push_back({{"key", row.key},
                    {"default", field_text(row, defaults)},
                    {"doc", row.doc},
                    {"legal", legal_range(row)},
                    {"source", row.source}});
  return list;
}

}  // namespace

std::string list_text(const std::string& what, const Presets& presets, bool json) {
  if (json)
    return (what == "scenarios" ? scenarios_json()
            : what == "presets" ? presets_json(presets)
                                : parameters_json())
               .dump(2) +
           '\n';
  if (what == "scenarios") return scenarios_text();
  if (what == "presets") return presets_text(presets);
  return parameters_text();
}

}  // namespace standstill::testbench
