// What all rendezvous of a run went through, by hart and by function.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_BASELINE_HART_FIGURES_H
#define STANDSTILL_TESTBENCH_BASELINE_HART_FIGURES_H

#include <vector>

#include "testbench/baseline/figures.h"

namespace standstill::testbench {

/// Medians as "hart 3 irq_off", "hart 3 ipi", "hart 3 wakeup" and "hart 3 fn"; without value where
/// there are none. Throws nlohmann::json::exception for results that are none.
std::vector<Figure> hart_figures(const nlohmann::ordered_json& results);

/// Cycles of the critical paths by function, added up over all rendezvous, in the order of the
/// names; none where the results have none. Throws likewise.
std::vector<Figure> function_figures(const nlohmann::ordered_json& results);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_HART_FIGURES_H
