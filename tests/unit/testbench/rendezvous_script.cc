// One well-behaved rendezvous, event by event.
// SPDX-License-Identifier: Apache-2.0
#include "rendezvous_script.h"

#include <algorithm>

#include "testbench/probes/rendezvous_probe.h"

namespace standstill::testbench {

Event mark(Cycle cycle, HartId hart, Marker marker, std::uint64_t object, std::uint64_t operand) {
  return {cycle,  hart,   EventKind::Marker, 0, 0, static_cast<std::uint64_t>(marker),
          object, operand};
}

Event mie(Cycle cycle, HartId hart, bool enabled) {
  return {cycle, hart, EventKind::Interrupts, 0, 0, enabled ? 1u : 0u, 0x80000000, 0};
}

Event msip(Cycle cycle, HartId hart, bool level) {
  return {cycle, hart, EventKind::Pending, 0, 0, 3, level ? 1u : 0u, 0};
}

Event msip_trap(Cycle cycle, HartId hart) {
  return {cycle, hart, EventKind::Trap, 0, 0, std::uint64_t{1} << 63 | 3, 0x80000000, 0};
}

Event call(Cycle cycle, HartId hart, std::uint64_t object, RendezvousKind kind, unsigned cpus) {
  return mark(cycle, hart, Marker::Call, object, static_cast<std::uint64_t>(kind) | cpus << 8);
}

std::vector<Event> stop_two(Cycle start, std::uint64_t object) {
  std::vector<Event> events = {
      call(start, 0, object, RendezvousKind::StopMachine, 2),
      mark(start + 10, 0, Marker::Queued, object, 0),
      mark(start + 20, 0, Marker::Queued, object, 1),
      mark(start + 25, 0, Marker::Doorbell, 0, 1),
      msip(start + 30, 1, true),
      mie(start + 34, 1, false),
      msip_trap(start + 35, 1),
      msip(start + 36, 1, false),
      mie(start + 38, 1, true),
      mark(start + 40, 0, Marker::Stopper, object),
      mark(start + 45, 1, Marker::Stopper, object),
      mark(start + 50, 0, Marker::Prepare, object),
      mark(start + 60, 1, Marker::Prepare, object),
      mie(start + 70, 0, false),
      mie(start + 72, 1, false),
      mark(start + 74, 0, Marker::IrqOffAck, object),
      mark(start + 75, 1, Marker::IrqOffAck, object),
      mark(start + 80, 0, Marker::RunBegin, object),
      mark(start + 85, 1, Marker::RunAck, object),
      mark(start + 90, 0, Marker::RunEnd, object),
      mark(start + 91, 0, Marker::RunAck, object),
      mark(start + 100, 0, Marker::Exit, object),
      mark(start + 102, 1, Marker::Exit, object),
      mie(start + 110, 0, true),
      mie(start + 115, 1, true),
      mark(start + 120, 0, Marker::Done, object),
      mark(start + 130, 0, Marker::Return, object),
  };
  return events;
}

void append(std::vector<Event>& events, const std::vector<Event>& more) {
  events.insert(events.end(), more.begin(), more.end());
}

std::vector<Rendezvous> probe(std::vector<Event> events, unsigned harts) {
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.cycle < b.cycle; });
  RendezvousProbe probe(harts);
  for (const Event& event : events) probe.consume(event);
  return probe.all();
}

}  // namespace standstill::testbench
