// Where nodes sit, and which ways messages go.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/topology.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <set>

namespace standstill::interconnect {
namespace {

InterconnectConfig shape(InterconnectKind kind, unsigned columns = 0) {
  InterconnectConfig config;
  config.kind = kind;
  config.columns = columns;
  return config;
}

unsigned distance(unsigned a, unsigned b) { return a < b ? b - a : a - b; }

TEST(Topology, AMeshIsAsNearlyASquareAsHoldsTheHarts) {
  const auto mesh = [](unsigned harts, unsigned columns = 0) {
    const Grid grid = grid_of(shape(InterconnectKind::Mesh, columns), harts);
    EXPECT_FALSE(grid.wraps);
    return std::make_pair(grid.columns, grid.rows);
  };
  EXPECT_EQ(mesh(1), std::make_pair(1u, 1u));
  EXPECT_EQ(mesh(2), std::make_pair(2u, 1u));
  EXPECT_EQ(mesh(8), std::make_pair(3u, 3u));
  EXPECT_EQ(mesh(12), std::make_pair(4u, 3u));
  EXPECT_EQ(mesh(64), std::make_pair(8u, 8u));
  EXPECT_EQ(mesh(8, 4), std::make_pair(4u, 2u));
  EXPECT_EQ(mesh(3, 8), std::make_pair(8u, 1u));
}

TEST(Topology, ConcentrationPutsSeveralHartsAtARouter) {
  InterconnectConfig config = shape(InterconnectKind::Mesh);
  config.concentration = 4;
  const Topology topology(config, 63, 0);
  EXPECT_EQ(grid_of(config, 63).routers(), 16u);
  EXPECT_EQ(topology.router_of(3), 0u);
  EXPECT_EQ(topology.router_of(4), 1u);
  EXPECT_EQ(topology.router_of(62), 15u);
}

TEST(Topology, OnAMeshAWayIsAsLongAsRowsAndColumnsLieApart) {
  const Grid grid{5, 4, false};
  for (unsigned from = 0; from < 20; ++from)
    for (unsigned to = 0; to < 20; ++to)
      EXPECT_EQ(grid.hops(from, to), distance(from % 5, to % 5) + distance(from / 5, to / 5));
}

TEST(Topology, OnAMeshARowIsGoneBeforeAColumn) {
  const Grid grid{3, 3, false};
  EXPECT_EQ(grid.towards(0, 8), Direction::East);
  EXPECT_EQ(grid.towards(2, 8), Direction::South);
  EXPECT_EQ(grid.towards(8, 0), Direction::West);
  EXPECT_EQ(grid.towards(6, 0), Direction::North);
  EXPECT_EQ(grid.neighbour(4, Direction::South), 7u);
  EXPECT_EQ(grid.neighbour(4, Direction::North), 1u);
}

TEST(Topology, OnARingTheShorterWayIsGoneAndEastIfBothAreAsLong) {
  for (unsigned routers : {1u, 2u, 5u, 6u}) {
    const Grid grid{routers, 1, true};
    for (unsigned from = 0; from < routers; ++from)
      for (unsigned to = 0; to < routers; ++to)
        EXPECT_EQ(grid.hops(from, to), std::min(distance(from, to), routers - distance(from, to)));
  }
  const Grid six{6, 1, true};
  EXPECT_EQ(six.towards(1, 4), Direction::East);
  EXPECT_EQ(six.towards(4, 1), Direction::East);
  EXPECT_EQ(six.towards(0, 5), Direction::West);
  EXPECT_EQ(six.neighbour(0, Direction::West), 5u);
  EXPECT_EQ(six.neighbour(5, Direction::East), 0u);
}

TEST(Topology, ACrossbarIsOneRouter) {
  const Topology topology(shape(InterconnectKind::Crossbar), 4, 2);
  EXPECT_EQ(topology.nodes(), 7u);
  for (NodeId node = 0; node < 7; ++node) {
    EXPECT_EQ(topology.hops(0, node), 0u);
    EXPECT_EQ(topology.next_link(0, node), node);
  }
}

std::vector<unsigned> homes_of(const InterconnectConfig& config, unsigned harts, unsigned homes) {
  const Topology topology(config, harts, homes);
  std::vector<unsigned> routers;
  for (unsigned home = 0; home < homes; ++home) routers.push_back(topology.router_of(harts + home));
  return routers;
}

TEST(Topology, HomesLieEvenlyOverTheRouters) {
  const InterconnectConfig mesh = shape(InterconnectKind::Mesh);
  EXPECT_THAT(homes_of(mesh, 64, 4), testing::ElementsAre(18, 22, 50, 54));
  EXPECT_THAT(homes_of(mesh, 4, 4), testing::ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(homes_of(shape(InterconnectKind::Ring), 16, 4), testing::ElementsAre(2, 6, 10, 14));
  for (unsigned count : {16u, 64u}) {
    const auto each = homes_of(mesh, count, count);
    EXPECT_EQ(std::set<unsigned>(each.begin(), each.end()).size(), count) << "one at each router";
  }
}

TEST(Topology, HomesLieAlongTheFirstRowAndTheLast) {
  InterconnectConfig config = shape(InterconnectKind::Mesh);
  config.homes = HomePlacement::Edge;
  EXPECT_THAT(homes_of(config, 16, 10), testing::ElementsAre(0, 1, 2, 3, 12, 13, 14, 15, 0, 1));
}

TEST(Topology, HartsBeginWhereTheyAreToldAndDevicesLieWhereTheyAreTold) {
  InterconnectConfig config = shape(InterconnectKind::Mesh);
  config.hart0_router = 5;
  config.device_router = 15;
  const Topology topology(config, 16, 0);
  EXPECT_EQ(topology.router_of(0), 5u);
  EXPECT_EQ(topology.router_of(10), 15u);
  EXPECT_EQ(topology.router_of(11), 0u);
  EXPECT_EQ(topology.router_of(16), 15u);
}

TEST(Topology, LinksLeadFromRouterToRouterToTheNode) {
  for (const InterconnectKind kind : {InterconnectKind::Ring, InterconnectKind::Mesh}) {
    const Topology topology(shape(kind), 9, 3);
    for (NodeId from = 0; from < topology.nodes(); ++from)
      for (NodeId to = 0; to < topology.nodes(); ++to) {
        unsigned router = topology.router_of(from), hops = 0;
        unsigned link = topology.next_link(router, to);
        for (; link >= topology.nodes(); link = topology.next_link(router, to)) {
          ASSERT_LT(link, topology.links());
          ASSERT_LE(++hops, 9u);
          router = topology.end_of(link);
        }
        EXPECT_EQ(link, to);
        EXPECT_EQ(router, topology.router_of(to));
        EXPECT_EQ(hops, topology.hops(from, to));
      }
  }
}

}  // namespace
}  // namespace standstill::interconnect
