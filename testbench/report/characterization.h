// What `standstill characterize` measured, as far as the report shows it.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_CHARACTERIZATION_H
#define STANDSTILL_TESTBENCH_REPORT_CHARACTERIZATION_H

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "common/types.h"

namespace standstill::testbench::report {

/// Raised when docs/characterize.md says so.
inline constexpr unsigned kCharacterizationVersion = 1;

using MaybeCycles = std::optional<Cycle>;

/// A measured line: what it is, and its figure.
struct Latency {
  std::string group;  ///< "access", "mmio", ...
  std::string name;   ///< "load, modified_other"
  std::uint64_t count = 0;
  MaybeCycles min;
  MaybeCycles median;
  MaybeCycles max;
};

struct Characterization {
  std::string name;     ///< its folder, as it was given
  std::string command;  ///< that gives it again; empty where it is not known
  std::vector<std::vector<MaybeCycles>> round_trip;  ///< a row a hart; docs/characterize.md
  std::vector<Latency> latencies;
};

/// Reads a characterize.json. Throws UsageError for another schema, and nlohmann::json::exception
/// for what is no such file.
Characterization characterization_of(const nlohmann::ordered_json& json, const std::string& name);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_CHARACTERIZATION_H
