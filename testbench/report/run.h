// A run as the report sees it: what went in, and its rendezvous.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_RUN_H
#define STANDSTILL_TESTBENCH_REPORT_RUN_H

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "testbench/probes/rendezvous.h"

namespace standstill::testbench::report {

/// A key and its value: "harts", "scenario", "program", "hart.atomics", "arg.rounds".
struct Setting {
  std::string key;
  std::string text;
};

/// Cycles by cause, in the order of results.json.
using ByCause = std::vector<std::pair<std::string, Cycle>>;

struct Run {
  std::string name;               ///< its folder, as it was given
  std::vector<Setting> settings;  ///< all that went in
  std::uint64_t frequency = 0;    ///< of the core clock, in hertz; 0 without results
  std::string status;             ///< "pass", or why its figures do not count
  std::string message;            ///< why it did not pass, where that is known
  std::string command;            ///< that gives it again
  std::vector<Rendezvous> rendezvous;
  std::vector<std::optional<ByCause>> paths;  ///< of each, where it has one

  /// The value of a setting, or null.
  const std::string* find(const std::string& key) const;
};

/// What host.json says of how the run was made; empty where it is not known.
struct HostWords {
  std::string elf;
  std::string log_level;
};

/// Reads a results.json. Throws UsageError for another schema, and nlohmann::json::exception for
/// what is no such file.
Run run_of(const nlohmann::ordered_json& results, const std::string& name, const HostWords& host);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_RUN_H
