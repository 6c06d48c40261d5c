// Finds the cycles of which there are to be waves, if need be by a run that looks for them.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_WAVES_WINDOW_H
#define STANDSTILL_TESTBENCH_PROGRAM_WAVES_WINDOW_H

#include "testbench/program/plan.h"

namespace standstill::testbench {

/// Sets the plan's window. Where it is named by a rendezvous, the plan is simulated first, without
/// waves, in a process of its own that ends when the last of them has returned: runs are
/// deterministic, so the one with waves has it at the same cycles. One that never returns is shown
/// to the end of the run. Throws UsageError where there is no such rendezvous, with how many there
/// are.
/// @param no_progress the limit of the run, which the search has too; kNever: none
/// @return false where the model went wrong, which has been said on stderr
bool place_waves(const WavesRequest& request, RunPlan& plan, Cycle no_progress);

/// Where the words of a multi_stop_data lie with the scenario's argument `layout`.
WatchedWords watched_words(const std::vector<RunArgument>& arguments);

/// Why a run has no waves though they were asked for: it was over before the window. Empty: it has.
std::string missed_waves(const WavesRequest& request, const CycleWindow& window, Cycle cycles);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_WAVES_WINDOW_H
