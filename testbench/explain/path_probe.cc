// Which events belong to which rendezvous.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/path_probe.h"

#include <algorithm>

#include "standstill/markers.h"
#include "testbench/explain/walk.h"

namespace standstill::testbench {

using platform::Marker;

void PathProbe::consume(const Event& event) {
  const bool marker = event.kind == EventKind::Marker && event.source < states_.size();
  if (event.source < states_.size()) keep_state(event);
  if (marker) watch(event.source, static_cast<Marker>(event.a));
  if (marker && event.a == static_cast<std::uint64_t>(Marker::Call)) open(event);
  // At the level `all` harts outside of rendezvous record loads too.
  const bool foreign = event.kind == EventKind::Load && watching_[event.source] == 0;
  if (!open_.empty() && !foreign) events_.push_back(event);
  if (marker && event.a == static_cast<std::uint64_t>(Marker::Return)) close(event);
}

/// By what is logged at every level.
void PathProbe::keep_state(const Event& event) {
  if (is_memory_event(event.kind)) return;
  HartState& state = states_[event.source];
  if (event.kind == EventKind::Interrupts) state.masking = {event.cycle, event.a != 0, event.b};
  if (const Addr pc = pc_of(event)) state.seen = {event.cycle, pc};
}

/// When a hart records its loads, as the tile has it.
void PathProbe::watch(HartId hart, Marker marker) {
  constexpr unsigned kCall = 1, kStopper = 2;
  switch (marker) {
    case Marker::Call:
      watching_[hart] |= kCall;
      return;
    case Marker::Return:
      watching_[hart] &= ~kCall;
      return;
    case Marker::Stopper:
      watching_[hart] |= kStopper;
      return;
    case Marker::Leave:
    case Marker::Switch:
      watching_[hart] &= ~kStopper;
      return;
    default:
      return;
  }
}

void PathProbe::open(const Event& call) {
  open_.push_back(
      {all_.size(), call.b, call.source, call.cycle, dropped_ + events_.size(), states_});
  all_.emplace_back();
}

/// The last call with that object is meant, as everywhere.
void PathProbe::close(const Event& returned) {
  const auto last = std::find_if(open_.rbegin(), open_.rend(),
                                 [&](const Open& each) { return each.object == returned.b; });
  if (last == open_.rend()) return;
  all_[last->id] = path_of(*last, returned);
  open_.erase(std::next(last).base());
  forget_old();
}

/// From the hart on which the caller returns: it may have moved.
CriticalPath PathProbe::path_of(const Open& rendezvous, const Event& returned) const {
  Timeline timeline(static_cast<unsigned>(states_.size()), rendezvous.states);
  for (std::size_t i = rendezvous.first - dropped_; i < events_.size(); ++i)
    timeline.add(events_[i]);
  return walk_back(timeline, returned.source, rendezvous.call, returned.cycle);
}

void PathProbe::forget_old() {
  const std::uint64_t needed = open_.empty() ? dropped_ + events_.size() : open_.front().first;
  const std::size_t old = needed - dropped_;
  if (old < events_.size() - old) return;
  events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(old));
  dropped_ = needed;
}

}  // namespace standstill::testbench
