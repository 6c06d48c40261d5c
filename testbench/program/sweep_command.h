// `standstill sweep`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_SWEEP_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_SWEEP_COMMAND_H

#include <string>

#include "testbench/config/machine_file.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {

struct SweepOptions {
  std::string spec;      ///< path of the specification
  std::string output;    ///< folder; empty: out/<name of the sweep>
  std::string firmware;  ///< empty: as for run
  unsigned jobs = 0;     ///< runs at a time; 0: one a processor
  bool dry_run = false;
};

/// Runs the points that the folder has no results of, and writes the table of all. Returns the exit
/// code: 0 all have passed, 1 some have not, 128 + signal interrupted. Throws UsageError.
/// @param firmware path of the firmware where the options name none
int sweep_command(const SweepOptions& options, const Presets& presets, const std::string& firmware,
                  const Versions& versions);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_SWEEP_COMMAND_H
