// What a person reads after a run.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_RESULTS_SUMMARY_TABLE_H
#define STANDSTILL_TESTBENCH_RESULTS_SUMMARY_TABLE_H

#include <string>

#include "testbench/results/results_file.h"

namespace standstill::testbench {

/// The tables: outcome, rendezvous, harts. `colour` adds ANSI bold and colours, nothing else.
std::string summary_table(const RunResults& results, bool colour);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_SUMMARY_TABLE_H
