// TOML in and out by the parameter table.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/config/machine_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "testbench/config/parameters.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

std::string at(const std::string& place, const toml::source_region& source) {
  return fmt::format("{}:{}:{}", place, source.begin.line, source.begin.column);
}

const char* type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a fraction";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::table:
      return "a table";
    default:
      return "a date or time";
  }
}

/// A list of integers, or of lists of them, in decimal; "null" where there is something else.
std::string list_text(const toml::node& node) {
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (!node.is_array()) return "null";
  std::string text;
  for (const toml::node& entry : *node.as_array())
    text += (text.empty() ? "" : ", ") + list_text(entry);
  return "[" + text + "]";
}

/// The node as text that parse_value reads; nothing if its TOML type does not suit the row.
std::optional<std::string> text_of(const Parameter& parameter, const toml::node& node) {
  if (parameter.kind == ParameterKind::Stalls && node.is_array()) return list_text(node);
  const bool wants_string =
      parameter.kind == ParameterKind::Choice || parameter.kind == ParameterKind::Text;
  const bool may_be_string = wants_string || parameter.kind == ParameterKind::Bytes;
  if (const auto* value = node.as_string(); value && may_be_string) return value->get();
  if (const auto* value = node.as_boolean(); value && parameter.kind == ParameterKind::Bool)
    return value->get() ? "true" : "false";
  if (const auto* value = node.as_integer(); value && !wants_string &&
                                             parameter.kind != ParameterKind::Bool &&
                                             parameter.kind != ParameterKind::Stalls)
    return std::to_string(value->get());
  return std::nullopt;
}

void read_value(MachineConfig& config, const Parameter& parameter, const toml::node& node,
                const std::string& place) {
  const std::string where = at(place, node.source());
  const auto text = text_of(parameter, node);
  if (!text)
    throw UsageError(fmt::format("{}: {} is {}: it must be {}", where, parameter.key,
                                 type_name(node), legal_range(parameter)));
  if (!set_text(config, parameter, *text, where)) {
    std::string hint;
    if (parameter.choices) hint = nearest_hint(*text, split(parameter.choices, '|'));
    throw UsageError(fmt::format("{}: {} = {} is not legal: it must be {}{}", where, parameter.key,
                                 *text, legal_range(parameter), hint));
  }
}

bool is_section(const std::string& name) {
  for (const Parameter& row : parameters())
    if (row.section() == name) return true;
  return false;
}

[[noreturn]] void refuse_section(const std::string& where, const std::string& name, bool is_table) {
  if (!is_table)
    throw UsageError(
        fmt::format("{}: unknown key '{}' outside any section{}", where, name, key_hint(name)));
  std::vector<std::string> sections;
  for (const Parameter& row : parameters()) sections.push_back(row.section());
  throw UsageError(fmt::format("{}: unknown section '{}'{}", where, name,
                               nearest_hint(name, sections, "the nearest valid section is")));
}

void read_table(MachineConfig& config, const toml::table& table, const std::string& place) {
  for (auto&& [section_key, section_node] : table) {
    const std::string section(section_key.str());
    const toml::table* entries = section_node.as_table();
    if (!entries || !is_section(section))
      refuse_section(at(place, section_key.source()), section, entries != nullptr);
    for (auto&& [key, node] : *entries) {
      const std::string full = section + "." + std::string(key.str());
      const Parameter* parameter = find_parameter(full);
      if (!parameter)
        throw UsageError(
            fmt::format("{}: unknown key '{}'{}", at(place, key.source()), full, key_hint(full)));
      read_value(config, *parameter, node, place);
    }
  }
}

}  // namespace

MachineConfig parse_machine(const std::string& text, const std::string& place) {
  MachineConfig config;
  try {
    read_table(config, toml::parse(text), place);
  } catch (const toml::parse_error& error) {
    throw UsageError(fmt::format("{}: {}", at(place, error.source()), error.description()));
  }
  return config;
}

MachineConfig load_machine_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  // A folder opens and fails at the first read.
  if (!file || !text)
    throw UsageError(fmt::format("{}: cannot read the machine file: {}", path,
                                 errno ? std::strerror(errno) : "it is empty or not a file"));
  return parse_machine(text.str(), path);
}

std::string to_toml(const MachineConfig& config) {
  std::string text;
  std::string section;
  for (const Parameter& row : parameters()) {
    if (row.section() != section) {
      section = row.section();
      text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", section);
    }
    const std::string value = field_text(row, config);
    const bool quoted = row.choices || row.kind == ParameterKind::Text;
    // A JSON string is a TOML one.
    text += fmt::format("{} = {}\n", row.name(), quoted ? nlohmann::json(value).dump() : value);
  }
  return text;
}

nlohmann::ordered_json to_json(const MachineConfig& config) {
  nlohmann::ordered_json json;
  for (const Parameter& row : parameters()) {
    auto& field = json[row.section()][row.name()];
    const std::uint64_t value = row.get(config);
    if (row.kind == ParameterKind::Stalls) {
      field = nlohmann::ordered_json::parse(field_text(row, config));
    } else if (row.kind == ParameterKind::Text) {
      field = field_text(row, config);
    } else if (row.kind == ParameterKind::Bool) {
      field = value != 0;
    } else if (row.choices) {
      field = value_text(row, value);
    } else {
      field = value;
    }
  }
  return json;
}

}  // namespace standstill::testbench
