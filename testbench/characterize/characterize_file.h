// characterize.json: a machine's figures for programs.
// SPDX-License-Identifier: Apache-2.0
//
// docs/characterize.md describes it.
#ifndef STANDSTILL_TESTBENCH_CHARACTERIZE_CHARACTERIZE_FILE_H
#define STANDSTILL_TESTBENCH_CHARACTERIZE_CHARACTERIZE_FILE_H

#include <string>

#include "testbench/characterize/characterization.h"
#include "testbench/results/results_file.h"

namespace standstill::testbench {

/// Raised when a field changes its meaning or goes; a new field does not raise it.
inline constexpr unsigned kCharacterizeSchemaVersion = 1;

/// The file's text: indented, newline at the end.
std::string characterize_text(const Characterization& machine, const RunResults& results);

/// Tables for people, on a terminal of 100 columns.
std::string characterize_table(const Characterization& machine);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_CHARACTERIZE_CHARACTERIZE_FILE_H
