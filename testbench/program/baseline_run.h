// The run that a baseline asks for.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_BASELINE_RUN_H
#define STANDSTILL_TESTBENCH_PROGRAM_BASELINE_RUN_H

#include <string>
#include <vector>

#include "testbench/baseline/baseline.h"
#include "testbench/config/machine_file.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {

/// Where a baseline's run gets what the baseline does not name.
struct BaselinePlace {
  const Presets& presets;
  const Versions& versions;
  std::string firmware;
  std::string folder;     ///< the run's own folder is made in it
  bool keep_log = false;  ///< with the memory events, for those who keep the folder
};

struct BaselineEnd {
  int exit_code = 4;               ///< as of `standstill run`
  std::vector<std::string> words;  ///< what the run said on stderr, and the guest's last words
  nlohmann::ordered_json results;  ///< of a run that passed
};

/// Runs it in a process of its own. Throws UsageError if no process can be had.
BaselineEnd run_baseline(const Baseline& baseline, const BaselinePlace& place);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_BASELINE_RUN_H
