// The few words every module uses: cycle, address, hart, node, event number.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_TYPES_H
#define STANDSTILL_COMMON_TYPES_H

#include <cstdint>

namespace standstill {

/// A point in time or a length, in core cycles since reset. Never a floating-point number.
using Cycle = std::uint64_t;
inline constexpr Cycle kNever = ~Cycle{0};

/// A physical byte address.
using Addr = std::uint64_t;

/// Index of a hart, 0..1023; equal to its mhartid.
using HartId = std::uint32_t;

/// A place on the interconnect: tiles first (node = hart), then homes, then the device bus.
using NodeId = std::uint32_t;

/// Who wrote an event: fixed for a machine; events of one cycle are ordered by it. See
/// source_map.h.
using SourceId = std::uint32_t;

/// The number a store, transaction, interrupt edge or lock hand-over has from birth; 0 is none.
/// High 24 bits: SourceId + 1; low 40 bits: count within that source, from 1.
using EventId = std::uint64_t;

constexpr EventId make_event_id(SourceId source, std::uint64_t count) {
  return (EventId{source} + 1) << 40 | (count & ((EventId{1} << 40) - 1));
}

/// The number of a store: a hart issues at most one a cycle, so its cycle of issue names it. Bit 39
/// keeps these apart from counted numbers.
constexpr EventId make_store_id(SourceId hart, Cycle issued) {
  return make_event_id(hart, std::uint64_t{1} << 39 | issued);
}

/// The number of an edge of an interrupt wire, which has no room to carry one: both ends count the
/// edges of each wire from 1. `mip_bit` is the code of the interrupt or NMI.
constexpr EventId make_edge_id(SourceId fabric, HartId hart, unsigned mip_bit,
                               std::uint64_t count) {
  return make_event_id(fabric, std::uint64_t{1} << 39 | std::uint64_t{hart} << 29 |
                                   std::uint64_t{mip_bit & 31} << 24 | (count & 0xFFFFFF));
}

inline constexpr unsigned kLineBytes = 64;
constexpr Addr line_of(Addr addr) { return addr & ~Addr{kLineBytes - 1}; }
constexpr unsigned offset_in_line(Addr addr) {
  return static_cast<unsigned>(addr & (kLineBytes - 1));
}

}  // namespace standstill

#endif  // STANDSTILL_COMMON_TYPES_H
