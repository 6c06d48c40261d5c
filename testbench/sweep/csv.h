// The table of a sweep as comma-separated values, a row a point.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RFC 4180, with a line feed at the end of a row. docs/sweeps.md names the columns.
#ifndef STANDSTILL_TESTBENCH_SWEEP_CSV_H
#define STANDSTILL_TESTBENCH_SWEEP_CSV_H

#include <string>
#include <string_view>

#include "testbench/sweep/sweep_file.h"

namespace standstill::testbench {

/// The text of a cell, in quotes where it must be.
std::string csv_cell(std::string_view text);

/// The text of sweep.csv.
std::string csv_text(const SweepSpec& spec, const SweepResults& results);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_CSV_H
