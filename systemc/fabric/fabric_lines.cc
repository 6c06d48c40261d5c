// The lines of devices on their way to the fabric's PLIC.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/plic.v; platform/standstill/devices.h, namespace plic.
#include <iterator>

#include "fabric/fabric_module.h"
#include "standstill/devices.h"

namespace standstill::fabric {

namespace plic = platform::plic;

/// A line and an edge of the fabric may come at one point in time, in either order: the change
/// carries its cycle, and only later edges take it.
void Fabric::on_line() {
  for (unsigned i = 0; i < irq.size(); ++i) {
    const unsigned source = plic::kDeviceSources[i];
    const bool level = irq[i].read();
    if (level == ((line_levels_ >> source & 1) != 0)) continue;
    line_levels_ ^= 1u << source;
    lines_.push_back({context_.clock.now(), source, level});
  }
  schedule();
}

void Fabric::sample_lines(Cycle cycle) {
  line_sampled_ = 0;
  for (; next_line_change() < cycle; lines_.pop_front()) {
    const LineChange& change = lines_.front();
    const std::uint32_t bit = 1u << change.source;
    inputs_.irq = change.level ? inputs_.irq | bit : inputs_.irq & ~bit;
    line_sampled_ = record(EventKind::Line, cycle, 0, change.source, change.level, change.cycle);
  }
}

/// The PLIC's wires move an edge after what moves them.
void Fabric::note_plic(const AxiStep& step) {
  if (line_sampled_ != 0) plic_cause_ = line_sampled_;
  for (const auto* access : {&step.read_accepted, &step.written})
    if (*access && platform::kPlic.contains((*access)->addr)) plic_cause_ = access_of(**access).id;
}

}  // namespace standstill::fabric
