// Says how long each CPU of a run had interrupts off, and where.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_IRQSOFF_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_IRQSOFF_COMMAND_H

#include <string>

#include "testbench/program/options.h"

namespace standstill::testbench {

/// Reads the folder's results.json and gives what is to be printed. Throws UsageError where there
/// is none, or one that has no `irq_off`.
std::string irqsoff_text(const IrqsOffOptions& options);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_IRQSOFF_COMMAND_H
