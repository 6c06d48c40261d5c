// The shapes of the interconnect: where each node sits, and which way a message goes from there.
// SPDX-License-Identifier: Apache-2.0
//
// Routers stand on a grid of columns x rows, numbered row by row; each node is at one of them. A
// crossbar is one router. A ring is one row, its last router next to its first: the shorter way,
// east if both are as long. A mesh is routed XY: along the row first, then along the column, which
// cannot deadlock. Source: Dally and Towles, Principles and Practices of Interconnection Networks
// (2004), chapters 5 and 8.
#ifndef STANDSTILL_INTERCONNECT_TOPOLOGY_H
#define STANDSTILL_INTERCONNECT_TOPOLOGY_H

#include <vector>

#include "common/config.h"
#include "common/types.h"

namespace standstill::interconnect {

/// A way out of a router, to its neighbour.
enum class Direction : std::uint8_t { East, West, South, North };
inline constexpr unsigned kDirections = 4;

/// The routers of an interconnect.
struct Grid {
  unsigned columns = 1;
  unsigned rows = 1;
  bool wraps = false;  ///< the last router of the one row is next to the first

  unsigned routers() const { return columns * rows; }
  /// Which way a message at router `here` goes to router `there`. Requires: here != there.
  Direction towards(unsigned here, unsigned there) const;
  /// The router that lies next to `here`. Requires: there is one, as there is in towards().
  unsigned neighbour(unsigned here, Direction direction) const;
  /// Links between routers on the way: on a mesh |dx| + |dy|.
  unsigned hops(unsigned here, unsigned there) const;
};

/// The grid for `harts` harts: a router for each `concentration` of them; a mesh of which
/// `columns` is 0 has the fewest columns whose square holds them.
Grid grid_of(const InterconnectConfig& config, unsigned harts);

/// Nodes on a grid, and the links: one to each node, numbered like the nodes, then four of each
/// router, in the order of Direction.
class Topology {
 public:
  /// Nodes are `harts` tiles, `homes` home nodes and the device bus, as in AddressMap.
  Topology(const InterconnectConfig& config, unsigned harts, unsigned homes);

  unsigned nodes() const { return static_cast<unsigned>(router_of_.size()); }
  unsigned links() const { return nodes() + grid_.routers() * kDirections; }
  unsigned router_of(NodeId node) const { return router_of_[node]; }
  /// The link by which a message at router `here` goes on to `destination`; below nodes(), the
  /// last one.
  unsigned next_link(unsigned here, NodeId destination) const;
  /// The router at the end of a link between routers.
  unsigned end_of(unsigned link) const;
  /// Links between routers on the way from a node to a node.
  unsigned hops(NodeId from, NodeId to) const {
    return grid_.hops(router_of_[from], router_of_[to]);
  }

 private:
  Grid grid_;
  std::vector<unsigned> router_of_;  ///< by NodeId
};

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_TOPOLOGY_H
