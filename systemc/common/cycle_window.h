// A stretch of a run, in cycles, and how far a tile may run ahead of it.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_CYCLE_WINDOW_H
#define STANDSTILL_COMMON_CYCLE_WINDOW_H

#include <algorithm>

#include "common/types.h"

namespace standstill {

/// The cycles `from` .. `to` - 1; by default there are none.
struct CycleWindow {
  Cycle from = kNever;
  Cycle to = kNever;

  bool contains(Cycle cycle) const { return cycle >= from && cycle < to; }
};

/// How far a tile may run at cycle `now`, where its horizon is `horizon` and the cycles of `window`
/// are played one by one: up to the window's beginning and not over it, then cycle by cycle.
inline Cycle limit_at(const CycleWindow& window, Cycle now, Cycle horizon) {
  if (now + 1 < window.from) return std::min(horizon, window.from);
  return now < window.to && window.from != kNever ? now + 1 : horizon;
}

}  // namespace standstill

#endif  // STANDSTILL_COMMON_CYCLE_WINDOW_H
