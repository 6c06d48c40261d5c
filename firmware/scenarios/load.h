// Background load: what keeps the other harts busy while the initiator stops them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Two tasks of the fair class on every hart but hart 0, which has the initiator:
//
//   compute   two that compute on private data
//   irqoff    one that computes, one that turns interrupts off for a while
//   lock      one that computes, one that holds a raw spinlock, now and then a mutex, which its
//             neighbours want too
//   mixed     one that computes; the other is of the irqoff kind on odd harts, else of the lock
//   kind
//
// A section that no rendezvous may fall into (interrupts off, or a lock held) is guarded: it sees
// the generation of stops at its begin and at its end and fails the run if they differ.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_LOAD_H
#define STANDSTILL_FIRMWARE_SCENARIOS_LOAD_H

#include "scenarios/scenario.h"

namespace standstill::scenarios {

/// What the load and the stopped function keep per hart; a line of its own.
struct alignas(64) HartTally {
  volatile std::uint64_t progress[2];  ///< work each of the two tasks has done
  volatile std::uint64_t fn_runs;      ///< how often the stopped function ran here
  volatile bool in_section;            ///< the hart is inside a guarded section
};

/// The tally of `cpu`, which must be online.
HartTally& tally(unsigned cpu);

/// Clears this hart's tally and starts its load; for Scenario::start_hart.
void start_load(const Arguments& arguments);

/// Called by a stopped function on every hart it runs on: begins a new generation of stops.
void begin_stop_generation();

/// Fails the run if the ticks of a hart left one of its tasks without the CPU.
void check_load();

/// Whether the current task is what a stopped function must run on: the stopper of this hart, on a
/// kernel that has one.
bool runs_on_stopper();

/// Burns `passes` passes of a loop of two instructions.
inline void spin_passes(std::uint64_t passes) {
  for (; passes != 0; --passes) asm volatile("" : "+r"(passes));
}

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_LOAD_H
