// What a sweep's table takes out of a run's results.
// SPDX-License-Identifier: Apache-2.0
//
// docs/sweeps.md names the figures.
#ifndef STANDSTILL_TESTBENCH_SWEEP_POINT_FIGURES_H
#define STANDSTILL_TESTBENCH_SWEEP_POINT_FIGURES_H

#include <nlohmann/json.hpp>
#include <vector>

#include "testbench/baseline/figures.h"

namespace standstill::testbench {

struct PointFigures {
  std::vector<Figure> figures;
  nlohmann::ordered_json critical_path;  ///< {rendezvous, cycles, by_cause{}}, or null
};

/// Throws nlohmann::json::exception for what is no results.json.
PointFigures point_figures(const nlohmann::ordered_json& results);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_POINT_FIGURES_H
