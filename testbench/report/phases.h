// A rendezvous cut into phases that add up to it.
// SPDX-License-Identifier: Apache-2.0
//
// docs/report.md defines them.
#ifndef STANDSTILL_TESTBENCH_REPORT_PHASES_H
#define STANDSTILL_TESTBENCH_REPORT_PHASES_H

#include <array>
#include <vector>

#include "testbench/probes/rendezvous.h"

namespace standstill::testbench::report {

/// What a phase is called, and the moment that ends it; it begins where the one before ends.
struct PhaseRow {
  const char* name;
  const char* until;  ///< in words
};
inline constexpr PhaseRow kPhases[] = {
    {"queue", "the last work is queued"},         {"wake", "the last stopper runs"},
    {"prepare", "the last hart is in PREPARE"},   {"disable", "the last hart has interrupts off"},
    {"start", "the stopped function begins"},     {"fn", "the stopped function has ended"},
    {"leave", "the last hart has interrupts on"}, {"return", "the call returns"}};
inline constexpr std::size_t kPhaseCount = std::size(kPhases);

/// Cycles of each phase; they add up to `call` to `return`, for a rendezvous that has returned. A
/// phase whose moment did not happen, or came before the one before, has none.
std::array<Cycle, kPhaseCount> phases_of(const Rendezvous& rendezvous);

/// The median one by nearest rank among those that have returned, the earliest of equals; null if
/// none has.
const Rendezvous* median_of(const std::vector<Rendezvous>& all);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_PHASES_H
