// `standstill check`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_CHECK_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_CHECK_COMMAND_H

#include <string>
#include <vector>

#include "testbench/config/machine_file.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {

struct CheckOptions {
  std::vector<std::string> baselines;  ///< files and folders; none: the folder baselines
  std::string firmware;                ///< empty: as for run
  std::string output;                  ///< folder for the runs' folders; empty: they are not kept
  std::string junit;                   ///< file to write; empty: none
  bool bless = false;
};

/// Runs each baseline and compares, or with `bless` writes what it gave. Prints a line for each and
/// what differs. Returns the exit code: 1 a check failed, 2 a baseline cannot be used.
/// @param firmware path of the firmware where the options name none
int check_command(const CheckOptions& options, const Presets& presets, const std::string& firmware,
                  const Versions& versions);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_CHECK_COMMAND_H
