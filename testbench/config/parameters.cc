// Reading, checking and naming of single parameters.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/config/parameters.h"

#include <fmt/format.h>

#include <algorithm>

#include "testbench/config/stalls.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

bool is_power_of_two(std::uint64_t value) { return value != 0 && (value & (value - 1)) == 0; }

/// Decimal, or hexadecimal after 0x; '_' between digits as in TOML. Nothing on overflow.
std::optional<std::uint64_t> parse_number(std::string_view text) {
  unsigned base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  }
  if (text.empty() || text.front() == '_' || text.back() == '_') return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c == '_') continue;
    unsigned digit = 99;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A' + 10);
    if (digit >= base || value > (~std::uint64_t{0} - digit) / base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  unsigned shift = 0;
  if (text.size() > 3 && text.substr(text.size() - 2) == "iB") {
    const char prefix = text[text.size() - 3];
    shift = prefix == 'K' ? 10 : prefix == 'M' ? 20 : prefix == 'G' ? 30 : 0;
    if (shift == 0) return std::nullopt;
    text.remove_suffix(3);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  }
  const auto number = parse_number(text);
  if (!number || *number > (~std::uint64_t{0} >> shift)) return std::nullopt;
  return *number << shift;
}

std::string with_unit(std::uint64_t value, const Parameter& parameter) {
  return fmt::format("{}{}{}", value_text(parameter, value), *parameter.unit ? " " : "",
                     parameter.unit);
}

}  // namespace

std::string Parameter::section() const {
  const std::string_view text = key;
  return std::string(text.substr(0, text.find('.')));
}

std::string Parameter::name() const {
  const std::string_view text = key;
  return std::string(text.substr(text.find('.') + 1));
}

const Parameter* find_parameter(std::string_view key) {
  const auto& rows = parameters();
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Parameter& p) { return key == p.key; });
  return row == rows.end() ? nullptr : &*row;
}

std::string key_hint(std::string_view key) {
  // A key without its section is meant more often than one that is spelled wrong altogether.
  for (const Parameter& row : parameters())
    if (key == row.name()) return fmt::format("; the nearest valid key is '{}'", row.key);
  for (const Parameter& row : parameters())
    if (key == row.section())
      return fmt::format("; {} is a section: {}, ...; see list params", key, row.key);
  std::vector<std::string> keys;
  for (const Parameter& row : parameters()) keys.emplace_back(row.key);
  const std::string hint = nearest_hint(key, keys, "the nearest valid key is");
  return hint.empty() ? "; see list params" : hint;
}

std::string legal_range(const Parameter& parameter) {
  if (parameter.kind == ParameterKind::Bool) return "true or false";
  if (parameter.kind == ParameterKind::Stalls) return kLegalStalls;
  if (parameter.kind == ParameterKind::Text)
    return fmt::format("a text of up to {} bytes", parameter.max);
  if (parameter.choices) return join_choices(split(parameter.choices, '|'));
  const char* prefix = parameter.power_of_two ? "a power of two from " : "";
  std::string text = fmt::format("{}{} to {}", prefix, value_text(parameter, parameter.min),
                                 with_unit(parameter.max, parameter));
  if (parameter.step > 1) text += fmt::format(", a multiple of {}", parameter.step);
  return text;
}

bool is_legal(const Parameter& parameter, std::uint64_t value) {
  if (value < parameter.min || value > parameter.max) return false;
  if (parameter.power_of_two && !is_power_of_two(value)) return false;
  return value % parameter.step == 0;
}

std::string value_text(const Parameter& parameter, std::uint64_t value) {
  if (parameter.kind == ParameterKind::Bool) return value ? "true" : "false";
  if (parameter.kind == ParameterKind::Address) return fmt::format("{:#x}", value);
  if (parameter.choices) {
    const auto words = split(parameter.choices, '|');
    if (value < words.size()) return words[value];
  }
  return std::to_string(value);
}

std::optional<std::uint64_t> parse_value(const Parameter& parameter, std::string_view text) {
  switch (parameter.kind) {
    case ParameterKind::Number:
    case ParameterKind::Address:
      return parse_number(text);
    case ParameterKind::Bytes:
      return parse_bytes(text);
    case ParameterKind::Bool:
      if (text == "true") return 1;
      if (text == "false") return 0;
      return std::nullopt;
    case ParameterKind::Choice: {
      const auto words = split(parameter.choices, '|');
      const auto word = std::find(words.begin(), words.end(), text);
      if (word == words.end()) return std::nullopt;
      return static_cast<std::uint64_t>(word - words.begin());
    }
    case ParameterKind::Text:
    case ParameterKind::Stalls:
      break;
  }
  return std::nullopt;
}

std::string field_text(const Parameter& parameter, const MachineConfig& config) {
  if (parameter.kind == ParameterKind::Stalls) return stalls_text(config.hart.stall);
  if (parameter.kind == ParameterKind::Text) return config.device.uart_input;
  return value_text(parameter, parameter.get(config));
}

bool set_text(MachineConfig& config, const Parameter& parameter, std::string_view text,
              const std::string& place) {
  if (parameter.kind == ParameterKind::Stalls) {
    const auto stalls = parse_stalls(text);
    if (stalls) config.hart.stall = *stalls;
    return stalls.has_value();
  }
  if (parameter.kind == ParameterKind::Text) {
    if (text.size() > parameter.max) return false;
    config.device.uart_input = text;
    return true;
  }
  const auto value = parse_value(parameter, text);
  if (value) set_checked(config, parameter, *value, place);
  return value.has_value();
}

void set_checked(MachineConfig& config, const Parameter& parameter, std::uint64_t value,
                 const std::string& place) {
  if (!is_legal(parameter, value))
    throw UsageError(fmt::format("{}: {} = {} is not legal: it must be {}", place, parameter.key,
                                 value_text(parameter, value), legal_range(parameter)));
  parameter.set(config, value);
}

void apply_set(MachineConfig& config, std::string_view assignment) {
  const std::string place = fmt::format("--set {}", assignment);
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos)
    throw UsageError(fmt::format("{}: expected key=value{}", place, key_hint(assignment)));
  const std::string_view key = assignment.substr(0, equals);
  const std::string_view text = assignment.substr(equals + 1);
  const Parameter* parameter = find_parameter(key);
  if (!parameter)
    throw UsageError(fmt::format("{}: unknown key '{}'{}", place, key, key_hint(key)));
  if (!set_text(config, *parameter, text, place)) {
    std::string hint;
    if (parameter->choices) hint = nearest_hint(text, split(parameter->choices, '|'));
    throw UsageError(fmt::format("{}: '{}' is not a value of {}: it must be {}{}", place, text, key,
                                 legal_range(*parameter), hint));
  }
}

}  // namespace standstill::testbench
