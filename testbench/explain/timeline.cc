// Sorts events by hart and line.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/timeline.h"

#include <algorithm>

#include "common/message.h"

namespace standstill::testbench {

Addr pc_of(const Event& event) {
  switch (event.kind) {
    case EventKind::Marker:
    case EventKind::Trap:
      return event.d;
    case EventKind::Load:
      return event.c == 0 ? 0 : event.d;
    case EventKind::Waited:
      return event.c;
    case EventKind::Interrupts:
      return event.b;
    case EventKind::TrapReturn:
      return event.a;
    default:
      return 0;
  }
}

Timeline::Timeline(unsigned harts, const std::vector<HartState>& states)
    : harts_(harts), interrupted_(harts, 0) {
  for (std::size_t i = 0; i < harts_.size(); ++i) {
    const HartState state = i < states.size() ? states[i] : HartState();
    harts_[i].masking.push_back(state.masking);
    harts_[i].seen.push_back(state.seen);
  }
}

Addr Timeline::pc_at(HartId hart, Cycle cycle) const {
  const std::vector<Seen>& seen = harts_[hart].seen;
  const auto after = std::upper_bound(seen.begin(), seen.end(), cycle,
                                      [](Cycle at, const Seen& each) { return at < each.cycle; });
  return after == seen.begin() ? 0 : (after - 1)->pc;
}

const std::vector<HomeBusy>& Timeline::busy(Addr line) const {
  static const std::vector<HomeBusy> kNone;
  const auto entry = busy_.find(line);
  return entry == busy_.end() ? kNone : entry->second;
}

void Timeline::add(const Event& event) {
  if (event.source < harts_.size()) return add_of_hart(event);
  switch (event.kind) {
    case EventKind::BusRequest:
      return bus_request(event);
    case EventKind::Wire:
      return wire(event);
    case EventKind::HomeBegin:
      return home_begin(event);
    case EventKind::HomeEnd:
      return home_end(event);
    default:
      return;
  }
}

void Timeline::see(const Event& event) {
  if (const Addr pc = pc_of(event)) harts_[event.source].seen.push_back({event.cycle, pc});
}

void Timeline::add_of_hart(const Event& event) {
  HartTimeline& hart = harts_[event.source];
  see(event);
  switch (event.kind) {
    case EventKind::Marker:
      return marker(event);
    case EventKind::Interrupts:
      return hart.masking.push_back({event.cycle, event.a != 0, event.b});
    case EventKind::Trap:
      return trap(event);
    case EventKind::TrapReturn:
      return trap_return(event);
    case EventKind::Pending:
      return pending(event);
    case EventKind::Load:
      return load(event);
    case EventKind::Miss: {
      const auto type = static_cast<MessageType>(event.b);
      accesses_[event.id] = event.cycle;
      return hart.lines.push_back(
          {line_of(event.a), event.cycle, kNever, type == MessageType::CleanUnique});
    }
    case EventKind::Fill:
      return fill(event);
    case EventKind::Waited:
      return waited(event);
    case EventKind::DeviceBegin:
      accesses_[event.id] = event.cycle;
      return;
    default:
      return;
  }
}

void Timeline::fill(const Event& event) {
  std::vector<LineWait>& lines = harts_[event.source].lines;
  const auto open = std::find_if(lines.rbegin(), lines.rend(), [&](const LineWait& wait) {
    return wait.line == line_of(event.a) && wait.end == kNever;
  });
  if (open != lines.rend()) open->end = event.cycle;
}

void Timeline::home_begin(const Event& event) {
  busy_[event.a].push_back({event.cycle, kNever, static_cast<HartId>(event.c)});
}

void Timeline::home_end(const Event& event) {
  std::vector<HomeBusy>& busy = busy_[event.a];
  const auto open = std::find_if(busy.rbegin(), busy.rend(),
                                 [](const HomeBusy& each) { return each.end == kNever; });
  if (open != busy.rend()) open->end = event.cycle;
}

}  // namespace standstill::testbench
