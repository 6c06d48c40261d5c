// The horizon: the tree of minima against brute force, the formula, and what follows from it.
// SPDX-License-Identifier: Apache-2.0
#include "common/horizon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace standstill {
namespace {

/// Least of `values`, one left out.
Cycle least(const std::vector<Cycle>& values, std::size_t except = ~std::size_t{0}) {
  Cycle found = kNever;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (i != except) found = std::min(found, values[i]);
  return found;
}

TEST(MinTree, AgreesWithBruteForce) {
  std::mt19937_64 random(1);
  for (const unsigned leaves : {1u, 2u, 3u, 4u, 5u, 7u, 8u, 33u, 64u, 100u}) {
    MinTree tree(leaves);
    std::vector<Cycle> values(leaves, kNever);
    EXPECT_EQ(tree.min(), kNever);
    for (int step = 0; step < 3000; ++step) {
      const unsigned leaf = static_cast<unsigned>(random() % leaves);
      values[leaf] = random() % 8 == 0 ? kNever : random() % 50;
      tree.set(leaf, values[leaf]);
      const unsigned asked = static_cast<unsigned>(random() % leaves);
      ASSERT_EQ(tree.min(), least(values));
      ASSERT_EQ(tree.min_except(asked), least(values, asked)) << leaves << " leaves";
      ASSERT_EQ(tree.get(asked), values[asked]);
    }
  }
}

/// The formula, written out.
struct Reference {
  std::vector<Cycle> tiles, events, reach;
  Cycle tile_reach = 1;

  static Cycle plus(Cycle a, Cycle b) { return a == kNever ? kNever : a + b; }
  Cycle limit(std::size_t tile) const {
    Cycle limit = plus(least(tiles, tile), tile_reach);
    for (std::size_t i = 0; i < events.size(); ++i)
      limit = std::min(limit, plus(events[i], reach[i]));
    return limit;
  }
};

TEST(Horizon, IsTheLeastOfAllThatCouldStillComeHere) {
  std::mt19937_64 random(2);
  for (int machine = 0; machine < 40; ++machine) {
    Reference reference;
    reference.tiles.assign(1 + random() % 20, kNever);
    reference.events.assign(1 + random() % 8, kNever);
    reference.tile_reach = 1 + random() % 30;
    Horizon horizon(static_cast<unsigned>(reference.tiles.size()),
                    static_cast<unsigned>(reference.events.size()), reference.tile_reach);
    for (unsigned i = 0; i < reference.events.size(); ++i) {
      reference.reach.push_back(1 + random() % 20);
      horizon.set_reach(i, reference.reach[i]);
    }
    for (int step = 0; step < 500; ++step) {
      const Cycle cycle = random() % 6 == 0 ? kNever : random() % 1000;
      if (random() % 2 != 0) {
        const auto tile = static_cast<HartId>(random() % reference.tiles.size());
        reference.tiles[tile] = cycle;
        horizon.set_earliest_output(tile, cycle);
      } else {
        const auto source = static_cast<unsigned>(random() % reference.events.size());
        reference.events[source] = cycle;
        horizon.set_next_event(source, cycle);
      }
      for (std::size_t tile = 0; tile < reference.tiles.size(); ++tile)
        ASSERT_EQ(horizon.limit(static_cast<HartId>(tile)), reference.limit(tile));
      ASSERT_EQ(horizon.oldest(), std::min(least(reference.tiles), least(reference.events)));
      ASSERT_EQ(horizon.idle(), horizon.oldest() == kNever);
    }
  }
}

TEST(Horizon, AHartAloneWithNothingScheduledMayRunForEver) {
  Horizon horizon(1, 1, 10);
  horizon.set_earliest_output(0, 5);
  EXPECT_EQ(horizon.limit(0), kNever);
  horizon.set_reach(0, 3);
  horizon.set_next_event(0, 100);
  EXPECT_EQ(horizon.limit(0), 103u);
}

TEST(Horizon, DoesNotOverflow) {
  Horizon horizon(2, 1, 10);
  horizon.set_earliest_output(0, kNever - 3);
  EXPECT_EQ(horizon.limit(1), kNever);
}

TEST(Horizon, GrowsWhenEverybodyOnlyGoesOn) {
  std::mt19937_64 random(3);
  Horizon horizon(6, 3, 7);
  std::vector<Cycle> tiles(6, 0), events(3, 0);
  for (unsigned i = 0; i < 3; ++i) horizon.set_next_event(i, 0);
  for (unsigned i = 0; i < 6; ++i) horizon.set_earliest_output(i, 0);
  std::vector<Cycle> before(6, 0);
  for (int step = 0; step < 2000; ++step) {
    const unsigned who = static_cast<unsigned>(random() % 9);
    const Cycle further = random() % 20;
    if (who < 6)
      horizon.set_earliest_output(who, tiles[who] += further);
    else
      horizon.set_next_event(who - 6, events[who - 6] += further);
    for (unsigned tile = 0; tile < 6; ++tile) {
      ASSERT_GE(horizon.limit(tile), before[tile]);
      before[tile] = horizon.limit(tile);
    }
  }
}

TEST(Horizon, LetsTheOldestGoOn) {
  // Nobody can stand for ever: whoever is oldest has a limit beyond its own cycle.
  std::mt19937_64 random(4);
  Horizon horizon(5, 1, 3);
  std::vector<Cycle> clocks(5, 0);
  for (unsigned i = 0; i < 5; ++i) horizon.set_earliest_output(i, 0);
  for (int step = 0; step < 1000; ++step) {
    const auto oldest =
        static_cast<unsigned>(std::min_element(clocks.begin(), clocks.end()) - clocks.begin());
    ASSERT_GT(horizon.limit(oldest), clocks[oldest]);
    clocks[oldest] = std::min(horizon.limit(oldest), clocks[oldest] + 1 + random() % 9);
    horizon.set_earliest_output(oldest, clocks[oldest]);
  }
}

}  // namespace
}  // namespace standstill
