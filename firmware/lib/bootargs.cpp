// The parser of the boot arguments, and its complaints.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/scenarios.h; V. I. Levenshtein's distance for the nearest name.
#include "lib/bootargs.h"

#include "standstill/scenario_rules.h"

namespace standstill::kernel {
namespace {

using platform::Scenario;
using platform::ScenarioArgument;

/// Cuts the first part of `rest` up to `separator` off it.
Text cut(Text& rest, char separator) {
  const Text head = rest.substr(0, rest.find(separator));
  rest.remove_prefix(head.size() < rest.size() ? head.size() + 1 : head.size());
  return head;
}

bool parse_number(Text text, std::uint64_t& value) {
  if (text.empty()) return false;
  value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || value > (~0ull - 9) / 10) return false;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

bool parse_choice(const char* choices, Text word, std::uint64_t& value) {
  Text rest = choices;
  for (value = 0; !rest.empty(); ++value)
    if (cut(rest, '|') == word) return true;
  return false;
}

/// Adds "did you mean" with the nearest of `count` names, and all of them.
template <typename Entry>
void suggest(Line& complaint, Text given, const Entry* entries, std::size_t count) {
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < count; ++i)
    if (edit_distance(given, entries[i].name) < edit_distance(given, entries[nearest].name))
      nearest = i;
  complaint.add("; did you mean '");
  complaint.add(entries[nearest].name);
  complaint.add("'? Legal:");
  for (std::size_t i = 0; i < count; ++i) {
    complaint.add(' ');
    complaint.add(entries[i].name);
  }
}

bool find_scenario(Text name, const Scenario*& scenario, Line& complaint) {
  for (const Scenario& candidate : platform::kScenarios) {
    if (name != candidate.name) continue;
    scenario = &candidate;
    return true;
  }
  complaint.add("unknown scenario '");
  complaint.add(name);
  complaint.add('\'');
  suggest(complaint, name, platform::kScenarios, std::size(platform::kScenarios));
  return false;
}

bool set_value(const ScenarioArgument& argument, Text value, std::uint64_t& out, Line& complaint) {
  if (argument.choices != nullptr) {
    if (parse_choice(argument.choices, value, out)) return true;
  } else if (parse_number(value, out) && out >= argument.min && out <= argument.max) {
    return true;
  }
  complaint.add("argument ");
  complaint.add(argument.name);
  complaint.add('=');
  complaint.add(value);
  complaint.add(": legal is ");
  if (argument.choices != nullptr) {
    complaint.add(argument.choices);
  } else {
    complaint.add(argument.min);
    complaint.add(" to ");
    complaint.add(argument.max);
  }
  return false;
}

bool set_argument(Arguments& arguments, Text key, Text value, Line& complaint) {
  const Scenario& scenario = *arguments.scenario;
  for (std::size_t i = 0; i < scenario.argument_count; ++i)
    if (key == scenario.arguments[i].name)
      return set_value(scenario.arguments[i], value, arguments.values[i], complaint);
  complaint.add("scenario ");
  complaint.add(scenario.name);
  complaint.add(" takes no argument '");
  complaint.add(key);
  complaint.add('\'');
  suggest(complaint, key, scenario.arguments, scenario.argument_count);
  return false;
}

bool keeps_rules(const Arguments& arguments, Line& complaint) {
  const platform::ArgumentRule* const rule =
      platform::broken_rule([&](const char* name) { return arguments.word(name); });
  if (rule == nullptr) return true;
  const Text words[] = {rule->argument, "=",         arguments.word(rule->argument),
                        ": ",           rule->other, " must be ",
                        rule->legal,    ": ",        rule->because};
  for (const Text word : words) complaint.add(word);
  return false;
}

constexpr Text kScenarioKey = "scenario";

}  // namespace

unsigned edit_distance(Text a, Text b) {
  constexpr std::size_t kLongest = 31;
  const std::size_t columns = b.size() < kLongest ? b.size() : kLongest;
  unsigned row[kLongest + 1];
  for (std::size_t j = 0; j <= columns; ++j) row[j] = static_cast<unsigned>(j);
  for (std::size_t i = 0; i < a.size(); ++i) {
    unsigned diagonal = row[0];
    row[0] = static_cast<unsigned>(i + 1);
    for (std::size_t j = 0; j < columns; ++j) {
      const unsigned replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      const unsigned shorter = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
      row[j + 1] = replaced < shorter ? replaced : shorter;
    }
  }
  return row[columns];
}

std::uint64_t Arguments::get_or(const char* name, std::uint64_t fallback) const {
  for (std::size_t i = 0; i < scenario->argument_count; ++i)
    if (Text(scenario->arguments[i].name) == name) return values[i];
  return fallback;
}

std::uint64_t Arguments::get(const char* name) const { return get_or(name, 0); }

Text Arguments::word(const char* name) const {
  for (std::size_t i = 0; i < scenario->argument_count; ++i) {
    const ScenarioArgument& argument = scenario->arguments[i];
    if (argument.choices == nullptr || Text(argument.name) != name) continue;
    Text rest = argument.choices;
    for (std::uint64_t skip = values[i]; skip != 0; --skip) cut(rest, '|');
    return cut(rest, '|');
  }
  return {};
}

bool parse_bootargs(const char* text, Arguments& arguments, Line& complaint) {
  for (Text rest = text; !rest.empty();) {
    Text value = cut(rest, ' ');
    const Text key = cut(value, '=');
    if (key == kScenarioKey && !find_scenario(value, arguments.scenario, complaint)) return false;
  }
  for (std::size_t i = 0; i < arguments.scenario->argument_count; ++i)
    arguments.values[i] = arguments.scenario->arguments[i].value;
  for (Text rest = text; !rest.empty();) {
    Text value = cut(rest, ' ');
    const Text key = cut(value, '=');
    if (key.empty() || key == kScenarioKey) continue;
    if (!set_argument(arguments, key, value, complaint)) return false;
  }
  return keeps_rules(arguments, complaint);
}

}  // namespace standstill::kernel
