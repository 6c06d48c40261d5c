// Picks window, markers and groups.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace standstill::testbench {
namespace {

constexpr HartId kOpenHarts = 4;

const Rendezvous* first_returned(const std::vector<Rendezvous>& all) {
  const auto found =
      std::find_if(all.begin(), all.end(), [](const Rendezvous& r) { return r.returned; });
  return found == all.end() ? nullptr : &*found;
}

/// The last time any hart came to a moment, or the first.
Moment extreme(const Rendezvous& rendezvous, Moment HartMoments::*moment, bool last) {
  Moment found;
  for (const HartMoments& hart : rendezvous.harts) {
    const Moment& m = hart.*moment;
    if (m && (!found || (last ? *m > *found : *m < *found))) found = m;
  }
  return found;
}

std::vector<WaveMarker> markers_of(const Rendezvous& rendezvous, std::uint64_t period) {
  using H = HartMoments;
  const std::pair<const char*, Moment> moments[] = {
      {"call", rendezvous.call},
      {"first stopper", extreme(rendezvous, &H::stopper, false)},
      {"last prepare", extreme(rendezvous, &H::prepare, true)},
      {"first irq_off", extreme(rendezvous, &H::irq_off, false)},
      {"last irq_off", extreme(rendezvous, &H::irq_off, true)},
      {"run_begin", extreme(rendezvous, &H::run_begin, false)},
      {"run_end", extreme(rendezvous, &H::run_end, true)},
      {"last run_ack", extreme(rendezvous, &H::run_ack, true)},
      {"last irq_on", extreme(rendezvous, &H::irq_on, true)},
      {"return", rendezvous.returned}};
  std::vector<WaveMarker> markers;
  for (const auto& [label, moment] : moments)
    if (moment) markers.push_back({label, *moment * period});
  return markers;
}

void zoom(WaveLayout& layout, const MachineConfig& config, Cycle run_length,
          const Rendezvous* rendezvous) {
  const Cycle from = rendezvous ? rendezvous->call : 0;
  const Cycle to = rendezvous ? *rendezvous->returned : run_length;
  const Cycle margin = (to - from) / 20 + 10;
  layout.from = (from - std::min(from, margin)) * config.period_ps();
  layout.to = (to + margin) * config.period_ps();
}

}  // namespace

WaveLayout rendezvous_layout(const MachineConfig& config, unsigned fabric_slots, Cycle run_length,
                             const std::vector<Rendezvous>& all) {
  const Rendezvous* rendezvous = first_returned(all);
  WaveLayout layout;
  zoom(layout, config, run_length, rendezvous);
  if (rendezvous) layout.markers = markers_of(*rendezvous, config.period_ps());
  layout.groups.push_back({"rendezvous", true, rendezvous_signals()});
  layout.groups.push_back({"interrupt fabric (Verilog)", true, fabric_signals(fabric_slots)});
  for (HartId hart = 0; hart < config.harts; ++hart)
    layout.groups.push_back({fmt::format("hart {}", hart), hart < kOpenHarts, hart_signals(hart)});
  return layout;
}

}  // namespace standstill::testbench
