// One worker thread on each hart, which does the same again and again while the harts are stopped.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Its passes are what a scenario's changes of the machine must not disturb.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_WORKERS_H
#define STANDSTILL_FIRMWARE_SCENARIOS_WORKERS_H

#include "scenarios/scenario.h"

namespace standstill::scenarios {

/// What a worker does in a pass, on hart `cpu`, which it never leaves.
using WorkerPass = void (*)(unsigned cpu);

/// For Scenario::prepare.
void prepare_workers(WorkerPass pass);

/// Starts this hart's load and its worker; for Scenario::start_hart.
void start_worker(const Arguments& arguments);

/// Returns when each hart's worker has ended `passes` passes that began after the call.
void wait_for_passes(std::uint64_t passes);

/// Lets every worker end its pass, and ends it.
void stop_workers();

/// Passes that the workers of all harts have ended.
std::uint64_t passes_in_all();

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_WORKERS_H
