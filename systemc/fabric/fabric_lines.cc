// The lines of devices on their way to the fabric's PLIC.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/plic.v; platform/standstill/devices.h, namespace plic.
#include <algorithm>
#include <iterator>

#include "fabric/fabric_module.h"
#include "standstill/devices.h"

namespace standstill::fabric {

namespace plic = platform::plic;

namespace {

bool is_claim(Addr addr) {
  constexpr Addr kContext = plic::claim(1) - plic::claim(0);
  return platform::kPlic.contains(addr) && addr >= plic::claim(0) &&
         (addr - plic::claim(0)) % kContext == 0;
}

}  // namespace

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
  line_risen_ = 0;
  for (; next_line_change() < cycle; lines_.pop_front()) {
    const LineChange& change = lines_.front();
    const std::uint32_t bit = 1u << change.source;
    inputs_.irq = change.level ? inputs_.irq | bit : inputs_.irq & ~bit;
    const EventId id = record(EventKind::Line, cycle, 0, change.source, change.level, change.cycle);
    if (change.level) line_risen_ = id;
  }
}

/// The PLIC's wires move an edge after what moves them. A line that rises only raises them: its
/// fall does not take back what is pending. A claim only lowers them, at the data's edge, which is
/// the one after its address; a write may do either. The machine's external interrupt is another
/// register on the way, and an edge later.
void Fabric::note_plic(const AxiStep& step) {
  std::copy(std::begin(plic_causes_), std::end(plic_causes_), meip_causes_);
  if (step.written && platform::kPlic.contains(step.written->addr))
    plic_causes_[0] = plic_causes_[1] = access_of(*step.written).id;
  if (line_risen_ != 0) plic_causes_[1] = line_risen_;
  if (claim_ != 0) plic_causes_[0] = claim_;
  claim_ = step.read_accepted && is_claim(step.read_accepted->addr)
               ? access_of(*step.read_accepted).id
               : 0;
}

}  // namespace standstill::fabric
