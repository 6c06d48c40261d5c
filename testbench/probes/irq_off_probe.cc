// Where a section begins and ends, and what it holds back.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/irq_off_probe.h"

#include "common/cause.h"
#include "standstill/devices.h"
#include "standstill/markers.h"

namespace standstill::testbench {

using platform::Marker;

void IrqOffProbe::consume(const Event& event) {
  if (event.kind == EventKind::End) {
    for (HartState& hart : harts_)
      if (hart.open) end(hart, event.cycle + 1, std::nullopt);
    return;
  }
  if (event.source >= harts_.size()) return;
  HartState& hart = harts_[event.source];
  switch (event.kind) {
    case EventKind::Interrupts:
      return interrupts(hart, event);
    case EventKind::Pending:
      return pending(hart, event);
    case EventKind::Sleep:
      return sleep(hart, event);
    case EventKind::Wake:
      return wake(hart, event);
    case EventKind::Marker:
      return marker(hart, event);
    default:
      return;
  }
}

void IrqOffProbe::interrupts(HartState& hart, const Event& event) {
  hart.asleep = false;
  if (event.a != 0) {
    if (hart.open) end(hart, event.cycle, event.b);
    hart.held.clear();
  } else if (!hart.open) {
    begin(hart, event, event.b);
  }
}

/// What rises while the hart sleeps is held back from its waking on, if then it is not taken.
void IrqOffProbe::pending(HartState& hart, const Event& event) {
  if (event.a == platform::watchdog::kNmi) return;  // nothing holds it back
  if (event.b == 0)
    hart.held.erase(event.a);
  else if (hart.open || hart.asleep)
    hart.held.emplace(event.a, event.cycle);
}

/// A hart in WFI wakes for an interrupt whatever MIE says, so the time in it is nobody's section;
/// in the window of a rendezvous it stays within, for there it sleeps for others.
void IrqOffProbe::sleep(HartState& hart, const Event& event) {
  const bool wfi = event.b == static_cast<std::uint64_t>(Cause::Asleep);
  if (!wfi || !hart.open || hart.open->window) return;
  hart.held.clear();
  end(hart, event.cycle, event.a);
  hart.asleep = true;
}

void IrqOffProbe::wake(HartState& hart, const Event& event) {
  if (!hart.asleep) return;
  hart.asleep = false;
  begin(hart, event, event.a);
  for (auto& [bit, since] : hart.held) since = event.cycle;
}

/// As RendezvousProbe has it: the clearing that still holds at the ack of DISABLE_IRQ is the
/// window's beginning, if it came after the ack of PREPARE.
void IrqOffProbe::marker(HartState& hart, const Event& event) {
  if (event.a == static_cast<std::uint64_t>(Marker::Prepare)) hart.prepared_at = event.cycle;
  if (event.a != static_cast<std::uint64_t>(Marker::IrqOffAck) || !hart.open) return;
  hart.open->window = hart.prepared_at && *hart.prepared_at <= hart.open->begin;
}

void IrqOffProbe::begin(HartState& hart, const Event& event, Addr pc) {
  hart.open.emplace();
  hart.open->begin = event.cycle;
  hart.open->started_at = pc;
}

void IrqOffProbe::end(HartState& hart, Cycle cycle, std::optional<Addr> pc) {
  IrqSection& section = *hart.open;
  section.end = cycle;
  section.ended_at = pc;
  for (const auto& [bit, since] : hart.held) {
    ++section.held_back.count;
    section.held_back.cycles += cycle - since;
  }
  all_[static_cast<std::size_t>(&hart - harts_.data())].add(section);
  hart.open.reset();
}

}  // namespace standstill::testbench
