// The command line of `check` and `diff`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_COMPARE_OPTIONS_H
#define STANDSTILL_TESTBENCH_PROGRAM_COMPARE_OPTIONS_H

#include <CLI/App.hpp>

#include "testbench/program/check_command.h"
#include "testbench/program/diff_command.h"

namespace standstill::testbench {

void add_check_options(CLI::App& check, CheckOptions& options);
void add_diff_options(CLI::App& diff, DiffOptions& options);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_COMPARE_OPTIONS_H
