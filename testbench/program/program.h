// The program `standstill`, but for main.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_PROGRAM_H
#define STANDSTILL_TESTBENCH_PROGRAM_PROGRAM_H

namespace standstill::testbench {

/// Does what the command line says and returns the exit code: 0 pass; 1 the guest or a check
/// failed; 2 bad usage, configuration or ELF; 3 no progress; 4 a bug of ours; 128 + signal
/// interrupted. Throws nothing.
int run_program(int argc, const char* const* argv) noexcept;

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_PROGRAM_H
