// Walks, and charges each cycle on the way.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/walk.h"

#include <algorithm>

namespace standstill::testbench {
namespace {

/// Charges one stretch of the path from its begin to its end.
class Stretch {
 public:
  Stretch(const Timeline& timeline, Cycle begin, Cycle end)
      : timeline_(timeline), at_(begin), end_(end) {}

  /// Charges up to `until`; what is charged already, or lies outside, is left alone.
  void to(Cycle until, HartId hart, PathCause cause, Addr place = 0) {
    until = std::min(until, end_);
    if (until <= at_) return;
    segments_.push_back({at_, until, hart, cause, place});
    at_ = until;
  }
  /// The same for a wait on `line`: where home is busy with it for others, that is contention.
  void on_line(Cycle until, HartId hart, PathCause cause, Addr line) {
    until = std::min(until, end_);
    for (const HomeBusy& busy : timeline_.busy(line)) {
      if (busy.requester == hart || busy.end <= at_) continue;
      if (busy.begin >= until) break;
      to(busy.begin, hart, cause, line);
      to(std::min(busy.end, until), hart, PathCause::Contention, line);
    }
    to(until, hart, cause, line);
  }
  /// What `hart` does by itself.
  void program(Cycle until, HartId hart);

  Cycle at() const { return at_; }
  std::vector<Segment>& segments() { return segments_; }

 private:
  void own_wait(const OwnWait& wait, HartId hart);
  void execute(Cycle until, HartId hart);

  const Timeline& timeline_;
  Cycle at_;
  Cycle end_;
  std::vector<Segment> segments_;
};

/// The first of `all`, ascending by end, that ends after `cycle`.
template <typename Interval>
auto first_after(const std::vector<Interval>& all, Cycle cycle) {
  return std::upper_bound(all.begin(), all.end(), cycle,
                          [](Cycle at, const Interval& each) { return at < each.end; });
}

bool is_line_wait(Cause cause) {
  return cause == Cause::MissHome || cause == Cause::MissOwner || cause == Cause::MissMemory ||
         cause == Cause::Upgrade || cause == Cause::MissPending;
}

/// The line `hart` waited for: that of its transaction which ended last in the wait; 0: none.
Addr line_waited_for(const HartTimeline& hart, const OwnWait& wait) {
  const LineWait* last = nullptr;
  for (const LineWait& line : hart.lines)
    if (line.end != kNever && line.end > wait.begin && line.end <= wait.end &&
        (last == nullptr || line.end >= last->end))
      last = &line;
  return last == nullptr ? 0 : last->line;
}

void Stretch::own_wait(const OwnWait& wait, HartId hart) {
  const PathCause cause = wait.for_time ? PathCause::Timer : path_cause_of(wait.cause);
  const Addr line = is_line_wait(wait.cause) ? line_waited_for(timeline_.hart(hart), wait) : 0;
  if (line != 0) return on_line(wait.end, hart, cause, line);
  to(wait.end, hart, cause);
}

void Stretch::execute(Cycle until, HartId hart) {
  until = std::min(until, end_);
  const std::vector<OwnWait>& fn = timeline_.hart(hart).fn;
  for (auto run = first_after(fn, at_); run != fn.end() && run->begin < until; ++run) {
    to(run->begin, hart, PathCause::Execute);
    to(std::min(run->end, until), hart, PathCause::Fn);
  }
  to(until, hart, PathCause::Execute);
}

void Stretch::program(Cycle until, HartId hart) {
  until = std::min(until, end_);
  const std::vector<OwnWait>& waits = timeline_.hart(hart).waits;
  for (auto wait = first_after(waits, at_); wait != waits.end() && wait->begin < until; ++wait) {
    execute(wait->begin, hart);
    OwnWait clipped = *wait;
    clipped.end = std::min(wait->end, until);
    own_wait(clipped, hart);
  }
  execute(until, hart);
}

/// The writer's transaction on the line of its store, if it needed one: the first that ends after
/// the store was issued and begins before it was seen.
const LineWait* transaction_for(const HartTimeline& writer, const Edge& edge) {
  for (const LineWait& line : writer.lines)
    if (line.line == line_of(edge.place) && line.end > edge.departure && line.begin < edge.arrival)
      return &line;
  return nullptr;
}

/// The reader's last wait for a line that ended on the way, or null.
const OwnWait* last_miss(const HartTimeline& reader, const Edge& edge) {
  const OwnWait* last = nullptr;
  for (const OwnWait& wait : reader.waits)
    if (is_line_wait(wait.cause) && wait.end > edge.departure && wait.end <= edge.arrival)
      last = &wait;
  return last;
}

void charge_store(Stretch& stretch, const Timeline& timeline, const Edge& edge, HartId reader) {
  const Addr line = line_of(edge.place);
  if (const LineWait* own = transaction_for(timeline.hart(edge.from), edge)) {
    stretch.to(own->begin, edge.from, PathCause::StoreDrain, line);
    stretch.on_line(own->end, edge.from,
                    own->upgrade ? PathCause::Upgrade : PathCause::LineTransfer, line);
  }
  if (const OwnWait* miss = last_miss(timeline.hart(reader), edge)) {
    stretch.to(miss->begin, reader, PathCause::StoreVisible, line);
    stretch.on_line(miss->end, reader, path_cause_of(miss->cause), line);
    return stretch.program(edge.arrival, reader);
  }
  stretch.to(edge.arrival, reader, PathCause::StoreVisible, line);
}

/// The pc at which `hart` has masked interrupts before `pending`, and until when; none: unmasked.
std::optional<Masking> masked(const HartTimeline& hart, Cycle pending) {
  // A trap that is taken at once clears MIE in the cycle in which its interrupt comes.
  const auto after =
      std::lower_bound(hart.masking.begin() + 1, hart.masking.end(), pending,
                       [](const Masking& each, Cycle cycle) { return each.cycle < cycle; });
  if ((after - 1)->enabled) return std::nullopt;
  const auto on =
      std::find_if(after, hart.masking.end(), [](const Masking& m) { return m.enabled; });
  return Masking{on == hart.masking.end() ? kNever : on->cycle, false, (after - 1)->pc};
}

/// Pending at the hart, up to the end of the edge: asleep and stalled as it was, then masked, then
/// taken.
void charge_pending(Stretch& stretch, const HartTimeline& timeline, const Edge& edge, HartId hart) {
  const std::optional<Masking> mask = masked(timeline, edge.pending);
  const auto awake = [&](Cycle until) {
    if (mask) stretch.to(std::min(mask->cycle, until), hart, PathCause::IrqsMasked, mask->pc);
    stretch.to(until, hart, edge.trap ? PathCause::Trap : PathCause::Wake);
  };
  for (auto wait = first_after(timeline.waits, stretch.at());
       wait != timeline.waits.end() && wait->begin < edge.arrival; ++wait) {
    const bool asleep = wait->cause == Cause::Asleep || wait->cause == Cause::Reservation;
    if (!asleep && wait->cause != Cause::Stall) continue;
    awake(wait->begin);
    stretch.to(wait->end, hart, asleep ? PathCause::Wake : PathCause::Stall);
  }
  awake(edge.arrival);
}

void charge_doorbell(Stretch& stretch, const Timeline& timeline, const Edge& edge, HartId hart) {
  stretch.to(edge.accepted, edge.from, PathCause::Bus);
  stretch.to(edge.wire, hart, PathCause::Fabric);
  stretch.to(edge.pending, hart, PathCause::IrqSync);
  charge_pending(stretch, timeline.hart(hart), edge, hart);
}

void charge(Stretch& stretch, const Timeline& timeline, const Edge& edge, HartId hart) {
  switch (edge.kind) {
    case Edge::Kind::Store:
      return charge_store(stretch, timeline, edge, hart);
    case Edge::Kind::Doorbell:
      return charge_doorbell(stretch, timeline, edge, hart);
    case Edge::Kind::Lock:
      return stretch.to(edge.arrival, hart, PathCause::Lock, edge.place);
  }
}

/// The last edge into `hart` that arrives at or before `cycle`, or null.
const Edge* last_edge(const HartTimeline& hart, Cycle cycle) {
  const auto after = std::upper_bound(hart.edges.begin(), hart.edges.end(), cycle,
                                      [](Cycle at, const Edge& each) { return at < each.arrival; });
  return after == hart.edges.begin() ? nullptr : &*(after - 1);
}

void prepend(std::vector<Segment>& reversed, Stretch& stretch) {
  reversed.insert(reversed.end(), stretch.segments().rbegin(), stretch.segments().rend());
}

}  // namespace

CriticalPath walk_back(const Timeline& timeline, HartId hart, Cycle call, Cycle returned) {
  std::vector<Segment> reversed;
  Cycle at = returned;
  while (at > call) {
    const Edge* edge = last_edge(timeline.hart(hart), at);
    const bool clipped = edge == nullptr || edge->arrival <= call;
    Stretch own(timeline, clipped ? call : edge->arrival, at);
    own.program(at, hart);
    prepend(reversed, own);
    if (clipped) break;
    Stretch way(timeline, std::max(edge->departure, call), edge->arrival);
    charge(way, timeline, *edge, hart);
    prepend(reversed, way);
    hart = edge->from;
    at = edge->departure;
  }
  std::reverse(reversed.begin(), reversed.end());
  return {reversed};
}

}  // namespace standstill::testbench
