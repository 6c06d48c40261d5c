// Places nodes on the grid, and finds ways over it.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/topology.h"

namespace standstill::interconnect {
namespace {

unsigned quotient_up(unsigned a, unsigned b) { return (a + b - 1) / b; }

/// The least number whose square is not less than `area`.
unsigned side_of(unsigned area) {
  unsigned side = 1;
  while (side * side < area) ++side;
  return side;
}

/// The middle of piece `index` when `length` is cut into `pieces`.
unsigned middle(unsigned index, unsigned pieces, unsigned length) {
  return (2 * index + 1) * length / (2 * pieces);
}

/// Homes in a grid of their own, laid over that of the routers.
unsigned spread(const Grid& grid, unsigned home, unsigned homes) {
  const unsigned columns = grid.rows == 1 ? homes : side_of(homes);
  const unsigned rows = quotient_up(homes, columns);
  return middle(home / columns, rows, grid.rows) * grid.columns +
         middle(home % columns, columns, grid.columns);
}

/// Homes along the first row and the last, as memory controllers are.
unsigned edge(const Grid& grid, unsigned home) {
  const unsigned row = home / grid.columns % 2 == 0 ? 0 : grid.rows - 1;
  return row * grid.columns + home % grid.columns;
}

}  // namespace

Direction Grid::towards(unsigned here, unsigned there) const {
  if (wraps) {
    const unsigned east = (there + columns - here) % columns;
    return 2 * east <= columns ? Direction::East : Direction::West;
  }
  const unsigned x = here % columns, to_x = there % columns;
  if (x != to_x) return x < to_x ? Direction::East : Direction::West;
  return here < there ? Direction::South : Direction::North;
}

unsigned Grid::neighbour(unsigned here, Direction direction) const {
  switch (direction) {
    case Direction::East:
      return (here + 1) % routers();
    case Direction::West:
      return (here + routers() - 1) % routers();
    case Direction::South:
      return here + columns;
    case Direction::North:
      return here - columns;
  }
  return here;
}

unsigned Grid::hops(unsigned here, unsigned there) const {
  unsigned count = 0;
  for (; here != there; ++count) here = neighbour(here, towards(here, there));
  return count;
}

Grid grid_of(const InterconnectConfig& config, unsigned harts) {
  const unsigned needed = quotient_up(harts, config.concentration);
  switch (config.kind) {
    case InterconnectKind::Crossbar:
      break;
    case InterconnectKind::Ring:
      return {needed, 1, true};
    case InterconnectKind::Mesh: {
      const unsigned columns = config.columns == 0 ? side_of(needed) : config.columns;
      return {columns, quotient_up(needed, columns), false};
    }
  }
  return {};
}

Topology::Topology(const InterconnectConfig& config, unsigned harts, unsigned homes)
    : grid_(grid_of(config, harts)) {
  const unsigned routers = grid_.routers();
  for (unsigned hart = 0; hart < harts; ++hart)
    router_of_.push_back((config.hart0_router + hart / config.concentration) % routers);
  for (unsigned home = 0; home < homes; ++home)
    router_of_.push_back(config.homes == HomePlacement::Edge ? edge(grid_, home)
                                                             : spread(grid_, home, homes));
  router_of_.push_back(config.device_router);
}

unsigned Topology::next_link(unsigned here, NodeId destination) const {
  const unsigned there = router_of_[destination];
  if (here == there) return destination;
  return nodes() + here * kDirections + static_cast<unsigned>(grid_.towards(here, there));
}

unsigned Topology::end_of(unsigned link) const {
  const unsigned way = link - nodes();
  return grid_.neighbour(way / kDirections, static_cast<Direction>(way % kDirections));
}

}  // namespace standstill::interconnect
