// The first event at which two runs part, in words.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_DIFF_PARTING_H
#define STANDSTILL_TESTBENCH_PROGRAM_DIFF_PARTING_H

#include <optional>
#include <string>

#include "testbench/baseline/log_diff.h"
#include "testbench/program/diff_side.h"

namespace standstill::testbench {

/// What two event logs say beside each other.
struct LogComparison {
  std::optional<Parting> parting;  ///< none: they are the same, or not compared
  std::string words;               ///< the event, "A: hart1 takes trap ..., at cycle 12,345; ..."
  std::string not_compared;        ///< why; empty where they are, or where there are none
};

/// Throws UsageError for a log that is none.
LogComparison compare_logs(const DiffSide& before, const DiffSide& after);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_DIFF_PARTING_H
