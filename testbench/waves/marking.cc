// Zooms and marks.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/marking.h"

#include <algorithm>

namespace standstill::testbench {
namespace {

/// Labels are centred on their line; this many pixels a character, and between two of them.
constexpr double kLetter = 6.5;
constexpr double kGap = 6;

bool collide(const WaveMarker& a, const WaveMarker& b, double pixels_per_picosecond) {
  const std::uint64_t apart =
      std::max(a.picoseconds, b.picoseconds) - std::min(a.picoseconds, b.picoseconds);
  const double letters = static_cast<double>(a.label.size() + b.label.size());
  return static_cast<double>(apart) * pixels_per_picosecond < letters / 2 * kLetter + kGap;
}

}  // namespace

Moment extreme(const Rendezvous& rendezvous, Moment HartMoments::*moment, bool last) {
  Moment found;
  for (const HartMoments& hart : rendezvous.harts) {
    const Moment& m = hart.*moment;
    if (m && (!found || (last ? *m > *found : *m < *found))) found = m;
  }
  return found;
}

void zoom_on(WaveLayout& layout, const WaveScene& scene, Cycle from, Cycle to) {
  const Cycle margin = (to - from) / 20 + 10;
  const std::uint64_t period = scene.config.period_ps();
  layout.from = std::max(from - std::min(from, margin), scene.held.from) * period;
  layout.to = (to + margin) * period;
}

LabelledMoments moments_of(const Rendezvous& rendezvous) {
  using H = HartMoments;
  return {{"call", rendezvous.call},
          {"return", rendezvous.returned},
          {"all prepared", extreme(rendezvous, &H::prepare, true)},
          {"fn", extreme(rendezvous, &H::run_begin, false)},
          {"irqs on", extreme(rendezvous, &H::irq_on, true)},
          {"stopper", extreme(rendezvous, &H::stopper, false)},
          {"doorbell", extreme(rendezvous, &H::doorbell, false)},
          {"trap", extreme(rendezvous, &H::trap, false)},
          {"fn end", extreme(rendezvous, &H::run_end, true)},
          {"irqs off", extreme(rendezvous, &H::irq_off, true)}};
}

void mark(WaveLayout& layout, const LabelledMoments& moments, std::uint64_t period) {
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

}  // namespace standstill::testbench
