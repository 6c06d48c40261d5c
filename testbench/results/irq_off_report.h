// The IRQ-off report, in the words of irqsoff and rtla.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_RESULTS_IRQ_OFF_REPORT_H
#define STANDSTILL_TESTBENCH_RESULTS_IRQ_OFF_REPORT_H

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace standstill::testbench {

/// A table, a row a CPU; where the longest section of each started and ended; a histogram.
/// `results` is a results.json; throws nlohmann::json::exception where it is not.
std::string irq_off_report(const nlohmann::ordered_json& results);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_IRQ_OFF_REPORT_H
