// One of the two that `standstill diff` lays side by side.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_DIFF_SIDE_H
#define STANDSTILL_TESTBENCH_PROGRAM_DIFF_SIDE_H

#include <string>
#include <vector>

#include "testbench/baseline/figures.h"
#include "testbench/baseline/identity.h"

namespace standstill::testbench {

struct DiffSide {
  Identity identity;
  std::string status = "pass";  ///< a baseline's run has passed
  std::vector<Figure> figures;
  std::vector<Figure> phases;     ///< of each hart; a baseline has none
  std::vector<Figure> functions;  ///< of the critical paths; a baseline has none
  std::string folder;             ///< of the run; a baseline has none, nor what follows
  std::string log_level;
  std::string elf;  ///< path of the program; it may be another one by now
};

/// Reads the folder of a run, or a baseline. Throws UsageError for what is neither.
DiffSide diff_side(const std::string& path);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_DIFF_SIDE_H
