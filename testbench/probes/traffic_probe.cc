// Which message and which access counts where.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/traffic_probe.h"

#include <algorithm>

#include "standstill/markers.h"
#include "standstill/memory_map.h"

namespace standstill::testbench {
namespace {

using platform::Marker;

constexpr std::uint64_t kStore = 0x100;  ///< in `access` of a DeviceBegin

SourceId source_of(EventId id) { return static_cast<SourceId>((id >> 40) - 1); }

/// A tile numbers the message of a device access right after the access.
EventId transaction_of(EventId message) { return message - 1; }

bool goes_to_fabric(Addr addr) {
  return std::any_of(std::begin(platform::kFabricRegions), std::end(platform::kFabricRegions),
                     [&](const platform::Region& region) { return region.contains(addr); });
}

}  // namespace

void TrafficProbe::consume(const Event& event) {
  switch (event.kind) {
    case EventKind::Marker:
      return marker(event);
    case EventKind::Miss:
      return miss(event);
    case EventKind::Snoop:
      return snoop(event);
    case EventKind::DeviceBegin:
      return device_begin(event);
    case EventKind::DeviceEnd:
      return device_end(event);
    case EventKind::BusRequest:
      return bus_request(event);
    case EventKind::BusResponse:
      return bus_response(event);
    default:
      return;
  }
}

void TrafficProbe::marker(const Event& event) {
  if (event.source >= harts_) return;
  if (event.a == static_cast<std::uint64_t>(Marker::Call)) {
    open_.push_back({all_.size(), misses_ + 1});
    all_.emplace_back().object = event.b;
  }
  if (event.a != static_cast<std::uint64_t>(Marker::Return)) return;
  const auto last = std::find_if(open_.rbegin(), open_.rend(), [&](const Open& each) {
    return all_[each.index].object == event.b;
  });
  if (last == open_.rend()) return;
  all_[last->index].coherence.keep_busiest(kLinesNamed);
  open_.erase(std::next(last).base());
  forget_old();
}

/// What came before the oldest open call is `earlier` to all.
void TrafficProbe::forget_old() {
  const std::uint64_t needed = open_.empty() ? misses_ + 1 : open_.front().first;
  for (auto request = requests_.begin(); request != requests_.end();)
    request = request->second.number < needed ? requests_.erase(request) : std::next(request);
}

void TrafficProbe::miss(const Event& event) {
  if (open_.empty()) return;
  const auto cause = static_cast<unsigned>(event.c);
  if (cause >= kAccessKinds) return;
  requests_[event.id] = {++misses_, cause};
  for (const Open& rendezvous : open_)
    all_[rendezvous.index].coherence.add(line_of(event.a), static_cast<MessageType>(event.b),
                                         cause);
}

/// The snoop and the answer to it.
void TrafficProbe::snoop(const Event& event) {
  const auto request = requests_.find(event.cause);
  const bool recall = source_of(event.cause) >= harts_;
  for (const Open& rendezvous : open_) {
    unsigned cause = recall ? TrafficCause::kRecall : TrafficCause::kEarlier;
    if (request != requests_.end() && request->second.number >= rendezvous.first)
      cause = request->second.cause;
    CoherenceTraffic& traffic = all_[rendezvous.index].coherence;
    traffic.add(event.a, static_cast<MessageType>(event.b), cause);
    traffic.add(event.a, static_cast<MessageType>(event.c), cause);
  }
}

void TrafficProbe::device_begin(const Event& event) {
  Access access;
  access.begin = event.cycle;
  access.fabric = goes_to_fabric(event.a);
  for (const Open& rendezvous : open_) access.counts_in.push_back(rendezvous.index);
  accesses_[event.id] = std::move(access);
  if ((event.c & kStore) != 0) doorbells_.add(event.a, event.b);
}

void TrafficProbe::device_end(const Event& event) {
  const auto entry = accesses_.find(event.cause);
  if (entry == accesses_.end()) return;
  Access& access = entry->second;
  access.answered = true;
  note(access, &BusWaits::wait, event.cycle - access.begin);
  if (access.response != kNever) note(access, &BusWaits::answer, event.cycle - access.response);
  // Where the bridge has answered, the fabric has still to take the store, or to answer.
  const bool refused = event.c != 0;
  if (access.response != kNever || !access.fabric || refused) accesses_.erase(entry);
}

void TrafficProbe::bus_request(const Event& event) {
  const EventId transaction = transaction_of(event.cause);
  const auto entry = accesses_.find(transaction);
  if (entry == accesses_.end()) return;
  entry->second.request = event.cycle;
  on_the_bus_[event.id] = transaction;
  note(entry->second, &BusWaits::request, event.cycle - entry->second.begin);
}

void TrafficProbe::bus_response(const Event& event) {
  const auto request = on_the_bus_.find(event.cause);
  if (request == on_the_bus_.end()) return;
  const EventId transaction = request->second;
  on_the_bus_.erase(request);
  Access& access = accesses_.at(transaction);
  access.response = event.cycle;
  note(access, &BusWaits::fabric, event.cycle - access.request);
  if (access.answered) accesses_.erase(transaction);
}

void TrafficProbe::note(const Access& access, Span BusWaits::*span, Cycle cycles) {
  (bus_.*span).add(cycles);
  for (const std::size_t index : access.counts_in) (all_[index].bus.*span).add(cycles);
}

}  // namespace standstill::testbench
