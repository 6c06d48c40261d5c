// What lets a hart go on: stores seen, doorbells, locks handed over.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "standstill/devices.h"
#include "standstill/markers.h"
#include "testbench/explain/timeline.h"

namespace standstill::testbench {
namespace {

using platform::Interrupt;
using platform::Marker;

constexpr std::uint64_t kInterruptBit = std::uint64_t{1} << 63;
constexpr EventId kCountBits = (EventId{1} << 40) - 1;
constexpr EventId kStoreBit = EventId{1} << 39;

/// An interrupt that time brings, whoever has set the clock.
bool is_of_time(std::uint64_t bit) {
  return bit == static_cast<std::uint64_t>(Interrupt::SupervisorTimer) ||
         bit == static_cast<std::uint64_t>(Interrupt::MachineTimer) ||
         bit == static_cast<std::uint64_t>(Interrupt::Watchdog) || bit == platform::kWatchdogNmi;
}

SourceId source_of(EventId id) { return static_cast<SourceId>((id >> 40) - 1); }

/// A tile numbers the message of a transaction right after the transaction.
EventId transaction_of(EventId message) { return message - 1; }

}  // namespace

void Timeline::marker(const Event& event) {
  HartTimeline& hart = harts_[event.source];
  switch (static_cast<Marker>(event.a)) {
    case Marker::RunBegin:
      return hart.fn.push_back({event.cycle, kNever, {}, false, 0});
    case Marker::RunEnd:
      if (!hart.fn.empty() && hart.fn.back().end == kNever) hart.fn.back().end = event.cycle;
      return;
    case Marker::LockWait:
      lock_waits_[{event.source, event.b}] = event.cycle;
      return;
    case Marker::LockReleased:
      locks_[event.b] = {event.cycle, event.source};
      return;
    case Marker::LockAcquired:
      return lock_acquired(event);
    case Marker::Switch:
      return task_switch(event);
    default:
      return;
  }
}

/// Binding only where it was released after this hart had begun to wait.
void Timeline::lock_acquired(const Event& event) {
  const auto wait = lock_waits_.find({event.source, event.b});
  if (wait == lock_waits_.end()) return;
  const Cycle since = wait->second;
  lock_waits_.erase(wait);
  const auto lock = locks_.find(event.b);
  if (lock == locks_.end() || lock->second.owner == event.source) return;
  Edge edge;
  edge.kind = Edge::Kind::Lock;
  edge.arrival = event.cycle;
  edge.from = lock->second.owner;
  edge.departure = lock->second.released;
  edge.place = event.b;
  if (edge.departure > since && edge.departure < edge.arrival)
    harts_[event.source].edges.push_back(edge);
}

/// Another task runs: what an interrupt has asked for may come now.
void Timeline::task_switch(const Event& event) {
  HartTimeline& hart = harts_[event.source];
  if (!hart.handlers.empty() && hart.handlers.back().end == kNever)
    hart.handlers.back().end = event.cycle;
  interrupted_[event.source] = 0;
  for (auto edge = hart.edges.rbegin(); edge != hart.edges.rend(); ++edge) {
    if (edge->over == kNever) continue;
    if (edge->again != kNever) break;
    edge->again = event.cycle;
  }
}

void Timeline::trap_return(const Event& event) {
  HartTimeline& hart = harts_[event.source];
  if (!hart.handlers.empty() && hart.handlers.back().end == kNever)
    hart.handlers.back().end = event.cycle;
  if (event.a != interrupted_[event.source]) return;
  interrupted_[event.source] = 0;
  const auto trap = std::find_if(hart.edges.rbegin(), hart.edges.rend(),
                                 [](const Edge& edge) { return edge.trap; });
  if (trap != hart.edges.rend() && trap->over == kNever &&
      trap->arrival >= hart.handlers.back().begin)
    trap->over = event.cycle;
}

/// Binding only where the store came after the hart had begun to look.
void Timeline::load(const Event& event) {
  const SourceId writer = source_of(event.cause);
  if (event.c == 0 || writer >= harts_.size() || writer == event.source) return;
  Edge edge;
  edge.kind = Edge::Kind::Store;
  edge.arrival = event.cycle;
  edge.from = writer;
  edge.place = event.a;
  if ((event.cause & kStoreBit) != 0) {
    edge.departure = event.cause & kCountBits & ~kStoreBit;
  } else {
    const auto atomic = accesses_.find(transaction_of(event.cause));
    if (atomic == accesses_.end()) return;
    edge.departure = atomic->second;
  }
  const bool binding = edge.departure < edge.arrival && edge.departure > event.cycle - event.c;
  if (binding) harts_[event.source].edges.push_back(edge);
}

void Timeline::bus_request(const Event& event) {
  const auto access = accesses_.find(transaction_of(event.cause));
  Ring ring;
  ring.accepted = event.cycle;
  ring.from = source_of(event.cause);
  ring.known = access != accesses_.end() && ring.from < harts_.size();
  if (ring.known) ring.departure = access->second;
  rings_[event.id] = ring;
}

void Timeline::wire(const Event& event) {
  const auto request = rings_.find(event.cause);
  Ring ring = request == rings_.end() ? Ring() : request->second;
  ring.wire = event.cycle;
  rings_[event.id] = ring;
}

void Timeline::pending(const Event& event) {
  const auto edge = rings_.find(event.cause);
  Ring ring = edge == rings_.end() ? Ring() : edge->second;
  // mtimecmp or TIMEOUT was written, but it is time that has come.
  if (is_of_time(event.a)) ring.known = false;
  ring.pending = event.cycle;
  ring.bit = event.a;
  rings_[event.id] = ring;
  // Whoever arrived last has released a barrier of the barrier unit; its members may poll.
  if (event.a == platform::barrier::kInterrupt && event.b != 0)
    add_ring_edge(event, event.id, 0, false);
}

void Timeline::trap(const Event& event) {
  HartTimeline& hart = harts_[event.source];
  if (!hart.handlers.empty())
    hart.handlers.back().end = std::min(hart.handlers.back().end, event.cycle);
  hart.handlers.push_back({event.cycle, kNever, {}, false, 0});
  interrupted_[event.source] = event.b;
  if ((event.a & kInterruptBit) != 0) add_ring_edge(event, event.cause, 0, true);
}

void Timeline::waited(const Event& event) {
  const auto cause = static_cast<Cause>(event.a);
  OwnWait wait{event.cycle - event.b, event.cycle, cause, false, event.c};
  if (cause == Cause::Asleep || cause == Cause::Reservation) {
    const auto ring = rings_.find(event.cause);
    wait.for_time = cause == Cause::Asleep && ring != rings_.end() && is_of_time(ring->second.bit);
    add_ring_edge(event, event.cause, wait.begin, false);
  }
  harts_[event.source].waits.push_back(wait);
}

void Timeline::add_ring_edge(const Event& event, EventId pending, Cycle since, bool is_trap) {
  const auto entry = rings_.find(pending);
  if (entry == rings_.end() || !entry->second.known) return;
  const Ring& ring = entry->second;
  if (ring.pending < since || ring.departure >= event.cycle) return;
  Edge edge;
  edge.kind = Edge::Kind::Doorbell;
  edge.arrival = event.cycle;
  edge.from = ring.from;
  edge.departure = ring.departure;
  edge.accepted = ring.accepted;
  edge.wire = ring.wire;
  edge.pending = ring.pending;
  edge.trap = is_trap;
  harts_[event.source].edges.push_back(edge);
}

}  // namespace standstill::testbench
