// What the hotplug scenarios hang on the CPUs: tasks that may run anywhere, threads that belong to
// a CPU, and callbacks that note when they are called, and can be made to fail.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_HOTPLUG_PROBE_H
#define STANDSTILL_FIRMWARE_SCENARIOS_HOTPLUG_PROBE_H

#include "kernel/task.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {

/// Starts all of it, one wanderer on each CPU. Sleeps.
void start_probes();
/// Ends the wanderers and takes the rest away again. Sleeps.
void stop_probes();

/// How many tasks wander, and each of them.
unsigned wanderers();
kernel::Task& wanderer(unsigned index);

/// Waits until every wanderer has got on.
void wait_for_progress();

/// Has a wanderer run on `cpu`, which is up, and then anywhere again. Sleeps.
void send_wanderer_to(unsigned cpu);

/// The thread of ours that belongs to `cpu`.
kernel::Task* bound_thread(unsigned cpu);

/// Waits until those of all CPUs that are up have been unparked.
void wait_for_bound_threads();
/// How many have parked so far.
unsigned bound_threads_parked();

/// The notes the callbacks have made since clear_notes(): those a CPU makes when it goes, when it
/// comes, or none.
void clear_notes();
bool no_notes();
void check_notes_of_down(unsigned cpu);
void check_notes_of_up(unsigned cpu);

/// Lets each step fail on the way up of `cpu`, which is down and stays so.
void check_failing_startups(unsigned cpu);
/// Lets each step fail on the way down of `cpu`, which is up and stays so.
void check_failing_teardowns(unsigned cpu);

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_HOTPLUG_PROBE_H
