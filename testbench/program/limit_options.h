// The options that end a run before its guest does.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_LIMIT_OPTIONS_H
#define STANDSTILL_TESTBENCH_PROGRAM_LIMIT_OPTIONS_H

#include <CLI/App.hpp>
#include <string>

#include "testbench/program/options.h"

namespace standstill::testbench {

/// As typed.
struct RawLimits {
  std::string max_cycles;
  std::string no_progress;
};

void add_limit_options(CLI::App& run, RawLimits& raw);

/// Throws UsageError for what is no number of cycles.
void interpret_limits(RunOptions& options, const RawLimits& raw);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_LIMIT_OPTIONS_H
