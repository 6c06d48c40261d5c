// Picks window, markers and groups.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace standstill::testbench {
namespace {

constexpr HartId kOpenHarts = 4;

/// The last time any hart came to a moment, or the first.
Moment extreme(const Rendezvous& rendezvous, Moment HartMoments::*moment, bool last) {
  Moment found;
  for (const HartMoments& hart : rendezvous.harts) {
    const Moment& m = hart.*moment;
    if (m && (!found || (last ? *m > *found : *m < *found))) found = m;
  }
  return found;
}

void zoom(WaveLayout& layout, const MachineConfig& config, Cycle run_length,
          const Rendezvous* rendezvous) {
  const Cycle from = rendezvous ? rendezvous->call : 0;
  const Cycle to = rendezvous ? rendezvous->returned.value_or(run_length) : run_length;
  const Cycle margin = (to - from) / 20 + 10;
  layout.from = (from - std::min(from, margin)) * config.period_ps();
  layout.to = (to + margin) * config.period_ps();
}

/// Labels are centred on their line; this many pixels a character, and between two of them.
constexpr double kLetter = 6.5;
constexpr double kGap = 6;

bool collide(const WaveMarker& a, const WaveMarker& b, double pixels_per_picosecond) {
  const std::uint64_t apart =
      std::max(a.picoseconds, b.picoseconds) - std::min(a.picoseconds, b.picoseconds);
  const double letters = static_cast<double>(a.label.size() + b.label.size());
  return static_cast<double>(apart) * pixels_per_picosecond < letters / 2 * kLetter + kGap;
}

/// The moments by importance, as far as there is room for their labels; then in order of time.
void mark(WaveLayout& layout, const Rendezvous& rendezvous, std::uint64_t period) {
  using H = HartMoments;
  const std::pair<const char*, Moment> moments[] = {
      {"call", rendezvous.call},
      {"return", rendezvous.returned},
      {"all prepared", extreme(rendezvous, &H::prepare, true)},
      {"fn", extreme(rendezvous, &H::run_begin, false)},
      {"irqs on", extreme(rendezvous, &H::irq_on, true)},
      {"stopper", extreme(rendezvous, &H::stopper, false)},
      {"doorbell", extreme(rendezvous, &H::doorbell, false)},
      {"trap", extreme(rendezvous, &H::trap, false)},
      {"fn end", extreme(rendezvous, &H::run_end, true)},
      {"irqs off", extreme(rendezvous, &H::irq_off, true)}};
  const double scale = kWavePixels / static_cast<double>(layout.to - layout.from);
  for (const auto& [label, moment] : moments) {
    if (!moment) continue;
    const WaveMarker marker{label, *moment * period};
    const auto hides = [&](const WaveMarker& other) { return collide(marker, other, scale); };
    if (std::none_of(layout.markers.begin(), layout.markers.end(), hides))
      layout.markers.push_back(marker);
  }
  std::sort(layout.markers.begin(), layout.markers.end(),
            [](const WaveMarker& a, const WaveMarker& b) { return a.picoseconds < b.picoseconds; });
}

}  // namespace

const Rendezvous* first_returned(const std::vector<Rendezvous>& all) {
  const auto found =
      std::find_if(all.begin(), all.end(), [](const Rendezvous& r) { return r.returned; });
  return found == all.end() ? nullptr : &*found;
}

WaveLayout rendezvous_layout(const MachineConfig& config, unsigned fabric_slots, Cycle run_length,
                             const Rendezvous* rendezvous) {
  WaveLayout layout;
  zoom(layout, config, run_length, rendezvous);
  if (rendezvous) mark(layout, *rendezvous, config.period_ps());
  layout.groups.push_back({"rendezvous", true, rendezvous_signals()});
  layout.groups.push_back({"fabric (Verilog)", true, fabric_signals(fabric_slots)});
  for (HartId hart = 0; hart < config.harts; ++hart)
    layout.groups.push_back({fmt::format("hart {}", hart), hart < kOpenHarts, hart_signals(hart)});
  layout.groups.push_back({"bus and time (Verilog)", true, bus_signals()});
  return layout;
}

}  // namespace standstill::testbench
