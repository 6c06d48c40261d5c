// The horizon as two trees of minima.
// SPDX-License-Identifier: Apache-2.0
#include "common/horizon.h"

#include <algorithm>

namespace standstill {
namespace {

unsigned round_up_to_power_of_two(unsigned n) {
  unsigned size = 1;
  while (size < n) size *= 2;
  return size;
}

Cycle saturating_add(Cycle a, Cycle b) { return a > kNever - b ? kNever : a + b; }

}  // namespace

MinTree::MinTree(unsigned leaves)
    : size_(round_up_to_power_of_two(std::max(leaves, 1u))), nodes_(2 * size_, kNever) {}

void MinTree::set(unsigned leaf, Cycle value) {
  unsigned node = size_ + leaf;
  nodes_[node] = value;
  while (node > 1) {
    node /= 2;
    const Cycle least = std::min(nodes_[2 * node], nodes_[2 * node + 1]);
    if (nodes_[node] == least) return;
    nodes_[node] = least;
  }
}

Cycle MinTree::min_except(unsigned leaf) const {
  Cycle least = kNever;
  for (unsigned node = size_ + leaf; node > 1; node /= 2) least = std::min(least, nodes_[node ^ 1]);
  return least;
}

Horizon::Horizon(unsigned tiles, unsigned sources, Cycle tile_reach)
    : tiles_(tiles),
      effects_(sources),
      reach_(sources, 1),
      events_(sources, kNever),
      tile_reach_(tile_reach) {}

void Horizon::set_reach(unsigned source, Cycle reach) { reach_[source] = reach; }

void Horizon::set_next_event(unsigned source, Cycle cycle) {
  if (events_[source] == cycle) return;
  events_[source] = cycle;
  events_min_ = *std::min_element(events_.begin(), events_.end());
  effects_.set(source, saturating_add(cycle, reach_[source]));
}

Cycle Horizon::limit(HartId tile) const {
  return std::min(effects_.min(), saturating_add(tiles_.min_except(tile), tile_reach_));
}

}  // namespace standstill
