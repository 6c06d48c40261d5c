// A baseline: what to run, and the figures it must give.
// SPDX-License-Identifier: Apache-2.0
//
// docs/baselines.md describes the file.
#ifndef STANDSTILL_TESTBENCH_BASELINE_BASELINE_H
#define STANDSTILL_TESTBENCH_BASELINE_BASELINE_H

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "testbench/baseline/figures.h"
#include "testbench/baseline/identity.h"

namespace standstill::testbench {

/// Raised when a key changes its meaning or goes.
inline constexpr unsigned kBaselineVersion = 1;

/// How far a figure may move: so many units, or that share of the baseline's value.
struct Tolerance {
  std::uint64_t units = 0;
  std::uint64_t ten_thousandths = 0;  ///< of the value; 100 are one per cent
  /// The largest distance allowed, rounded down.
  std::uint64_t of(std::uint64_t value) const;
};

/// What to run; paths are already seen from the baseline's own folder.
struct BaselineRun {
  std::string scenario;
  std::string elf;                     ///< instead of a scenario
  std::string machine;                 ///< preset or path; empty: the defaults
  std::vector<std::string> sets;       ///< key=value
  std::vector<std::string> arguments;  ///< key=value
  std::optional<std::uint64_t> max_cycles;
};

struct Baseline {
  std::string path;
  nlohmann::ordered_json document;  ///< the file as it was read
  BaselineRun run;
  std::map<std::string, Tolerance> tolerance;  ///< by figure
  std::vector<std::string> accept;             ///< parts of the identity that may differ
  bool blessed = false;                        ///< the rest is there
  Identity identity;
  std::vector<Figure> figures;  ///< if not blessed, those asked for, without values

  /// The file's name without ".json".
  std::string name() const;
};

/// Reads a baseline. Throws UsageError "<path>:<line>:<column>: ..." or "<path>: <key>: ...".
Baseline parse_baseline(const std::string& text, const std::string& path);
/// The same from the file. Throws UsageError also when it cannot be read.
Baseline load_baseline(const std::string& path);

/// The file's text with identity and figures of these results in it; everything else stays. The
/// figures are those the baseline has, else the default ones. Throws UsageError for a figure that
/// the results have not.
std::string blessed_text(const Baseline& baseline, const nlohmann::ordered_json& results);

/// JSON for people: a line a record, broken where it would be longer than 100 columns.
std::string readable_json(const nlohmann::ordered_json& json);

/// Throws UsageError "<path>: metrics: ..." with the nearest name.
[[noreturn]] void refuse_figure(const Baseline& baseline, const std::string& name,
                                const std::vector<Figure>& known);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_BASELINE_H
