// One run from plan to folder: what `run` and `check` have in common.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_EXECUTE_H
#define STANDSTILL_TESTBENCH_PROGRAM_EXECUTE_H

#include <cstdio>

#include "testbench/program/output_folder.h"
#include "testbench/program/plan.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {

/// What follows the reason in the first line of a run's report on why it came to no end.
inline constexpr const char* kHartsFollow = ". The harts at the end:";

/// Simulates the plan, judges it by the order rules and writes the folder's files. Of a run with
/// status Error only the outcome is there, and no results.json. A process can do it once, since
/// SystemC starts once. Throws UsageError where a file cannot be written.
/// @param echo where the guest's console is shown; null: nowhere
RunResults execute(const OutputFolder& folder, const RunOptions& options, RunPlan plan,
                   const Versions& versions, std::FILE* echo);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_EXECUTE_H
