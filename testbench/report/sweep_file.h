// The points of a sweep.json.
// SPDX-License-Identifier: Apache-2.0
//
// docs/sweeps.md describes the file.
#ifndef STANDSTILL_TESTBENCH_REPORT_SWEEP_FILE_H
#define STANDSTILL_TESTBENCH_REPORT_SWEEP_FILE_H

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "testbench/report/run.h"

namespace standstill::testbench::report {

/// Raised when docs/sweeps.md says so.
inline constexpr unsigned kSweepVersion = 1;

struct SweepPoint {
  std::string results;  ///< path of its results.json in the sweep's folder; empty: it has none
  std::vector<Setting> values;  ///< of each axis
  Run run;                      ///< as far as sweep.json knows it
};

struct SweepFile {
  std::vector<std::string> axes;  ///< keys with more than one value
  std::vector<SweepPoint> points;
};

/// Reads a sweep.json of the folder `name`. Throws UsageError for another version, and
/// nlohmann::json::exception for what is no such file.
SweepFile sweep_of(const nlohmann::ordered_json& json, const std::string& name);

/// The point with what its results.json says; the sweep's word stands for how it ended.
Run finished(const SweepPoint& point, Run results);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_SWEEP_FILE_H
