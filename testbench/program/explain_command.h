// Says where the time of a run's rendezvous went.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_EXPLAIN_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_EXPLAIN_COMMAND_H

#include <string>

#include "testbench/program/options.h"

namespace standstill::testbench {

/// Reads the folder's event log and gives what is to be printed. Throws UsageError where the folder
/// has no such rendezvous, no memory events, or what is no log.
std::string explain_text(const ExplainOptions& options);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_EXPLAIN_COMMAND_H
