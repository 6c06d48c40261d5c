// The fabric module between mocks: when things happen.
// SPDX-License-Identifier: Apache-2.0
#include "fabric_rig.h"

namespace standstill::fabric {
namespace {

using platform::Wire;
using platform::mswi::msip;
using platform::mtimer::kMtime;
using platform::mtimer::mtimecmp;

constexpr Cycle kClock = 4;  // core cycles, as in RigOptions
constexpr Cycle kTick = 20;

/// First edge after a cycle: the crossing is registered.
Cycle edge_after(Cycle cycle) { return (cycle / kClock + 1) * kClock; }

TEST(FabricTiming, AnAccessTakesTheCrossingAndThreeClocks) {
  std::vector<std::unique_ptr<FabricRig>> rigs;
  for (Cycle arrival = 0; arrival < 9; ++arrival)
    rigs.push_back(std::make_unique<FabricRig>(
        std::to_string(arrival), std::vector<Play>{{0, arrival, true, msip(2), 4, 1}}));
  run_to(100);
  for (Cycle arrival = 0; arrival < 9; ++arrival) {
    SCOPED_TRACE(arrival);
    const FabricRig& rig = *rigs[arrival];
    EXPECT_EQ(rig.sink.of(EventKind::BusRequest).at(0).cycle, edge_after(arrival));
    EXPECT_EQ(rig.wire_edge(0), edge_after(arrival) + kClock);
    EXPECT_EQ(rig.outcome(0).answered, edge_after(arrival) + 2 * kClock);
    EXPECT_EQ(rig.outcome(0).status, tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(rig.fabric->counters().wait_cycles, edge_after(arrival) - arrival);
  }
}

TEST(FabricTiming, AnAnnotatedDelayIsTheSameAsALaterCall) {
  FabricRig early("early", {{0, 13, true, msip(1), 4, 1}});
  FabricRig late("late", {{13, 0, true, msip(1), 4, 1}});
  run_to(100);
  EXPECT_EQ(early.sink.text(), late.sink.text());
  EXPECT_EQ(early.outcome(0).answered, late.outcome(0).answered);
}

TEST(FabricTiming, AWireMovesAtItsEdgeAndNotBefore) {
  FabricRig rig("rig", {{0, 0, true, msip(3), 4, 1}});
  run_to(edge_after(0) + kClock - 1);
  EXPECT_FALSE(rig.wire(Wire::Msip, 3));
  run_to(edge_after(0) + kClock + 1);
  EXPECT_TRUE(rig.wire(Wire::Msip, 3));
  EXPECT_FALSE(rig.wire(Wire::Msip, 0) || rig.wire(Wire::Msip, 1) || rig.wire(Wire::Msip, 2));
}

TEST(FabricTiming, AccessesOfOneDirectionQueue) {
  FabricRig rig("rig", {{0, 0, true, msip(0), 4, 1, false, 0},
                        {0, 0, true, msip(1), 4, 1, false, 1},
                        {0, 0, false, kMtime, 8, 0, false, 2}});
  run_to(100);
  EXPECT_EQ(rig.outcome(0).answered, 12u);
  EXPECT_EQ(rig.outcome(2).answered, 12u);  // the read has a direction of its own
  EXPECT_EQ(rig.outcome(1).answered, 24u);
  EXPECT_EQ(rig.fabric->counters().wait_cycles, 4u + 4u + 16u);
}

TEST(FabricTiming, OneHartsAccessesKeepTheirOrderAcrossDirections) {
  FabricRig rig("rig", {{0, 0, true, msip(0), 4, 1, true, 0},
                        {1, 0, false, msip(0), 4, 0, false, 0},
                        {2, 0, true, msip(0), 4, 0, true, 0},
                        {3, 0, false, msip(0), 4, 0, false, 0}});
  run_to(200);
  EXPECT_EQ(rig.outcome(1).data, 1u);
  EXPECT_EQ(rig.outcome(3).data, 0u);
}

TEST(FabricTiming, APostedStoreIsAnsweredAtTheCrossing) {
  FabricRig rig("rig", {{0, 1, true, msip(0), 4, 1, true}});
  run_to(100);
  EXPECT_EQ(rig.outcome(0).answered, 4u);
  EXPECT_EQ(rig.wire_edge(0), 8u);
  EXPECT_EQ(rig.fabric->counters().late_errors, 0u);
}

TEST(FabricTiming, APostedStoreWaitsWhereTooManyAreUnderWay) {
  const unsigned depth = FabricConfig().posted_depth;
  std::vector<Play> plays;
  for (unsigned i = 0; i <= depth; ++i)
    plays.push_back({0, 1, true, msip(i % 4), 4, 1, true, i % 4});
  FabricRig rig("rig", plays);
  run_to(200);
  for (unsigned i = 0; i < depth; ++i) EXPECT_EQ(rig.outcome(i).answered, edge_after(1)) << i;
  // The last is answered as if it were not posted: after all before it, three clocks each.
  EXPECT_EQ(rig.outcome(depth).answered, edge_after(1) + 2 * kClock + depth * 3 * kClock);
}

TEST(FabricTiming, APostedStoreRefusedLateIsLogged) {
  FabricRig rig("rig", {{0, 1, true, msip(4), 4, 1, true, 3}});
  run_to(100);
  EXPECT_EQ(rig.outcome(0).status, tlm::TLM_OK_RESPONSE);
  const auto errors = rig.sink.of(EventKind::Error);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].cycle, 12u);
  EXPECT_EQ(errors[0].a, msip(4));
  EXPECT_EQ(errors[0].b, 3u);
  EXPECT_EQ(rig.fabric->counters().late_errors, 1u);
  EXPECT_EQ(rig.fabric->counters().refused, 1u);
}

TEST(FabricTiming, RefusalsComeBackAsTransactionStatus) {
  FabricRig rig("rig", {{0, 0, true, msip(4), 4, 1},
                        {0, 0, true, msip(0), 1, 1},
                        {0, 0, false, msip(0) + 2, 4, 0},
                        {0, 0, false, Addr{1} << 32, 4, 0},
                        {0, 0, false, msip(0), 3, 0}});
  run_to(200);
  EXPECT_EQ(rig.outcome(0).status, tlm::TLM_ADDRESS_ERROR_RESPONSE);
  EXPECT_EQ(rig.outcome(1).status, tlm::TLM_GENERIC_ERROR_RESPONSE);
  EXPECT_EQ(rig.outcome(2).status, tlm::TLM_GENERIC_ERROR_RESPONSE);
  EXPECT_EQ(rig.outcome(3).status, tlm::TLM_ADDRESS_ERROR_RESPONSE);
  EXPECT_EQ(rig.outcome(4).status, tlm::TLM_BURST_ERROR_RESPONSE);
  EXPECT_TRUE(rig.sink.of(EventKind::Wire).empty());
}

TEST(FabricTiming, TheTimerFiresAtTheTickThatReachesIt) {
  FabricRig rig("rig", {{0, 0, true, mtimecmp(1), 8, 3}});
  run_to(3 * kTick - 1);
  EXPECT_FALSE(rig.wire(Wire::Mtip, 1));
  run_to(3 * kTick + 1);
  EXPECT_TRUE(rig.wire(Wire::Mtip, 1));
  const auto wires = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(wires.size(), 1u);
  EXPECT_EQ(wires[0].cycle, 3 * kTick);
  EXPECT_EQ(wires[0].a, 1u);
  EXPECT_EQ(wires[0].b, 7u);
  EXPECT_EQ(wires[0].cause, 0u);  // time, and nobody's store
}

TEST(FabricTiming, EveryEventNamesWhatItCameFrom) {
  FabricRig rig("rig", {{0, 0, true, msip(2), 4, 1}});
  run_to(100);
  const auto& events = rig.sink.events;
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].kind, EventKind::BusRequest);
  EXPECT_EQ(events[0].cause, 1000u);
  EXPECT_EQ(events[1].kind, EventKind::Wire);
  EXPECT_EQ(events[1].cause, events[0].id);
  EXPECT_EQ(events[2].kind, EventKind::BusResponse);
  EXPECT_EQ(events[2].cause, events[0].id);
  EXPECT_EQ(rig.outcome(0).answer, events[2].id);
}

TEST(FabricTiming, AStoreIsNotBlamedForTheTimerOfItsEdge) {
  FabricRig rig("rig", {{0, 0, true, mtimecmp(1), 8, 1}, {0, 13, true, msip(0), 4, 1}});
  run_to(100);
  const auto wires = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(wires.size(), 2u);
  EXPECT_EQ(wires[0].cycle, kTick);
  EXPECT_EQ(wires[1].cycle, kTick);
  EXPECT_EQ(wires[0].cause, rig.sink.of(EventKind::BusRequest).at(1).id);
  EXPECT_EQ(wires[1].b, 7u);
  EXPECT_EQ(wires[1].cause, 0u);
}

TEST(FabricTiming, TheWatchdogBarksAtItsTicksAndIsSilencedByTheStore) {
  namespace wd = platform::watchdog;
  FabricRig rig("rig", {{0, 0, true, wd::timeout(1), 8, 1ull << 32 | 3},
                        {0, 3 * kTick + 5, true, wd::pet(1), 4, 0}});
  run_to(3 * kTick - 1);
  EXPECT_TRUE(rig.wire(Wire::WatchdogIrq, 1));
  EXPECT_FALSE(rig.wire(Wire::Nmi, 1));
  run_to(3 * kTick + 1);
  EXPECT_TRUE(rig.wire(Wire::Nmi, 1));
  run_to(4 * kTick);
  const auto wires = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(wires.size(), 4u);
  const auto requests = rig.sink.of(EventKind::BusRequest);
  EXPECT_EQ(wires[0].cycle, 2 * kTick);
  EXPECT_EQ(wires[0].b, wd::kInterrupt);
  EXPECT_EQ(wires[0].cause, 0u);  // time, and nobody's store
  EXPECT_EQ(wires[1].cycle, 3 * kTick);
  EXPECT_EQ(wires[1].a, 1u);
  EXPECT_EQ(wires[1].b, wd::kNmi);
  EXPECT_EQ(wires[1].cause, 0u);
  for (const unsigned fall : {2u, 3u}) {
    EXPECT_EQ(wires[fall].cycle, requests.at(1).cycle + kClock);
    EXPECT_EQ(wires[fall].c, 0u);
    EXPECT_EQ(wires[fall].cause, requests.at(1).id);
  }
  EXPECT_FALSE(rig.wire(Wire::Nmi, 1));
}

TEST(FabricTiming, AnAnswerIsNotBlamedForTheExpiryOfItsEdge) {
  namespace wd = platform::watchdog;
  FabricRig rig("rig", {{0, 0, true, wd::timeout(1), 4, 1},
                        {0, 13, true, wd::status(1), 4, 3}});  // its data at the tick's edge, 20
  run_to(100);
  const auto wires = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(wires.size(), 1u);
  EXPECT_EQ(wires[0].cycle, kTick);
  EXPECT_EQ(wires[0].c, 1u);
  EXPECT_EQ(wires[0].cause, 0u);
}

TEST(FabricTiming, TimeIsAnnouncedAtResetAndAtEachWrite) {
  FabricRig rig("rig", {{0, 29, true, kMtime, 8, 1000}});
  run_to(200);
  ASSERT_EQ(rig.time.announced.size(), 2u);
  EXPECT_EQ(rig.time.announced[0], std::make_pair(std::uint64_t{0}, Cycle{0}));
  // Data at edge 36; the latest tick was at 20, the next is at 40.
  EXPECT_EQ(rig.time.announced[1], std::make_pair(std::uint64_t{1000}, Cycle{20}));
  EXPECT_EQ(rig.sink.of(EventKind::Mtime).at(0).cycle, 36u);
}

TEST(FabricTiming, TheAnnouncedTimeIsTheTimeTheRtlHas) {
  std::vector<std::unique_ptr<FabricRig>> rigs;
  for (Cycle write_at : {29u, 31u, 36u, 51u, 52u}) {  // two of them write at a tick's edge
    std::vector<Play> script{{0, write_at, true, kMtime, 8, 1000}};
    for (Cycle at = write_at + 30; at < 400; at += 13)
      script.push_back({at, 0, false, kMtime, 8, 0});
    rigs.push_back(std::make_unique<FabricRig>("rig" + std::to_string(write_at), script));
  }
  run_to(500);
  for (const auto& rig : rigs) {
    ASSERT_EQ(rig->time.announced.size(), 2u);
    const auto [mtime, cycle] = rig->time.announced.back();
    for (std::size_t i = 1; i < rig->initiator->outcomes.size(); ++i) {
      // Sampled one clock before the answer, as it was before that edge.
      const Cycle sampled = rig->outcome(i).answered - kClock;
      EXPECT_EQ(rig->outcome(i).data, mtime + (sampled - 1 - cycle) / kTick) << "read " << i;
    }
  }
}

TEST(FabricTiming, TheHorizonKnowsTheNextEvaluation) {
  FabricRig rig("rig", {{30, 3, true, msip(0), 4, 1}});
  run_to(1);
  EXPECT_EQ(rig.fabric->next_evaluation(), kTick);
  run_to(21);
  EXPECT_EQ(rig.fabric->next_evaluation(), 2 * kTick);
  run_to(31);
  EXPECT_EQ(rig.fabric->next_evaluation(), 36u);
  EXPECT_EQ(rig.horizon.oldest(), 36u);
  run_to(37);
  EXPECT_EQ(rig.fabric->next_evaluation(), 40u);
  run_to(45);
  EXPECT_EQ(rig.fabric->next_evaluation(), 3 * kTick);
  EXPECT_EQ(rig.horizon.oldest(), 3 * kTick);
}

TEST(FabricTiming, ASizeClassTooSmallIsRefused) {
  RigOptions options;
  options.harts = 5;
  options.size_class = FabricClass::Slots4;
  EXPECT_THROW(FabricRig("rig", {}, options), std::invalid_argument);
}

}  // namespace
}  // namespace standstill::fabric
