// Finds an interrupt's way.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/ipi.h"

namespace standstill::testbench {

std::optional<Ipi> find_ipi(const Rendezvous& rendezvous, std::optional<HartId> hart) {
  for (const HartMoments& moments : rendezvous.harts) {
    if (hart && moments.hart != *hart) continue;
    if (!moments.doorbell || !moments.pending || !moments.trap) continue;
    Ipi ipi;
    ipi.initiator = rendezvous.initiator;
    ipi.target = moments.hart;
    ipi.doorbell = *moments.doorbell;
    ipi.pending = *moments.pending;
    ipi.trap = *moments.trap;
    return ipi;
  }
  return std::nullopt;
}

void IpiProbe::consume(const Event& event) {
  if (event.cycle < ipi_.doorbell || event.cycle > ipi_.pending) return;
  switch (event.kind) {
    case EventKind::DeviceBegin:
    case EventKind::BusRequest:
    case EventKind::Wire:
      steps_[event.id] = event;
      break;
    case EventKind::Pending:
      if (event.cycle == ipi_.pending && event.source == ipi_.target && event.b != 0)
        trace_back(event);
      break;
    default:
      break;
  }
}

const Event* IpiProbe::cause_of(const Event& event) const {
  const auto found = steps_.find(event.cause);
  return found == steps_.end() ? nullptr : &found->second;
}

void IpiProbe::trace_back(const Event& pending) {
  if (ipi_.store) return;  // found already; another bit may rise in the same cycle
  ipi_.bit = static_cast<unsigned>(pending.a);
  for (const Event* step = cause_of(pending); step; step = cause_of(*step)) {
    if (step->kind == EventKind::Wire) ipi_.wire = step->cycle;
    if (step->kind == EventKind::BusRequest) ipi_.bus = step->cycle;
    if (step->kind == EventKind::DeviceBegin) {
      ipi_.store = step->cycle;
      ipi_.initiator = step->source;
      return;
    }
  }
}

}  // namespace standstill::testbench
