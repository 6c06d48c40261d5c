// The critical paths of a run, added up.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_RESULTS_PATH_TOTALS_H
#define STANDSTILL_TESTBENCH_RESULTS_PATH_TOTALS_H

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "testbench/explain/path.h"

namespace standstill::testbench {

/// {rendezvous, cycles, by_cause{}, by_hart{}} over all that have a path; null if none has.
/// `by_cause` has every cause, those without a cycle too.
nlohmann::ordered_json path_totals_json(const std::vector<std::optional<CriticalPath>>& paths);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_PATH_TOTALS_H
