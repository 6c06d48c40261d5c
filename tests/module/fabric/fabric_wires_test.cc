// The fabric module: pulses, late errors, and how often the RTL is evaluated at all.
// SPDX-License-Identifier: Apache-2.0
#include "fabric_rig.h"

namespace standstill::fabric {
namespace {

using platform::Wire;
using platform::mswi::msip;
using platform::sswi::setssip;

constexpr Cycle kClock = 4;
constexpr Cycle kTick = 20;

RigOptions ungated() {
  RigOptions options;
  options.gating = false;
  return options;
}

TEST(FabricWires, SetssipIsAPulseOfOneClock) {
  FabricRig rig("rig", {{0, 0, true, setssip(2), 4, 1}});
  run_to(100);
  const auto edges = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(edges.size(), 2u);
  const auto requests = rig.sink.of(EventKind::BusRequest);
  for (const Event& edge : edges) {
    EXPECT_EQ(edge.a, 2u);
    EXPECT_EQ(edge.b, 1u);
  }
  EXPECT_EQ(edges[0].cycle, 2 * kClock);  // the crossing, the data
  EXPECT_EQ(edges[0].c, 1u);
  EXPECT_EQ(edges[0].cause, requests.at(0).id);
  EXPECT_EQ(edges[1].cycle, 3 * kClock);
  EXPECT_EQ(edges[1].c, 0u);
  EXPECT_FALSE(rig.wire(Wire::Ssip, 2));
}

TEST(FabricWires, APostedStoreRefusedLateInterruptsItsHart) {
  FabricRig rig("rig", {{0, 1, true, msip(4), 4, 1, true, 3},
                        {40, 1, true, platform::bus_error::status(3), 4, 1, false, 3}});
  run_to(100);
  EXPECT_EQ(rig.outcome(0).status, tlm::TLM_OK_RESPONSE);
  const auto edges = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(edges.size(), 2u);
  for (const Event& edge : edges) {
    EXPECT_EQ(edge.a, 3u);
    EXPECT_EQ(edge.b, 27u);
  }
  const auto requests = rig.sink.of(EventKind::BusRequest);
  EXPECT_EQ(edges[0].cycle, 2 * kClock);
  EXPECT_EQ(edges[0].cause, requests.at(0).id);
  EXPECT_EQ(edges[1].cycle, 40 + 2 * kClock);
  EXPECT_EQ(edges[1].cause, requests.at(1).id);
}

// One store more than may be under way is answered when it is done, and then with its error.
TEST(FabricWires, AStoreThatWasNotAnsweredEarlyIsNotReportedLate) {
  const unsigned depth = FabricConfig().posted_depth;
  std::vector<Play> plays;
  for (unsigned i = 0; i < depth; ++i) plays.push_back({0, 1, true, msip(0), 4, 0, true, 0});
  plays.push_back({0, 1, true, msip(4), 4, 1, true, 3});
  FabricRig rig("rig", plays);
  run_to(200);
  EXPECT_EQ(rig.outcome(depth).status, tlm::TLM_ADDRESS_ERROR_RESPONSE);
  EXPECT_TRUE(rig.sink.of(EventKind::Wire).empty());
  EXPECT_TRUE(rig.sink.of(EventKind::Error).empty());
}

// ACLINT 1.0-rc4: a hart's index is its place in the registers, whatever its hart id.
TEST(FabricIndex, NeedNotBeTheHartId) {
  RigOptions options;
  options.hart_ids = {3, 1, 0, 2};  // index 0 is hart 3, and so on
  FabricRig rig("rig",
                {{0, 0, true, msip(0), 4, 1, false, 1},
                 {20, 0, true, platform::mtimer::mtimecmp(2), 8, 0, false, 2},
                 {40, 0, true, setssip(1), 4, 1, false, 0},
                 {60, 0, true, platform::watchdog::timeout(3), 8, 1, false, 0},
                 {100, 0, true, msip(4), 4, 1, true, 0},
                 {140, 0, false, platform::bus_error::addr(2), 8, 0, false, 1}},
                options);
  run_to(200);
  struct Edge {
    HartId hart;
    unsigned code;
  };
  const std::vector<Edge> expected = {{3, 3}, {0, 7}, {1, 1}, {1, 1}, {2, 25}, {0, 27}};
  const auto edges = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(edges.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(edges[i].a, expected[i].hart) << i;
    EXPECT_EQ(edges[i].b, expected[i].code) << i;
  }
  EXPECT_TRUE(rig.wire(Wire::Msip, 3));
  EXPECT_TRUE(rig.wire(Wire::Mtip, 0));
  EXPECT_TRUE(rig.wire(Wire::Nmi, 2));
  EXPECT_TRUE(rig.wire(Wire::BusErrorIrq, 0));
  EXPECT_EQ(rig.outcome(5).data, msip(4));
  const auto requests = rig.sink.of(EventKind::BusRequest);
  EXPECT_EQ(requests.at(0).c & 0xFFFF, 1u) << "the log names harts by their id";
  EXPECT_EQ(edges[1].cause, requests.at(1).id);
  EXPECT_EQ(rig.sink.of(EventKind::Error).at(0).b, 0u);
}

TEST(FabricIndex, IsWhatDoorbellsOfManyAndBarriersGoBy) {
  namespace multicast = platform::multicast;
  namespace barrier = platform::barrier;
  RigOptions options;
  options.hart_ids = {3, 1, 0, 2};
  FabricRig rig("rig",
                {{0, 0, true, multicast::ring(0), 8, 0b0010},
                 {40, 0, true, multicast::kAllBut, 4, 2, false, 2},
                 {80, 0, true, barrier::members(0, 0), 8, 0b0101},
                 {100, 0, true, barrier::control(0), 4, barrier::kRun | barrier::kIrq},
                 {120, 0, true, barrier::arrive(0, 0), 4, 0},
                 {140, 0, true, barrier::arrive(0, 2), 4, 0}},
                options);
  run_to(200);
  const std::vector<std::pair<HartId, unsigned>> expected = {{1, 3},
                                                             {3, 3},
                                                             {2, 3},
                                                             {3, barrier::kInterrupt},
                                                             {0, barrier::kInterrupt},
                                                             {3, barrier::kInterrupt},
                                                             {0, barrier::kInterrupt}};
  std::vector<std::pair<HartId, unsigned>> edges;
  for (const auto& edge : rig.sink.of(EventKind::Wire))
    edges.emplace_back(static_cast<HartId>(edge.a), static_cast<unsigned>(edge.b));
  EXPECT_EQ(edges, expected);
  EXPECT_FALSE(rig.wire(Wire::Msip, 0)) << "index 2 rang all but itself";
}

TEST(FabricGating, AnIdleFabricIsEvaluatedOnTicksOnly) {
  FabricRig gated("gated", {}), plain("plain", {}, ungated());
  run_to(100 * kTick + 1);
  EXPECT_EQ(gated.fabric->evaluations(), 100u);
  EXPECT_EQ(plain.fabric->evaluations(), 100 * kTick / kClock);
}

// Arrival at 21: the edges of 24, 28 and 32 are the access, and no other is added to the ticks.
TEST(FabricGating, AnAccessAddsItsThreeClocks) {
  FabricRig rig("rig", {{21, 0, true, msip(0), 4, 1}});
  run_to(5 * kTick + 1);
  EXPECT_EQ(rig.fabric->evaluations(), 5 + 3u);
}

// An answer of the CSR port stands for one clock: the RTL is busy, and the edge that ends it
// counts.
TEST(FabricGating, ABusyFabricIsEvaluatedAtTheNextEdgeToo) {
  RigOptions options;
  options.hart_ids = {2, 0, 1, 3};
  FabricRig rig("rig", {}, options);
  run_to(kTick + 1);
  rig.fabric->ask({2, CsrReg::Miselect, CsrOp::Write, 0x70}, kTick + 2, 1);
  run_to(3 * kTick + 1);
  EXPECT_EQ(rig.fabric->evaluations(), 3 + 2u);
  ASSERT_EQ(rig.answers.given.size(), 1u);
  EXPECT_EQ(rig.answers.given[0].hart, 2u);
}

}  // namespace
}  // namespace standstill::fabric
