// From `--arg` to bootargs.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "standstill/scenario_rules.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using platform::Scenario;
using platform::ScenarioArgument;

struct KeyValue {
  std::string key;
  std::string value;
};

KeyValue split_assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw UsageError(fmt::format("--arg {}: expected key=value", text));
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<std::string> argument_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < scenario.argument_count; ++i)
    names.emplace_back(scenario.arguments[i].name);
  return names;
}

std::size_t find_argument(const Scenario& scenario, const std::string& text,
                          const std::string& key) {
  const std::vector<std::string> names = argument_names(scenario);
  const auto name = std::find(names.begin(), names.end(), key);
  if (name == names.end())
    throw UsageError(fmt::format("--arg {}: unknown argument '{}' of scenario {}: it takes {}{}",
                                 text, key, scenario.name, join_choices(names),
                                 nearest_hint(key, names)));
  return static_cast<std::size_t>(name - names.begin());
}

void check_value(const ScenarioArgument& argument, const std::string& text,
                 const std::string& value) {
  if (argument.choices) {
    const auto words = split(argument.choices, '|');
    if (std::find(words.begin(), words.end(), value) == words.end())
      throw UsageError(fmt::format("--arg {}: {} must be {}{}", text, argument.name,
                                   legal_values(argument), nearest_hint(value, words)));
    return;
  }
  std::uint64_t number = 0;
  const char* end = value.data() + value.size();
  const auto result = std::from_chars(value.data(), end, number);
  if (value.empty() || result.ec != std::errc() || result.ptr != end || number < argument.min ||
      number > argument.max)
    throw UsageError(
        fmt::format("--arg {}: {} must be {}", text, argument.name, legal_values(argument)));
}

/// The word or number of the argument `name`; empty if the scenario has none.
std::string_view word_of(const std::vector<RunArgument>& arguments, const std::string& name) {
  for (const RunArgument& argument : arguments)
    if (argument.name == name) return argument.text;
  return {};
}

/// What does not go together, in the words of the firmware.
void check_rules(const std::vector<RunArgument>& arguments) {
  const auto word = [&](const char* name) { return word_of(arguments, name); };
  if (const platform::ArgumentRule* rule = platform::broken_rule(word))
    throw UsageError(fmt::format("--arg {}={}: {} is {} and must be {}: {}", rule->argument,
                                 word(rule->argument), rule->other, word(rule->other),
                                 join_choices(split(rule->legal, '|')), rule->because));
}

RunArgument default_of(const ScenarioArgument& argument) {
  if (!argument.choices) return {argument.name, std::to_string(argument.value), true};
  return {argument.name, split(argument.choices, '|').at(argument.value), false};
}

/// What has a value of its own and does nothing with it. Who asked for it would take the run for
/// another than it is.
void check_idle(const Scenario& scenario, const std::vector<RunArgument>& arguments) {
  for (const platform::IdleArgument& idle : platform::kIdleArguments) {
    if (word_of(arguments, idle.argument) != idle.value) continue;
    for (std::size_t i = 0; i < scenario.argument_count; ++i) {
      const std::string& text = arguments[i].text;
      if (arguments[i].name == idle.other && text != default_of(scenario.arguments[i]).text)
        throw UsageError(fmt::format("--arg {}={}: it does nothing with {}={}", idle.other, text,
                                     idle.argument, idle.value));
    }
  }
}

}  // namespace

const Scenario& find_scenario(const std::string& name) {
  if (name.empty()) return platform::kDefaultScenario;
  std::vector<std::string> names;
  for (const Scenario& scenario : platform::kScenarios) {
    if (name == scenario.name) return scenario;
    names.emplace_back(scenario.name);
  }
  throw UsageError(fmt::format("{}: unknown scenario: it must be {}{}", name, join_choices(names),
                               nearest_hint(name, names)));
}

std::vector<RunArgument> resolve_arguments(const Scenario& scenario,
                                           const std::vector<std::string>& given) {
  std::vector<RunArgument> arguments;
  for (std::size_t i = 0; i < scenario.argument_count; ++i)
    arguments.push_back(default_of(scenario.arguments[i]));
  for (const std::string& text : given) {
    const KeyValue assignment = split_assignment(text);
    const std::size_t index = find_argument(scenario, text, assignment.key);
    check_value(scenario.arguments[index], text, assignment.value);
    std::string value = assignment.value;
    // "007" and "7" are one number: let the guest see, and the results hold, one text.
    if (arguments[index].number) value = std::to_string(std::stoull(value));
    arguments[index].text = value;
  }
  check_rules(arguments);
  check_idle(scenario, arguments);
  return arguments;
}

void check_argument(const Scenario& scenario, const std::string& text) {
  const KeyValue assignment = split_assignment(text);
  check_value(scenario.arguments[find_argument(scenario, text, assignment.key)], text,
              assignment.value);
}

std::vector<RunArgument> free_arguments(const std::vector<std::string>& given) {
  std::vector<RunArgument> arguments;
  for (const std::string& text : given) {
    const KeyValue assignment = split_assignment(text);
    arguments.push_back({assignment.key, assignment.value, false});
  }
  return arguments;
}

std::string boot_arguments(const std::string& scenario, const std::vector<RunArgument>& arguments) {
  std::string text = scenario.empty() ? "" : "scenario=" + scenario;
  for (const RunArgument& argument : arguments) {
    if (!text.empty()) text += ' ';
    text += argument.name + "=" + argument.text;
  }
  return text;
}

std::string legal_values(const ScenarioArgument& argument) {
  if (argument.choices) return join_choices(split(argument.choices, '|'));
  return fmt::format("{} to {}", argument.min, argument.max);
}

}  // namespace standstill::testbench
