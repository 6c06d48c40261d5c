// Ctrl-C and SIGTERM as a question that can be asked.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_INTERRUPT_H
#define STANDSTILL_TESTBENCH_PROGRAM_INTERRUPT_H

namespace standstill::testbench {

/// From now on the first SIGINT or SIGTERM is remembered; the second kills as it always did.
void catch_interrupts();

/// The signal that has come, or 0.
int interrupt_signal();

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_INTERRUPT_H
