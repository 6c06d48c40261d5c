// Devices' lines at the fabric module: when they are taken, and what is written down of them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: docs/timing.md, "A device's interrupt"; rtl/plic.v.
#include "fabric_rig.h"

namespace standstill::fabric {
namespace {

namespace plic = platform::plic;
using platform::Wire;

constexpr Cycle kDivider = 4;
constexpr Cycle kQuiet = 200;  ///< by now the accesses below are done
constexpr HartId kHart = 2;

/// Source 11, the second line, interrupts hart 2 in machine mode.
std::vector<Play> enable_rtc() {
  return {{0, 0, true, plic::priority(plic::kRtcSource), 4, 1},
          {0, 0, true, plic::enable(plic::machine_context(kHart)), 4, 1 << plic::kRtcSource}};
}

RigOptions rising_at(Cycle cycle) {
  RigOptions options;
  options.toggles = {{cycle, 1}};
  return options;
}

// A tick is 20 cycles: between two of them only the line makes the fabric look.
TEST(FabricLine, IsTakenAtTheNextEdgeAndMovesTheWireTwoEdgesLater) {
  std::vector<std::unique_ptr<FabricRig>> rigs;
  for (Cycle late = 0; late < 5; ++late)
    rigs.push_back(std::make_unique<FabricRig>("late" + std::to_string(late), enable_rtc(),
                                               rising_at(kQuiet + late)));
  run_to(400);
  for (Cycle late = 0; late < 5; ++late) {
    const FabricRig& rig = *rigs[late];
    const Cycle taken = ((kQuiet + late) / kDivider + 1) * kDivider;
    const auto lines = rig.sink.of(EventKind::Line);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].cycle, taken);
    EXPECT_EQ(lines[0].a, plic::kRtcSource);
    EXPECT_EQ(lines[0].b, 1u);
    EXPECT_EQ(lines[0].c, kQuiet + late);
    const auto wires = rig.sink.of(EventKind::Wire);
    ASSERT_EQ(wires.size(), 1u);
    EXPECT_EQ(wires[0].cycle, taken + 2 * kDivider);
    EXPECT_EQ(wires[0].a, kHart);
    EXPECT_EQ(wires[0].b, 11u);
    EXPECT_EQ(wires[0].cause, lines[0].id);
    EXPECT_TRUE(rig.wire(Wire::Meip, kHart));
  }
}

TEST(FabricLine, AClaimLowersTheWireAndACompletionRaisesItAgain) {
  auto script = enable_rtc();
  const Addr claim = plic::claim(plic::machine_context(kHart));
  script.push_back({300, 0, false, claim, 4, 0});
  script.push_back({500, 0, true, claim, 4, plic::kRtcSource});
  FabricRig rig("rig", script, rising_at(kQuiet));
  run_to(700);
  EXPECT_EQ(rig.outcome(2).data, plic::kRtcSource);
  const auto wires = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(wires.size(), 3u);
  // Address, data, the PLIC's wire, then the hart's.
  EXPECT_EQ(wires[1].cycle, 300 + 4 * kDivider);
  EXPECT_EQ(wires[1].c, 0u);
  // Address, data, the gateway takes the line again, the PLIC's wire, then the hart's.
  EXPECT_EQ(wires[2].cycle, 500 + 5 * kDivider);
  EXPECT_EQ(wires[2].c, 1u);
  const auto requests = rig.sink.of(EventKind::BusRequest);
  EXPECT_EQ(wires[1].cause, requests[2].id);
  EXPECT_EQ(wires[2].cause, requests[3].id);
}

/// The cause of the first edge of a wire, which rises.
EventId cause_of_rise(const FabricRig& rig) {
  const auto wires = rig.sink.of(EventKind::Wire);
  EXPECT_EQ(wires.size(), 1u);
  return wires.empty() ? 0 : wires[0].cause;
}

TEST(FabricLine, IsTheCauseWhateverTheBusDoesAtItsEdge) {
  auto reading = enable_rtc();
  reading.push_back({kQuiet, 0, false, plic::kPending, 4, 0});
  auto writing = enable_rtc();
  // Its data comes an edge after its address.
  writing.push_back({kQuiet - kDivider, 0, true, plic::priority(5), 4, 1});
  FabricRig read("read", reading, rising_at(kQuiet)), write("write", writing, rising_at(kQuiet));
  run_to(400);
  for (const FabricRig* rig : {&read, &write})
    EXPECT_EQ(cause_of_rise(*rig), rig->sink.of(EventKind::Line).at(0).id);
}

TEST(FabricLine, IsTheCauseThoughAnotherFallsAtItsEdge) {
  RigOptions options;
  options.toggles = {{100, 1}, {kQuiet, 0}, {kQuiet, 1}};
  FabricRig rig(
      "rig",
      {{0, 0, true, plic::priority(plic::kUartSource), 4, 1},
       {0, 0, true, plic::enable(plic::machine_context(kHart)), 4, 1 << plic::kUartSource}},
      options);
  run_to(400);
  const auto lines = rig.sink.of(EventKind::Line);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1].a, plic::kUartSource);
  EXPECT_EQ(cause_of_rise(rig), lines[1].id);
}

TEST(FabricLine, AClaimIsTheCauseThoughAWriteEndsAtItsAddress) {
  auto script = enable_rtc();
  script.push_back({300 - kDivider, 0, true, plic::priority(5), 4, 1});
  script.push_back({300, 0, false, plic::claim(plic::machine_context(kHart)), 4, 0, false, kHart});
  FabricRig rig("rig", script, rising_at(kQuiet));
  run_to(500);
  const auto wires = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(wires.size(), 2u);
  EXPECT_EQ(wires[1].cycle, 300 + 4 * kDivider);
  EXPECT_EQ(wires[1].cause, rig.sink.of(EventKind::BusRequest).at(3).id);
}

TEST(FabricLine, AnotherHartsClaimIsNotTheCauseOfARise) {
  auto script = enable_rtc();
  const Addr claim = plic::claim(plic::machine_context(kHart));
  script.push_back({300, 0, false, claim, 4, 0});
  script.push_back({500, 0, true, claim, 4, plic::kRtcSource});
  script.push_back(
      {500 + 2 * kDivider, 0, false, plic::claim(plic::machine_context(0)), 4, 0, false, 1});
  FabricRig rig("rig", script, rising_at(kQuiet));
  run_to(700);
  const auto wires = rig.sink.of(EventKind::Wire);
  ASSERT_EQ(wires.size(), 3u);
  EXPECT_EQ(wires[2].cycle, 500 + 5 * kDivider);
  const auto requests = rig.sink.of(EventKind::BusRequest);
  EXPECT_EQ(requests.at(3).a, claim);
  EXPECT_EQ(wires[2].cause, requests.at(3).id);
}

TEST(FabricLine, AnIdleFabricIsNotEvaluatedForALineThatStands) {
  FabricRig rig("rig", {}, rising_at(kQuiet));
  run_to(kQuiet + 1);
  EXPECT_EQ(rig.fabric->next_evaluation(), kQuiet + kDivider);
  run_to(kQuiet + 3 * kDivider + 1);
  EXPECT_EQ(rig.fabric->next_evaluation(), kQuiet + 5 * kDivider) << "the next tick";
}

}  // namespace
}  // namespace standstill::fabric
