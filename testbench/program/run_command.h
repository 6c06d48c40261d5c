// `standstill run`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_RUN_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_RUN_COMMAND_H

#include "testbench/program/plan.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {

/// Runs the plan, writes the folder, prints the table or JSON. Returns the exit code.
int run_command(const RunOptions& options, RunPlan plan, const Versions& versions);

/// On stderr what the table says besides figures: broken order rules, what the harts were doing.
void print_remarks(const RunResults& results);

/// Says on stderr what went wrong with the model; returns the exit code of it.
int report_error(const RunOutcome& outcome);

/// Exit code of an outcome; `signal` is that which interrupted, or 0.
int exit_code_of(RunStatus status, int signal);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_RUN_COMMAND_H
