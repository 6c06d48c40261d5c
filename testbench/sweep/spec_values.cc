// TOML nodes to texts, by the table of parameters.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/spec_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "testbench/config/parameters.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

/// More values than these are tried at the ends of their range only.
constexpr std::uint64_t kMostTried = 1000;

const std::vector<std::string> kRangeKeys = {"from", "to", "step", "times"};

const Parameter* parameter_of(const std::string& key) {
  return find_parameter(key == kHartsKey ? "machine.harts" : key);
}

bool is_section(const std::string& key) {
  if (key + "." == kArgumentPrefix) return true;
  const auto& rows = parameters();
  return std::any_of(rows.begin(), rows.end(),
                     [&](const Parameter& row) { return row.section() == key; });
}

bool is_key(const std::string& key) {
  const std::string prefix = kArgumentPrefix;
  return parameter_of(key) || key == kConfigKey || key == kScenarioKey ||
         (key.compare(0, prefix.size(), prefix) == 0 && key.size() > prefix.size());
}

[[noreturn]] void refuse_key(const std::string& key, const std::string& place) {
  const std::string hint =
      nearest_hint(key, {kHartsKey, kConfigKey, kScenarioKey}, "the nearest valid key is");
  throw UsageError(
      fmt::format("{}: unknown key '{}'{}", place, key, hint.empty() ? key_hint(key) : hint));
}

void flatten(const toml::table& table, const std::string& path, const std::string& prefix,
             const std::vector<std::string>& others, std::vector<SpecEntry>& entries) {
  for (auto&& [key, node] : table) {
    std::string full = prefix + std::string(key.str());
    if (std::find(others.begin(), others.end(), full) != others.end()) continue;
    if (node.is_table() && !is_key(full) && is_section(full)) {
      flatten(*node.as_table(), path, full + ".", others, entries);
      continue;
    }
    if (!is_key(full)) refuse_key(full, place_of(path, key.source()));
    if (full == "machine.harts") full = kHartsKey;
    entries.push_back({std::move(full), &node, key.source()});
  }
}

/// A list of integers, or of lists of them, as `--set hart.stall=` takes it.
std::string list_text(const toml::array& array, const SpecEntry& entry, const std::string& path);

std::string text_of(const toml::node& node, const SpecEntry& entry, const std::string& path) {
  if (const auto* value = node.as_integer()) return std::to_string(value->get());
  if (const auto* value = node.as_boolean()) return value->get() ? "true" : "false";
  if (const auto* value = node.as_string()) return value->get();
  const Parameter* parameter = parameter_of(entry.key);
  if (node.is_array() && parameter && parameter->kind == ParameterKind::Stalls)
    return list_text(*node.as_array(), entry, path);
  throw UsageError(
      fmt::format("{}: {}: not a value: it must be a whole number, a text in quotes, "
                  "true or false",
                  place_of(path, node.source()), entry.key));
}

std::string list_text(const toml::array& array, const SpecEntry& entry, const std::string& path) {
  std::string text;
  for (const toml::node& node : array)
    text += (text.empty() ? "" : ", ") + text_of(node, entry, path);
  return "[" + text + "]";
}

void check_value(const std::string& key, const std::string& text, const std::string& place) {
  const Parameter* parameter = parameter_of(key);
  MachineConfig scratch;
  if (!parameter || set_text(scratch, *parameter, text, place)) return;
  std::string hint;
  if (parameter->choices) hint = nearest_hint(text, split(parameter->choices, '|'));
  throw UsageError(fmt::format("{}: {} = {} is not legal: it must be {}{}", place, key, text,
                               legal_range(*parameter), hint));
}

void check_range(const Axis& axis) {
  const std::uint64_t size = axis.values.size();
  check_value(axis.key, axis.values.at(size - 1), axis.place);
  for (std::uint64_t i = 0; i < std::min(size, kMostTried); ++i)
    check_value(axis.key, axis.values.at(i), axis.place);
}

ValueSet range_of(const toml::table& table, const SpecEntry& entry, const std::string& path) {
  const std::string place = place_of(path, table.source());
  for (auto&& [key, node] : table)
    if (const std::string word(key.str());
        std::find(kRangeKeys.begin(), kRangeKeys.end(), word) == kRangeKeys.end())
      throw UsageError(fmt::format("{}: {}: unknown key '{}' of a range: it must be {}{}",
                                   place_of(path, key.source()), entry.key, word,
                                   join_choices(kRangeKeys), nearest_hint(word, kRangeKeys)));
  const auto number = [&](const char* key, std::uint64_t least) {
    return whole_number(*table.get(key), entry.key + ": " + key, path, least);
  };
  if (!table.contains("from") || !table.contains("to") ||
      (table.contains("step") && table.contains("times")))
    throw UsageError(
        fmt::format("{}: {}: a range must have from, to, and step or times", place, entry.key));
  const bool multiplies = table.contains("times");
  const std::uint64_t from = number("from", multiplies ? 1 : 0);
  const std::uint64_t to = number("to", from);
  if (multiplies) return ValueSet::multiples(from, to, number("times", 2));
  return ValueSet::steps(from, to, table.contains("step") ? number("step", 1) : 1);
}

}  // namespace

std::string place_of(const std::string& path, const toml::source_region& where) {
  return fmt::format("{}:{}:{}", path, where.begin.line, where.begin.column);
}

std::vector<SpecEntry> entries_of(const toml::table& table, const std::string& path,
                                  const std::string& prefix,
                                  const std::vector<std::string>& others) {
  std::vector<SpecEntry> entries;
  flatten(table, path, prefix, others, entries);
  // The library keeps keys by name.
  std::stable_sort(entries.begin(), entries.end(), [](const SpecEntry& a, const SpecEntry& b) {
    return std::pair(a.where.begin.line, a.where.begin.column) <
           std::pair(b.where.begin.line, b.where.begin.column);
  });
  return entries;
}

Setting setting_of(const SpecEntry& entry, const std::string& path) {
  const std::string place = place_of(path, entry.node->source());
  Setting setting{entry.key, text_of(*entry.node, entry, path), place};
  check_value(setting.key, setting.value, place);
  return setting;
}

Axis axis_of(const SpecEntry& entry, const std::string& path, bool one_is_enough) {
  const std::string place = place_of(path, entry.node->source());
  Axis axis{entry.key, ValueSet::list({}), place};
  if (entry.node->is_table()) {
    axis.values = range_of(*entry.node->as_table(), entry, path);
    check_range(axis);
  } else if (entry.node->is_array() && !entry.node->as_array()->empty()) {
    std::vector<std::string> values;
    for (const toml::node& node : *entry.node->as_array())
      values.push_back(setting_of({entry.key, &node, entry.where}, path).value);
    axis.values = ValueSet::list(std::move(values));
  } else if (one_is_enough && !entry.node->is_array()) {
    axis.values = ValueSet::list({setting_of(entry, path).value});
  } else {
    throw UsageError(
        fmt::format("{}: {}: it must be a list of values, or a range like "
                    "{{ from = 1, to = 64, times = 2 }}",
                    place, entry.key));
  }
  return axis;
}

std::uint64_t whole_number(const toml::node& node, const std::string& key, const std::string& path,
                           std::uint64_t least) {
  const auto* value = node.as_integer();
  if (value && value->get() >= 0 && static_cast<std::uint64_t>(value->get()) >= least)
    return static_cast<std::uint64_t>(value->get());
  throw UsageError(fmt::format("{}: {}{}: it must be a whole number, {} or more",
                               place_of(path, node.source()), key,
                               value ? fmt::format(" = {}", value->get()) : "", least));
}

}  // namespace standstill::testbench
