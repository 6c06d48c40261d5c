// The scenario and its arguments, out of "scenario=NAME key=value ...".
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/scenarios.h, the table both sides read.
#ifndef STANDSTILL_FIRMWARE_LIB_BOOTARGS_H
#define STANDSTILL_FIRMWARE_LIB_BOOTARGS_H

#include <cstdint>

#include "lib/line.h"
#include "standstill/scenarios.h"

namespace standstill::kernel {

inline constexpr std::size_t kMaxArguments = 32;

constexpr bool all_arguments_fit() {
  for (const platform::Scenario& scenario : platform::kScenarios)
    if (scenario.argument_count > kMaxArguments) return false;
  return true;
}
static_assert(all_arguments_fit(), "kMaxArguments is less than the arguments of a scenario");

/// The scenario to run and the value of each of its arguments, in the order of its table.
struct Arguments {
  const platform::Scenario* scenario = &platform::kDefaultScenario;
  std::uint64_t values[kMaxArguments] = {};

  /// The value of argument `name`; 0 if the scenario takes no such argument.
  std::uint64_t get(const char* name) const;
  /// The same, or `fallback` if the scenario takes no such argument.
  std::uint64_t get_or(const char* name, std::uint64_t fallback) const;
  /// The word an argument with choices stands for.
  Text word(const char* name) const;
};

/// Parses `text`. Returns true, or false with what is wrong, and what is legal, in `complaint`.
bool parse_bootargs(const char* text, Arguments& arguments, Line& complaint);

/// How many insertions, deletions and replacements of a character turn `a` into `b`.
unsigned edit_distance(Text a, Text b);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_LIB_BOOTARGS_H
