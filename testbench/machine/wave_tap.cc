// Puts events in order and gives them to those who follow them.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/wave_tap.h"

#include <algorithm>
#include <tuple>

namespace standstill::testbench {
namespace {

constexpr EventKind kFollowed[] = {EventKind::Marker, EventKind::Miss,      EventKind::Fill,
                                   EventKind::Snoop,  EventKind::HomeBegin, EventKind::HomeEnd,
                                   EventKind::Wire};

std::uint64_t wanted_by(const EventSink& log) {
  std::uint64_t kinds = 0;
  for (unsigned kind = 0; kind < kEventKinds; ++kind)
    if (log.wants(static_cast<EventKind>(kind))) kinds |= std::uint64_t{1} << kind;
  return kinds;
}

}  // namespace

WaveTap::WaveTap(EventSink& log, unsigned harts, const WaveLines& lines)
    : log_(log), marks_(harts), lines_(lines), wires_(harts) {
  for (const EventKind kind : kFollowed) kinds_ |= std::uint64_t{1} << static_cast<unsigned>(kind);
  wanted_ = wanted_by(log) | kinds_;
}

void WaveTap::settle(Cycle cycle) {
  const auto later = std::stable_partition(waiting_.begin(), waiting_.end(),
                                           [&](const Event& e) { return e.cycle < cycle; });
  std::stable_sort(waiting_.begin(), later, [](const Event& a, const Event& b) {
    return std::tie(a.cycle, a.source) < std::tie(b.cycle, b.source);
  });
  for (auto event = waiting_.begin(); event != later; ++event) note(*event);
  waiting_.erase(waiting_.begin(), later);
}

void WaveTap::stop() {
  follows_ = false;
  waiting_.clear();
  wanted_ = wanted_by(log_);
}

void WaveTap::note(const Event& event) {
  marks_.note(event);
  lines_.note(event);
  if (event.kind != EventKind::Wire || event.a >= wires_.size()) return;
  const std::uint64_t bit = std::uint64_t{1} << event.b;
  std::uint64_t& wires = wires_[event.a];
  wires = event.c != 0 ? wires | bit : wires & ~bit;
}

}  // namespace standstill::testbench
