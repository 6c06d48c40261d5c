// What went over the interconnect and the bus: coherence messages, device accesses, doorbells.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md defines every figure.
#ifndef STANDSTILL_TESTBENCH_PROBES_TRAFFIC_H
#define STANDSTILL_TESTBENCH_PROBES_TRAFFIC_H

#include <array>
#include <map>
#include <vector>

#include "common/access_kind.h"
#include "common/message.h"
#include "common/types.h"

namespace standstill::testbench {

/// Why a coherence message was sent: the kinds of access, and two more that snoops may have.
struct TrafficCause {
  static constexpr unsigned kRecall = kAccessKinds;       ///< home made room in the L2
  static constexpr unsigned kEarlier = kAccessKinds + 1;  ///< an access from before the call
  static constexpr unsigned kCount = kAccessKinds + 2;
};
const char* traffic_cause_name(unsigned cause);

/// How many lines are named of a rendezvous: there may be a million of those in a run.
inline constexpr std::size_t kLinesNamed = 8;

using CountsByCause = std::array<std::uint64_t, TrafficCause::kCount>;

/// Requests of tiles, snoops, and the answers to snoops.
struct CoherenceTraffic {
  MessageCounts by_type{};
  CountsByCause by_cause{};
  std::size_t lines = 0;                  ///< of which there were any
  std::map<Addr, CountsByCause> by_line;  ///< of a rendezvous that has returned, the busiest

  void add(Addr line, MessageType type, unsigned cause);
  /// Forgets all lines but the `most` busiest.
  void keep_busiest(std::size_t most);
  std::uint64_t messages() const;
};

/// A line and its messages.
struct LineTraffic {
  Addr line = 0;
  std::uint64_t messages = 0;
  CountsByCause by_cause{};
};
/// The `most` lines with the most messages, the most first, ties by address.
std::vector<LineTraffic> busiest_lines(const CoherenceTraffic& traffic, std::size_t most);

/// Times of one kind, in cycles.
struct Span {
  std::uint64_t count = 0;
  Cycle sum = 0;
  Cycle max = 0;

  void add(Cycle cycles);
};

/// Device accesses and where their time went.
struct BusWaits {
  Span wait;     ///< the hart waited for the access, whichever device it was
  Span request;  ///< from the hart until the fabric took it
  Span fabric;   ///< until the fabric answered
  Span answer;   ///< until the hart had the answer; none where the bridge answered before
};

/// Name and place of each span, in the order they are reported.
struct BusColumn {
  const char* name;
  Span BusWaits::*span;
};
const std::vector<BusColumn>& bus_columns();

/// Stores that ring, by the device they go to.
struct Doorbells {
  std::uint64_t mswi = 0;
  std::uint64_t sswi = 0;
  std::uint64_t imsic = 0;
  std::uint64_t multicast = 0;

  /// Counts a device store if it rings.
  void add(Addr addr, std::uint64_t value);
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_TRAFFIC_H
