// `standstill waves`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_WAVES_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_WAVES_COMMAND_H

#include "testbench/program/options.h"

namespace standstill::testbench {

/// Becomes GTKWave with the layout of that run, or with one made for the rendezvous asked for,
/// which it leaves in the folder; or prints the layout and returns. Throws UsageError.
void waves_command(const WavesOptions& options);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_WAVES_COMMAND_H
