// Walks, and charges each cycle on the way.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/walk.h"

#include <algorithm>

namespace standstill::testbench {
namespace {

/// The first of `all`, ascending by end, that ends after `cycle`.
template <typename Interval>
auto first_after(const std::vector<Interval>& all, Cycle cycle) {
  return std::upper_bound(all.begin(), all.end(), cycle,
                          [](Cycle at, const Interval& each) { return at < each.end; });
}

/// Charges one stretch of the path from its begin to its end.
class Stretch {
 public:
  Stretch(const Timeline& timeline, Cycle begin, Cycle end)
      : timeline_(timeline), at_(begin), end_(end) {}

  /// Charges up to `until`; what is charged already, or lies outside, is left alone.
  void to(Cycle until, HartId hart, PathCause cause, Addr place, Addr pc) {
    until = std::min(until, end_);
    if (until <= at_) return;
    segments_.push_back({at_, until, hart, cause, place, pc});
    at_ = until;
  }
  /// The same where the hart was seen last.
  void to(Cycle until, HartId hart, PathCause cause, Addr place = 0) {
    to(until, hart, cause, place, timeline_.pc_at(hart, at_));
  }
  /// The same for a wait on `line`: where home is busy with it for others, that is contention.
  void on_line(Cycle until, HartId hart, PathCause cause, Addr line) {
    until = std::min(until, end_);
    const std::vector<HomeBusy>& all = timeline_.busy(line);
    for (auto busy = first_after(all, at_); busy != all.end() && busy->begin < until; ++busy) {
      if (busy->requester == hart) continue;
      to(busy->begin, hart, cause, line);
      to(std::min(busy->end, until), hart, PathCause::Contention, line);
    }
    to(until, hart, cause, line);
  }
  /// What `hart` does by itself.
  void program(Cycle until, HartId hart);
  /// What `hart` does while `line` has what it waits for, and it has not looked yet.
  void unaware(Cycle until, HartId hart, Addr line);

  Cycle at() const { return at_; }
  std::vector<Segment>& segments() { return segments_; }

 private:
  void own_wait(const OwnWait& wait, HartId hart);
  void execute(Cycle until, HartId hart);
  void executing(Cycle until, HartId hart, PathCause cause);
  /// Own waits up to `until`; what lies between them is charged by `between(until)`.
  template <typename Between>
  void with_waits(Cycle until, HartId hart, Between between);

  const Timeline& timeline_;
  Cycle at_;
  Cycle end_;
  std::vector<Segment> segments_;
};

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
  to(wait.end, hart, cause, 0, wait.pc);
}

/// In parts, wherever it is known where the hart is.
void Stretch::executing(Cycle until, HartId hart, PathCause cause) {
  const std::vector<Seen>& seen = timeline_.hart(hart).seen;
  auto next = std::upper_bound(seen.begin(), seen.end(), at_,
                               [](Cycle at, const Seen& each) { return at < each.cycle; });
  for (; next != seen.end() && next->cycle < until; ++next) to(next->cycle, hart, cause);
  to(until, hart, cause);
}

void Stretch::execute(Cycle until, HartId hart) {
  until = std::min(until, end_);
  const std::vector<OwnWait>& fn = timeline_.hart(hart).fn;
  for (auto run = first_after(fn, at_); run != fn.end() && run->begin < until; ++run) {
    executing(run->begin, hart, PathCause::Execute);
    executing(std::min(run->end, until), hart, PathCause::Fn);
  }
  executing(until, hart, PathCause::Execute);
}

void Stretch::program(Cycle until, HartId hart) {
  with_waits(until, hart, [&](Cycle end) { execute(end, hart); });
}

void Stretch::unaware(Cycle until, HartId hart, Addr line) {
  const std::vector<OwnWait>& handlers = timeline_.hart(hart).handlers;
  with_waits(until, hart, [&](Cycle end) {
    for (auto run = first_after(handlers, at_); run != handlers.end() && run->begin < end; ++run) {
      to(run->begin, hart, PathCause::StoreVisible, line);
      executing(std::min(run->end, end), hart, PathCause::Execute);
    }
    to(end, hart, PathCause::StoreVisible, line);
  });
}

template <typename Between>
void Stretch::with_waits(Cycle until, HartId hart, Between between) {
  until = std::min(until, end_);
  const std::vector<OwnWait>& waits = timeline_.hart(hart).waits;
  for (auto wait = first_after(waits, at_); wait != waits.end() && wait->begin < until; ++wait) {
    between(wait->begin);
    OwnWait clipped = *wait;
    clipped.end = std::min(wait->end, until);
    own_wait(clipped, hart);
  }
  between(until);
}

/// The writer's transaction on the line of its store, if it needed one: the first that ends after
/// the store was issued and begins before it was seen.
const LineWait* transaction_for(const HartTimeline& writer, const Edge& edge) {
  for (const LineWait& line : writer.lines)
    if (line.line == line_of(edge.place) && line.end > edge.departure && line.begin < edge.arrival)
      return &line;
  return nullptr;
}

/// The reader's last wait for the line of the store that ended on the way, or null.
const OwnWait* last_miss(const HartTimeline& reader, const Edge& edge) {
  const OwnWait* last = nullptr;
  for (auto wait = first_after(reader.waits, edge.departure);
       wait != reader.waits.end() && wait->end <= edge.arrival; ++wait) {
    const Addr line = is_line_wait(wait->cause) ? line_waited_for(reader, *wait) : kNever;
    if (line == 0 || line == line_of(edge.place)) last = &*wait;
  }
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
    stretch.unaware(miss->begin, reader, line);
    stretch.on_line(miss->end, reader, path_cause_of(miss->cause), line);
    return stretch.program(edge.arrival, reader);
  }
  stretch.unaware(edge.arrival, reader, line);
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
    if (mask)
      stretch.to(std::min(mask->cycle, until), hart, PathCause::IrqsMasked, mask->pc, mask->pc);
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
  stretch.to(edge.wire, hart, PathCause::Fabric, 0, 0);
  stretch.to(edge.pending, hart, PathCause::IrqSync, 0, 0);
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

/// The last edge into `hart` that arrives at or before `cycle` and that what it does then can have
/// waited for, or null.
const Edge* last_edge(const HartTimeline& hart, Cycle cycle) {
  auto after = std::upper_bound(hart.edges.begin(), hart.edges.end(), cycle,
                                [](Cycle at, const Edge& each) { return at < each.arrival; });
  while (after != hart.edges.begin())
    if ((--after)->binds(cycle)) return &*after;
  return nullptr;
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
