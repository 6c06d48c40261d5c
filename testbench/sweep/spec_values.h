// Keys and values out of TOML.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_SWEEP_SPEC_VALUES_H
#define STANDSTILL_TESTBENCH_SWEEP_SPEC_VALUES_H

#include <toml++/toml.h>

#include <string>
#include <vector>

#include "testbench/sweep/spec.h"

namespace standstill::testbench {

/// A key, whole, with its node.
struct SpecEntry {
  std::string key;  ///< "hart.irq_sync", "arg.rounds", "harts"
  const toml::node* node;
  toml::source_region where;  ///< of the key
};

/// "<path>:<line>:<column>".
std::string place_of(const std::string& path, const toml::source_region& where);

/// The entries of a table in the order of the file, those of tables for sections among them.
/// `harts` and `machine.harts` are one. Throws UsageError for a key that is none.
/// @param prefix put before each key: "arg." for [arg]
/// @param others keys of the table that are something else
std::vector<SpecEntry> entries_of(const toml::table& table, const std::string& path,
                                  const std::string& prefix = "",
                                  const std::vector<std::string>& others = {});

/// One value as text. Throws UsageError for what cannot be one, and for what a parameter does not
/// allow.
Setting setting_of(const SpecEntry& entry, const std::string& path);
/// A list or a range; with `one_is_enough` also a value. Likewise.
Axis axis_of(const SpecEntry& entry, const std::string& path, bool one_is_enough = false);

/// A number that is no parameter. Throws UsageError unless it is `least` or more.
std::uint64_t whole_number(const toml::node& node, const std::string& key, const std::string& path,
                           std::uint64_t least);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_SPEC_VALUES_H
