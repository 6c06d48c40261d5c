// What the fabric shows outwards after an edge: the wires to the harts, and mtime.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/fabric_top.v; platform/standstill/devices.h.
#include <array>

#include "fabric/fabric_module.h"
#include "standstill/devices.h"

namespace standstill::fabric {
namespace {

/// Code of the interrupt or NMI each kind of wire is, in the order of Fabric::WireKind.
constexpr unsigned kCodes[] = {3, 7, platform::watchdog::kInterrupt, platform::watchdog::kNmi};

}  // namespace

void Fabric::drive_wires(const AxiStep& step, const FabricOutputs& before, Cycle cycle) {
  const EventId write = step.written ? access_of(*step.written).id : 0;
  drive_changed(kMsip, before.msip, outputs_.msip, cycle, [&](HartId, bool) { return write; });
  // At one edge a write may set one comparator while the tick reaches another.
  drive_changed(kMtip, before.mtip, outputs_.mtip, cycle, [&](HartId hart, bool) {
    const bool own = step.written && step.written->addr / 8 == platform::mtimer::mtimecmp(hart) / 8;
    return own || outputs_.mtime_written ? write : EventId{0};
  });
  // Of a watchdog's wires, only the tick raises and only a write lowers.
  const auto pet = [&](HartId, bool level) { return level ? EventId{0} : write; };
  drive_changed(kWdtIrq, before.wdt_irq, outputs_.wdt_irq, cycle, pet);
  drive_changed(kNmi, before.nmi, outputs_.nmi, cycle, pet);
  if (outputs_.mtime_written) announce_time(write, cycle);
}

template <typename CauseOf>
void Fabric::drive_changed(WireKind kind, const HartWires& before, const HartWires& after,
                           Cycle cycle, CauseOf cause_of) {
  auto& ports = *std::array{&msip, &mtip, &wdt_irq, &nmi}[kind];
  const unsigned code = kCodes[kind];
  for (unsigned word = 0; word * 64 < harts_; ++word) {
    std::uint64_t changed = before[word] ^ after[word];
    for (; changed != 0; changed &= changed - 1) {
      const unsigned hart = word * 64 + static_cast<unsigned>(__builtin_ctzll(changed));
      const bool level = wire_of(after, hart);
      ports[hart].write(level);
      const EventId edge =
          make_edge_id(context_.source, hart, code, ++edges_[kWireKinds * hart + kind]);
      if (context_.events->wants(EventKind::Wire))
        context_.events->record({cycle, context_.source, EventKind::Wire, edge,
                                 cause_of(hart, level), hart, code, level});
    }
  }
}

/// The phase of the ticks does not move, so the announced pair is the new mtime with the cycle of
/// the latest tick edge, which a tick's worth of cycles later makes mtime + 1 as in the RTL.
void Fabric::announce_time(EventId cause, Cycle cycle) {
  record(EventKind::Mtime, cycle, cause, outputs_.mtime, 0, 0);
  context_.time->announce_time(outputs_.mtime, cycle / tick_cycles_ * tick_cycles_);
}

}  // namespace standstill::fabric
