// Core cycles in SystemC time.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_CLOCK_H
#define STANDSTILL_COMMON_CLOCK_H

#include <systemc>

#include "common/types.h"

namespace standstill {

/// Converts between core cycles and SystemC time. One core cycle is `period_ps` picoseconds, at
/// least 4.
class CoreClock {
 public:
  explicit CoreClock(std::uint64_t period_ps) : period_ps_(period_ps) {}

  /// The cycle SystemC's time stands in now.
  Cycle now() const { return sc_core::sc_time_stamp().value() / resolution_units(); }
  /// From SystemC's now to `cycle`; zero if it has passed.
  sc_core::sc_time until(Cycle cycle) const {
    const std::uint64_t at = cycle * resolution_units();
    const std::uint64_t now_units = sc_core::sc_time_stamp().value();
    return sc_core::sc_time::from_value(at > now_units ? at - now_units : 0);
  }
  /// From SystemC's now to the middle of `cycle`, when everything that happens at its beginning,
  /// wires included, has settled: that is when tiles run.
  sc_core::sc_time until_middle(Cycle cycle) const {
    const std::uint64_t at = cycle * resolution_units() + resolution_units() / 2;
    const std::uint64_t now_units = sc_core::sc_time_stamp().value();
    return sc_core::sc_time::from_value(at > now_units ? at - now_units : 0);
  }
  /// From SystemC's now to the last instant of `cycle`.
  sc_core::sc_time until_last_instant(Cycle cycle) const {
    const std::uint64_t at = (cycle + 1) * resolution_units() - 1;
    const std::uint64_t now_units = sc_core::sc_time_stamp().value();
    return sc_core::sc_time::from_value(at > now_units ? at - now_units : 0);
  }
  std::uint64_t period_ps() const { return period_ps_; }

 private:
  /// SystemC's default resolution is 1 ps, and we do not change it.
  std::uint64_t resolution_units() const { return period_ps_; }
  std::uint64_t period_ps_;
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_CLOCK_H
