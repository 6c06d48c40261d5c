// `standstill diff`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_DIFF_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_DIFF_COMMAND_H

#include <string>

namespace standstill::testbench {

struct DiffOptions {
  std::string before;  ///< folder of a run, or a baseline
  std::string after;
  bool json = false;
};

/// Prints what differs in what went in, what moved, and where the logs part. Returns 0 if nothing
/// does, else 1. Throws UsageError for what is neither a run's folder nor a baseline.
int diff_command(const DiffOptions& options);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_DIFF_COMMAND_H
