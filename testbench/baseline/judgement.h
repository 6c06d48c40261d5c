// Whether a run still is what its baseline says.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_BASELINE_JUDGEMENT_H
#define STANDSTILL_TESTBENCH_BASELINE_JUDGEMENT_H

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "testbench/baseline/baseline.h"

namespace standstill::testbench {

enum class Verdict : std::uint8_t {
  Pass,         ///< every figure where it may be, and what went in is the same or may differ
  Moved,        ///< a figure has moved further than it may
  Stale,        ///< no figure has, but something that went in differs
  Failed,       ///< the run did not pass
  Broken,       ///< the baseline, or what it runs, cannot be used
  Blessed,      ///< the baseline was written
  Interrupted,  ///< by the user
};
/// "pass", "moved", ...
const char* verdict_name(Verdict verdict);

/// One baseline and what became of it.
struct Judgement {
  std::string name;
  Verdict verdict = Verdict::Broken;
  std::string reason;              ///< one line
  std::vector<std::string> lines;  ///< what differs, what moved
  std::size_t figures = 0;         ///< compared
  std::uint64_t microseconds = 0;  ///< host time
};

/// Compares a blessed baseline with a results.json. Throws UsageError for a figure that the results
/// have not, nlohmann::json::exception for results that are none.
/// @param defaults the machine as it is when nothing is set
Judgement judge(const Baseline& baseline, const nlohmann::ordered_json& results,
                const nlohmann::ordered_json& defaults);

/// "summary.ipi.median  26 -> 30 (+4, +15.4 %)".
std::string move_text(const Figure& before, const Figure& after);

/// JUnit XML: a test case a baseline; Broken and Interrupted are errors, the others failures.
std::string junit_text(const std::vector<Judgement>& all);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_JUDGEMENT_H
