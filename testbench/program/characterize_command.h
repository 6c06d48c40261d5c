// `standstill characterize`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_CHARACTERIZE_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_CHARACTERIZE_COMMAND_H

#include "testbench/program/plan.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {

/// The scenario that the command runs.
inline constexpr const char* kCharacterizeScenario = "characterize";

/// Runs the plan, which is of that scenario, writes characterize.json beside the run's files and
/// prints tables or JSON. Returns the exit code: 1 also where the guest's samples make no sense.
int characterize_command(const RunOptions& options, RunPlan plan, const Versions& versions);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_CHARACTERIZE_COMMAND_H
