// `no_progress` of results.json.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_RESULTS_NO_PROGRESS_H
#define STANDSTILL_TESTBENCH_RESULTS_NO_PROGRESS_H

#include <nlohmann/json_fwd.hpp>

#include "testbench/progress/no_progress.h"

namespace standstill::testbench {

nlohmann::ordered_json no_progress_json(const NoProgress& report);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_NO_PROGRESS_H
