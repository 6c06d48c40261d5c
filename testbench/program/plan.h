// What a run will be, with every doubt removed before anything is written or started.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_PLAN_H
#define STANDSTILL_TESTBENCH_PROGRAM_PLAN_H

#include <string>
#include <vector>

#include "testbench/config/machine_file.h"
#include "testbench/program/options.h"
#include "testbench/results/results_file.h"

namespace standstill::testbench {

struct RunPlan {
  RunRequest request;  ///< without waves_path, which needs the folder
  std::string scenario;
  std::vector<RunArgument> arguments;
  std::string elf;     ///< path of the program
  std::string output;  ///< path of the folder to make
};

/// Puts configuration, scenario, program and device tree together. Throws UsageError.
/// @param firmware path of the firmware where the options name neither it nor an ELF
RunPlan make_plan(const RunOptions& options, const Presets& presets, const std::string& firmware);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_PLAN_H
