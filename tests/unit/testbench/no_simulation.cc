// Stands where the machine would be, for tests that never run it.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/simulation.h"

namespace standstill::testbench {

RunOutcome simulate(const RunRequest&, EventLog&, ConsoleSink&, RunMonitor&) { return {}; }

}  // namespace standstill::testbench
