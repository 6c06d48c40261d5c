// Pairs each end with the begin before it.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/region_probe.h"

#include "standstill/markers.h"

namespace standstill::testbench {

using platform::Marker;

void RegionProbe::consume(const Event& event) {
  if (event.kind != EventKind::Marker || event.source >= harts_) return;
  const auto marker = static_cast<Marker>(event.a);
  if (marker == Marker::RegionBegin) {
    ++all_[event.b].unended;
    begun_[{event.source, event.b}] = event.cycle;
  } else if (marker == Marker::RegionEnd) {
    const auto open = begun_.find({event.source, event.b});
    if (open == begun_.end()) return;
    Region& region = all_[event.b];
    region.passes[event.source].push_back(event.cycle - open->second);
    --region.unended;
    begun_.erase(open);
  }
}

}  // namespace standstill::testbench
