// `standstill waves`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_WAVES_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_WAVES_COMMAND_H

#include <string>

namespace standstill::testbench {

/// Becomes GTKWave with the layout of that run. Returns only by throwing UsageError.
[[noreturn]] void waves_command(const std::string& folder);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_WAVES_COMMAND_H
