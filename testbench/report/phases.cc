// Boundaries that only move forward.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/phases.h"

#include <algorithm>

namespace standstill::testbench::report {
namespace {

using Member = Moment HartMoments::*;

Moment last(const Rendezvous& rendezvous, Member moment) {
  Moment latest;
  for (const HartMoments& hart : rendezvous.harts)
    if (hart.*moment && (!latest || *(hart.*moment) > *latest)) latest = hart.*moment;
  return latest;
}

Moment first(const Rendezvous& rendezvous, Member moment) {
  Moment earliest;
  for (const HartMoments& hart : rendezvous.harts)
    if (hart.*moment && (!earliest || *(hart.*moment) < *earliest)) earliest = hart.*moment;
  return earliest;
}

/// The moment that ends each phase, in the order of kPhases.
std::array<Moment, kPhaseCount> ends_of(const Rendezvous& one) {
  using H = HartMoments;
  return {last(one, &H::queued),     last(one, &H::stopper),
          last(one, &H::prepare),    last(one, &H::irq_off),
          first(one, &H::run_begin), last(one, &H::run_end),
          last(one, &H::irq_on),     one.returned};
}

}  // namespace

std::array<Cycle, kPhaseCount> phases_of(const Rendezvous& rendezvous) {
  std::array<Cycle, kPhaseCount> cycles{};
  const auto ends = ends_of(rendezvous);
  Cycle at = rendezvous.call;
  for (std::size_t i = 0; i < kPhaseCount; ++i) {
    const Cycle end = std::clamp(ends[i].value_or(at), at, rendezvous.returned.value_or(at));
    cycles[i] = end - at;
    at = end;
  }
  return cycles;
}

const Rendezvous* median_of(const std::vector<Rendezvous>& all) {
  std::vector<const Rendezvous*> returned;
  for (const Rendezvous& one : all)
    if (one.duration()) returned.push_back(&one);
  if (returned.empty()) return nullptr;
  std::stable_sort(returned.begin(), returned.end(), [](const Rendezvous* a, const Rendezvous* b) {
    return *a->duration() < *b->duration();
  });
  return returned[(returned.size() + 1) / 2 - 1];
}

}  // namespace standstill::testbench::report
