// Settings to options, options to a plan, a plan to a key.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/sweep_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "testbench/config/parameters.h"
#include "testbench/program/scenario.h"
#include "testbench/results/host_file.h"
#include "testbench/sweep/key.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostErrors = 20;  ///< shown; there may be thousands, for one reason

bool is_argument(const std::string& key) {
  const std::string prefix = kArgumentPrefix;
  return key.compare(0, prefix.size(), prefix) == 0;
}

std::string argument_name(const std::string& key) {
  return key.substr(std::string(kArgumentPrefix).size());
}

void apply(const std::string& key, const std::string& value, RunOptions& options) {
  if (key == kScenarioKey) {
    options.scenario = value;
  } else if (key == kConfigKey) {
    options.config = value;
  } else if (is_argument(key)) {
    options.arguments.push_back(argument_name(key) + "=" + value);
  } else {
    options.sets.push_back((key == kHartsKey ? "machine.harts" : key) + "=" + value);
  }
}

/// Paths as they stand in the specification.
RunOptions options_of(const SweepSpec& spec, const std::vector<std::string>& keys,
                      const SweepPoint& point) {
  RunOptions options;
  options.elf = spec.elf;
  options.max_cycles = spec.max_cycles.value_or(kNever);
  options.log_level = spec.log_level;
  for (const Setting& setting : spec.fixed) apply(setting.key, setting.value, options);
  for (std::size_t i = 0; i < keys.size(); ++i) apply(keys[i], point[i], options);
  return options;
}

/// The value of an axis as the run has understood it.
Json value_of(const std::string& key, const std::string& text, const RunPlan& plan,
              const Json& machine) {
  if (key == kScenarioKey || key == kConfigKey) return text;
  if (key == kHartsKey) return plan.request.config.harts;
  if (!is_argument(key)) {
    const Parameter& parameter = *find_parameter(key);
    return machine.at(parameter.section()).at(parameter.name());
  }
  for (const RunArgument& argument : plan.arguments)
    if (argument.name == argument_name(key) && argument.number)
      return Json(std::stoull(argument.text));
  return text;
}

std::string name_of(const std::vector<std::string>& keys, const SweepPoint& point) {
  std::string text;
  for (std::size_t i = 0; i < keys.size(); ++i)
    text += fmt::format("{}{}={}", i == 0 ? "" : ", ", keys[i], point[i]);
  return text;
}

std::string quoted(const std::string& word) {
  const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,/:@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// Values of arguments where their line is known. Those of a scenario that is an axis are left to
/// the points.
void check_arguments(const SweepSpec& spec) {
  const std::vector<std::string> keys = axis_keys(spec);
  if (!spec.elf.empty() || std::find(keys.begin(), keys.end(), kScenarioKey) != keys.end()) return;
  std::string name;
  std::string place = spec.path;
  for (const Setting& setting : spec.fixed)
    if (setting.key == kScenarioKey) {
      name = setting.value;
      place = setting.place;
    }
  const auto check = [&](const std::string& key, const std::string& value,
                         const std::string& where) {
    if (!is_argument(key)) return;
    place = where;
    check_argument(find_scenario(name), argument_name(key) + "=" + value);
  };
  try {
    find_scenario(name);
    for (const Setting& setting : spec.fixed) check(setting.key, setting.value, setting.place);
    for (const std::vector<Setting>& row : spec.list)
      for (const Setting& setting : row) check(setting.key, setting.value, setting.place);
    for (const std::vector<Axis>* axes : {&spec.random, &spec.grid})
      for (const Axis& axis : *axes)
        for (const std::uint64_t i : {std::uint64_t{0}, axis.values.size() - 1})
          check(axis.key, axis.values.at(i), axis.place);
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("{}: {}", place, error.what()));
  }
}

}  // namespace

std::string inputs_of(const RunPlan& plan, const RunOptions& options,
                      const std::string& simulator) {
  RunInputs inputs;
  inputs.simulator = simulator;
  inputs.scenario = plan.scenario;
  inputs.arguments = plan.arguments;
  inputs.config = plan.request.config;
  inputs.log_level = options.log_level;
  inputs.max_cycles = options.max_cycles;
  return inputs_text(inputs, plan.request.image);
}

std::vector<PlannedPoint> plan_sweep(const SweepSpec& spec, const SweepPlace& place) {
  check_arguments(spec);
  const std::vector<std::string> keys = axis_keys(spec);
  std::vector<PlannedPoint> all;
  std::vector<std::string> errors;
  for (const SweepPoint& point : points_of(spec)) {
    PlannedPoint& planned = all.emplace_back();
    planned.options = options_of(spec, keys, point);
    planned.command = command_of(planned.options);
    planned.options.elf = beside_spec(spec, planned.options.elf);
    planned.options.config = beside_spec(spec, planned.options.config);
    planned.name = name_of(keys, point);
    try {
      const RunPlan plan = make_plan(planned.options, place.presets, place.firmware);
      planned.key = key_of(inputs_of(plan, planned.options, place.simulator));
      const Json machine = to_json(plan.request.config);
      for (std::size_t i = 0; i < keys.size(); ++i)
        planned.values.push_back(value_of(keys[i], point[i], plan, machine));
    } catch (const UsageError& error) {
      errors.push_back(
          fmt::format("\n  point {} ({}): {}", all.size() - 1, planned.name, error.what()));
    }
  }
  if (errors.empty()) return all;
  std::string text =
      fmt::format("{}: {} of {} points cannot be run:", spec.path, errors.size(), all.size());
  for (std::size_t i = 0; i < std::min(errors.size(), kMostErrors); ++i) text += errors[i];
  if (errors.size() > kMostErrors)
    text += fmt::format("\n  ... and {} more", errors.size() - kMostErrors);
  throw UsageError(text);
}

std::string command_of(const RunOptions& options) {
  std::string text = "standstill run";
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {} {}", option, quoted(value));
  };
  if (!options.scenario.empty()) text += " " + quoted(options.scenario);
  add("--elf", options.elf);
  add("--firmware", options.firmware);
  add("-c", options.config);
  for (const std::string& set : options.sets) add("--set", set);
  for (const std::string& argument : options.arguments) add("--arg", argument);
  if (options.max_cycles != kNever) add("--max-cycles", std::to_string(options.max_cycles));
  if (options.log_level != LogLevel::Rendezvous)
    add("--log-level", log_level_name(options.log_level));
  return text;
}

}  // namespace standstill::testbench
