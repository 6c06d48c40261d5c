// The layout that `standstill waves` is asked for, made of what a run has left in its folder.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_WAVES_LAYOUT_H
#define STANDSTILL_TESTBENCH_PROGRAM_WAVES_LAYOUT_H

#include <string>

#include "testbench/program/options.h"

namespace standstill::testbench {

/// The text of the save file. Throws UsageError where the folder's files are not those of a run,
/// and where the waves do not hold what is asked for.
std::string waves_layout_text(const WavesOptions& options);

/// The name of the save file: of each kind of layout one.
const char* waves_layout_file(WavesLayout layout);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_WAVES_LAYOUT_H
