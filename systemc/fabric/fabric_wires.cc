// What the fabric shows outwards after an edge: the wires to the harts, and mtime.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/fabric_top.v; platform/standstill/devices.h.
#include "fabric/fabric_module.h"
#include "standstill/devices.h"

namespace standstill::fabric {

using platform::Wire;

void Fabric::drive_wires(const AxiStep& step, const FabricOutputs& before, Cycle cycle) {
  if (step.written) last_write_ = access_of(*step.written).id;
  for (unsigned wire = 0; wire < platform::kWires; ++wire) {
    const HartWires& old = before.*kWireOutputs[wire];
    const HartWires& now = outputs_.*kWireOutputs[wire];
    for (unsigned word = 0; word * 64 < harts_; ++word)
      for (std::uint64_t changed = old[word] ^ now[word]; changed != 0; changed &= changed - 1) {
        const unsigned index = word * 64 + static_cast<unsigned>(__builtin_ctzll(changed));
        drive_wire(step, static_cast<Wire>(wire), index, wire_of(now, index), cycle);
      }
  }
  if (outputs_.mtime_written) announce_time(step.written ? access_of(*step.written).id : 0, cycle);
}

/// The write, or the hart's own access to its interrupt file, at whose edge the wire changed; of a
/// wire of the PLIC, what may have moved it that way before; 0 where it was the tick.
EventId Fabric::cause_of_edge(const AxiStep& step, Wire wire, unsigned index, bool level) {
  if (wire == Wire::Meip) {
    const bool msi =
        level && step.written && platform::imsic::page(index).contains(step.written->addr);
    const EventId own = csr_access_of(index);
    if (!msi) return own != 0 ? own : meip_causes_[level];
  }
  if (wire == Wire::Seip) return plic_causes_[level];
  // Nothing but a write moves MSIP, at its own edge or, behind further registers, at a later one.
  if (wire == Wire::Msip && !step.written) return last_write_;
  if (!step.written) return 0;
  const bool by_tick = [&] {
    switch (wire) {
      case Wire::Mtip:  // one edge may write a comparator while the tick reaches another
        return step.written->addr / 8 != platform::mtimer::mtimecmp(index) / 8 &&
               !outputs_.mtime_written;
      case Wire::WatchdogIrq:  // only the tick raises these, and only a write lowers them
      case Wire::Nmi:
        return level;
      default:
        return false;
    }
  }();
  return by_tick ? 0 : access_of(*step.written).id;
}

void Fabric::drive_wire(const AxiStep& step, Wire wire, unsigned index, bool level, Cycle cycle) {
  const HartId hart = hart_at(index);
  const unsigned port = wire_index(wire, hart);
  const unsigned code = platform::interrupt_row(wire).code;
  wires[port].write(level);
  const EventId edge = make_edge_id(context_.source, hart, code, ++edges_[port]);
  if (context_.events->wants(EventKind::Wire))
    context_.events->record({cycle, context_.source, EventKind::Wire, edge,
                             cause_of_edge(step, wire, index, level), hart, code, level});
}

/// The phase of the ticks does not move, so the announced pair is the new mtime with the cycle of
/// the latest tick edge, which a tick's worth of cycles later makes mtime + 1 as in the RTL.
void Fabric::announce_time(EventId cause, Cycle cycle) {
  record(EventKind::Mtime, cycle, cause, outputs_.mtime, 0, 0);
  context_.time->announce_time(outputs_.mtime, cycle / tick_cycles_ * tick_cycles_);
}

}  // namespace standstill::fabric
