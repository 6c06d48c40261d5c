// Which events belong to which rendezvous.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/path_probe.h"

#include <algorithm>

#include "standstill/markers.h"
#include "testbench/explain/walk.h"

namespace standstill::testbench {

using platform::Marker;

void PathProbe::consume(const Event& event) {
  if (event.kind == EventKind::Interrupts && event.source < masking_.size())
    masking_[event.source] = {event.cycle, event.a != 0, event.b};
  const bool marker = event.kind == EventKind::Marker && event.source < masking_.size();
  if (marker && event.a == static_cast<std::uint64_t>(Marker::Call)) open(event);
  if (!open_.empty()) events_.push_back(event);
  if (marker && event.a == static_cast<std::uint64_t>(Marker::Return)) close(event);
}

void PathProbe::open(const Event& call) {
  open_.push_back(
      {all_.size(), call.b, call.source, call.cycle, dropped_ + events_.size(), masking_});
  all_.emplace_back();
}

/// The last call with that object is meant, as everywhere.
void PathProbe::close(const Event& returned) {
  const auto last = std::find_if(open_.rbegin(), open_.rend(),
                                 [&](const Open& each) { return each.object == returned.b; });
  if (last == open_.rend()) return;
  all_[last->id] = path_of(*last, returned.cycle);
  open_.erase(std::next(last).base());
  forget_old();
}

CriticalPath PathProbe::path_of(const Open& rendezvous, Cycle returned) const {
  Timeline timeline(static_cast<unsigned>(masking_.size()), rendezvous.masking);
  for (std::size_t i = rendezvous.first - dropped_; i < events_.size(); ++i)
    timeline.add(events_[i]);
  return walk_back(timeline, rendezvous.initiator, rendezvous.call, returned);
}

void PathProbe::forget_old() {
  const std::uint64_t needed = open_.empty() ? dropped_ + events_.size() : open_.front().first;
  const std::size_t old = needed - dropped_;
  if (old < events_.size() - old) return;
  events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(old));
  dropped_ = needed;
}

}  // namespace standstill::testbench
