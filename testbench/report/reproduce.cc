// What differs from the defaults, as options.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/reproduce.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/config.h"
#include "standstill/scenarios.h"
#include "testbench/config/machine_file.h"
#include "testbench/text/nearest.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

const platform::Scenario* scenario_named(const std::string& name) {
  for (const platform::Scenario& scenario : platform::kScenarios)
    if (name == scenario.name) return &scenario;
  return nullptr;
}

/// The text of the argument's default; empty if the scenario has no such argument.
std::string default_text(const platform::Scenario* scenario, const std::string& name) {
  for (std::size_t i = 0; scenario && i < scenario->argument_count; ++i) {
    const platform::ScenarioArgument& argument = scenario->arguments[i];
    if (name != argument.name) continue;
    return argument.choices ? split(argument.choices, '|').at(argument.value)
                            : std::to_string(argument.value);
  }
  return "";
}

std::string option(const char* name, const std::string& key, const std::string& value) {
  return std::string(" ") + name + " " + shell_word(key + "=" + value);
}

std::string machine_options(const Json& machine) {
  std::string text;
  const Json defaults = to_json(MachineConfig());
  for (const auto& section : machine.items())
    for (const auto& field : section.value().items()) {
      const std::string key = section.key() + "." + field.key();
      const bool known =
          defaults.contains(section.key()) && defaults[section.key()].contains(field.key());
      if (key == "machine.harts" ||
          (known && defaults[section.key()][field.key()] == field.value()))
        continue;
      text += option("--set", key, value_text(field.value()));
    }
  return text;
}

/// What ended a run that got nowhere: the limit of no progress, which docs/results.md defines, or
/// that of its cycles.
std::string limit_options(const Json& results) {
  const Json& outcome = results.at("outcome");
  if (outcome.at("status") != "hang") return "";
  const auto cycles = outcome.at("cycles").get<Cycle>();
  const auto report = results.find("no_progress");
  if (report != results.end() && !report->is_null() && !report->at("since").is_null()) {
    const Cycle last = report->at("since").get<Cycle>() +
                       results.at("machine").at("end").at("end_delay").get<Cycle>();
    if (cycles > last) return " --no-progress " + std::to_string(cycles - last);
  }
  return " --max-cycles " + std::to_string(cycles);
}

}  // namespace

std::string shell_word(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=,:+@%-";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string value_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string reproduce_command(const Json& results, const std::string& elf,
                              const std::string& log_level) {
  std::string text = "standstill run";
  const Json& name = results.at("scenario");
  const platform::Scenario* scenario = nullptr;
  if (name.is_null()) {
    text += " --elf " + (elf.empty() ? std::string("PROGRAM.elf") : shell_word(elf));
  } else {
    scenario = scenario_named(name.get<std::string>());
    text += " " + shell_word(name.get<std::string>());
  }
  text += " --harts " + results.at("machine").at("machine").at("harts").dump();
  text += machine_options(results.at("machine"));
  for (const auto& argument : results.at("arguments").items()) {
    const std::string value = value_text(argument.value());
    if (!scenario || value != default_text(scenario, argument.key()))
      text += option("--arg", argument.key(), value);
  }
  text += limit_options(results);
  if (!log_level.empty() && log_level != "rendezvous") text += " --log-level " + log_level;
  return text;
}

}  // namespace standstill::testbench::report
