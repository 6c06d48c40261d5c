// How far a tile may run ahead: the earliest cycle at which anything could still reach it.
// SPDX-License-Identifier: Apache-2.0
//
// Conservative parallel discrete-event simulation in the sense of Chandy and Misra (CACM 1981):
// before the horizon nothing can arrive, so running ahead to it is exact.
#ifndef STANDSTILL_COMMON_HORIZON_H
#define STANDSTILL_COMMON_HORIZON_H

#include <vector>

#include "common/types.h"

namespace standstill {

/// The fixed shape of a binary tree of minima: update and query of "all but one" in O(log n).
class MinTree {
 public:
  explicit MinTree(unsigned leaves);
  void set(unsigned leaf, Cycle value);
  Cycle get(unsigned leaf) const { return nodes_[size_ + leaf]; }
  Cycle min() const { return nodes_[1]; }
  Cycle min_except(unsigned leaf) const;

 private:
  unsigned size_;
  std::vector<Cycle> nodes_;
};

/// Knows of each tile the earliest cycle at which it could send anything, and of each other module
/// its next event; tells each tile how far it may advance. Times are absolute core cycles.
class Horizon {
 public:
  /// @param tiles       number of tiles, >= 1
  /// @param sources     number of other modules that set_next_event() will name, 0..sources-1
  /// @param tile_reach  fewest cycles from a tile's sending to an effect on any tile, >= 1
  Horizon(unsigned tiles, unsigned sources, Cycle tile_reach);

  /// Fewest cycles from an event of module `source` to an effect on any tile, >= 1.
  void set_reach(unsigned source, Cycle reach);

  /// Earliest cycle at which `source` will do anything with what it holds now; kNever if nothing.
  void set_next_event(unsigned source, Cycle cycle);

  /// Earliest cycle at which `tile` could send, given what has been delivered to it; kNever when
  /// it waits for a message or a wire.
  void set_earliest_output(HartId tile, Cycle cycle) { tiles_.set(tile, cycle); }

  /// The tile's horizon: it may advance up to, not into, this cycle. What is already delivered to
  /// the tile is the tile's own business and not counted here.
  Cycle limit(HartId tile) const;

  /// The first cycle that some module or tile has not passed yet.
  Cycle oldest() const { return tiles_.min() < events_min_ ? tiles_.min() : events_min_; }

  /// True when no tile can act and no module has anything to do: nothing will ever happen again.
  bool idle() const { return oldest() == kNever; }

  Cycle tile_reach() const { return tile_reach_; }

 private:
  MinTree tiles_;
  MinTree effects_;  ///< next event + reach of each other module
  std::vector<Cycle> reach_;
  std::vector<Cycle> events_;
  Cycle events_min_ = kNever;
  Cycle tile_reach_;
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_HORIZON_H
