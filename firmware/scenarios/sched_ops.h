// The part of scenario sched that calls the operations of each scheduling class one by one.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_SCHED_OPS_H
#define STANDSTILL_FIRMWARE_SCENARIOS_SCHED_OPS_H

namespace standstill::scenarios {

/// Holds what every operation of every class does, on a run queue of our own. Ends the run if one
/// does not.
void check_sched_operations();

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_SCHED_OPS_H
