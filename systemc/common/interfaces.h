// Narrow views modules have of one another, where neither a socket nor a wire fits.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_INTERFACES_H
#define STANDSTILL_COMMON_INTERFACES_H

#include <cstdint>

#include "common/types.h"

namespace standstill {

/// Told by the fabric at each write of mtime (and at reset) what mtime is, so that a hart computes
/// its `time` CSR: at core cycle c it is mtime + (c - cycle) / cycles_per_tick, rounded down,
/// where `cycle` is a tick edge or the edge of the write.
class TimeListener {
 public:
  virtual ~TimeListener() = default;
  virtual void announce_time(std::uint64_t mtime, Cycle cycle) = 0;
};

/// Told that the guest has ended the run by the test finisher or by HTIF.
class EndListener {
 public:
  virtual ~EndListener() = default;
  /// @param code  0: pass; else the guest's own code, 1..65535.
  /// @param cycle when the write took effect. The run ends at `cycle + end_delay`.
  virtual void end(std::uint32_t code, Cycle cycle) = 0;
};

/// Takes what the guest writes to its console.
class ConsoleSink {
 public:
  virtual ~ConsoleSink() = default;
  virtual void put(char character, Cycle cycle) = 0;
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_INTERFACES_H
