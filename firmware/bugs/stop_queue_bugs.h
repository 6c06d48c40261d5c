// Ways to queue two works that Linux had and gave up, each for one bug that it has.
// SPDX-License-Identifier: Apache-2.0
//
// Nothing but scenarios/known_bugs.cpp uses them. They take the place of the kernel's own way,
// which is as it is, in the table that kernel/stop_queue.cpp chooses from at boot.
#ifndef STANDSTILL_FIRMWARE_BUGS_STOP_QUEUE_BUGS_H
#define STANDSTILL_FIRMWARE_BUGS_STOP_QUEUE_BUGS_H

#include <string_view>

namespace standstill::bugs {

/// From now on two works are queued with the bug of this name, if it is one of queueing:
///   S1  each work under the lock of its own stopper alone: three requests can lie in a ring
///   S2  also while a stop_cpus() hands out its works one by one
///   S4  with preemption on from the first wake-up to the second
#ifdef STANDSTILL_UP
inline void break_stop_queue(std::string_view) {}  // there is no stopper
#else
void break_stop_queue(std::string_view bug);
#endif

}  // namespace standstill::bugs

#endif  // STANDSTILL_FIRMWARE_BUGS_STOP_QUEUE_BUGS_H
