// The table of a sweep as JSON: everything that is reproducible, and nothing else.
// SPDX-License-Identifier: Apache-2.0
//
// docs/sweeps.md defines the fields.
#ifndef STANDSTILL_TESTBENCH_SWEEP_SWEEP_FILE_H
#define STANDSTILL_TESTBENCH_SWEEP_SWEEP_FILE_H

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "testbench/sweep/point_figures.h"
#include "testbench/sweep/spec.h"

namespace standstill::testbench {

/// Raised when a field changes its meaning or goes; a new field does not raise it.
inline constexpr unsigned kSweepVersion = 1;

enum class PointStatus : std::uint8_t {
  Pass,
  Fail,
  Hang,
  Error,    ///< the run left no results
  Pending,  ///< it has not been run
};
const char* name_of(PointStatus status);

/// One point and what became of it.
struct PointResult {
  std::vector<nlohmann::ordered_json> values;  ///< of each axis, as results.json has them
  std::string key;
  std::string command;
  PointStatus status = PointStatus::Pending;
  std::optional<int> exit_code;  ///< of `standstill run`
  std::string message;           ///< empty: none
  std::string results;           ///< path in the sweep's folder; empty: none
  PointFigures figures;
};

struct SweepResults {
  std::string simulator;  ///< SHA-256 of the program file
  std::vector<PointResult> points;

  std::size_t count(PointStatus status) const;
  /// Points that were run and did not pass.
  std::size_t failed() const;
};

nlohmann::ordered_json to_json(const SweepSpec& spec, const SweepResults& results);
/// The text of sweep.json.
std::string sweep_text(const SweepSpec& spec, const SweepResults& results);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_SWEEP_FILE_H
