// Regions as results.json and the table on stdout have them.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md defines the fields.
#ifndef STANDSTILL_TESTBENCH_RESULTS_REGION_RESULTS_H
#define STANDSTILL_TESTBENCH_RESULTS_REGION_RESULTS_H

#include <nlohmann/json_fwd.hpp>

#include "testbench/probes/region_probe.h"
#include "testbench/results/statistics.h"

namespace standstill::testbench {

/// Over the passes of all harts.
Statistics statistics_of(const Region& region);

/// {"1": {count, min, median, p99, max, unended, median_by_hart{}}}, by number.
nlohmann::ordered_json regions_json(const Regions& regions);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_REGION_RESULTS_H
