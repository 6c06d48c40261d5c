// Sums over messages and accesses.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/traffic.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "standstill/devices.h"

namespace standstill::testbench {

const char* traffic_cause_name(unsigned cause) {
  if (cause < kAccessKinds) return name_of(static_cast<AccessKind>(cause));
  return cause == TrafficCause::kRecall ? "recall" : "earlier";
}

void CoherenceTraffic::add(Addr line, MessageType type, unsigned cause) {
  ++by_type[static_cast<unsigned>(type)];
  ++by_cause[cause];
  const auto [entry, first] = by_line.try_emplace(line);
  if (first) ++lines;
  ++entry->second[cause];
}

std::uint64_t CoherenceTraffic::messages() const {
  return std::accumulate(by_type.begin(), by_type.end(), std::uint64_t{0});
}

std::vector<LineTraffic> busiest_lines(const CoherenceTraffic& traffic, std::size_t most) {
  std::vector<LineTraffic> lines;
  lines.reserve(traffic.by_line.size());
  for (const auto& [line, counts] : traffic.by_line)
    lines.push_back(
        {line, std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), counts});
  std::stable_sort(lines.begin(), lines.end(), [](const LineTraffic& a, const LineTraffic& b) {
    return a.messages > b.messages;
  });
  lines.resize(std::min(most, lines.size()));
  return lines;
}

void CoherenceTraffic::keep_busiest(std::size_t most) {
  std::map<Addr, CountsByCause> kept;
  for (const LineTraffic& line : busiest_lines(*this, most)) kept.emplace(line.line, line.by_cause);
  by_line = std::move(kept);
}

void Span::add(Cycle cycles) {
  ++count;
  sum += cycles;
  max = std::max(max, cycles);
}

const std::vector<BusColumn>& bus_columns() {
  static const std::vector<BusColumn> kColumns = {{"wait", &BusWaits::wait},
                                                  {"request", &BusWaits::request},
                                                  {"fabric", &BusWaits::fabric},
                                                  {"answer", &BusWaits::answer}};
  return kColumns;
}

void Doorbells::add(Addr addr, std::uint64_t value) {
  if (platform::kMswi.contains(addr)) mswi += value & 1;
  if (platform::kSswi.contains(addr)) sswi += value & 1;
  if (platform::kImsic.contains(addr)) ++imsic;
  // Its mask may be empty; the number of the hart that is left out may be 0.
  if (platform::kMulticast.contains(addr))
    multicast += value != 0 || addr == platform::multicast::kAllBut;
}

}  // namespace standstill::testbench
