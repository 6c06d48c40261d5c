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
TEST(FabricLine, IsTakenAtTheNextEdgeAndMovesTheWireAnEdgeLater) {
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
    EXPECT_EQ(wires[0].cycle, taken + kDivider);
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
  // Address, data, then the wire.
  EXPECT_EQ(wires[1].cycle, 300 + 3 * kDivider);
  EXPECT_EQ(wires[1].c, 0u);
  // Address, data, the gateway takes the line again, and then the wire.
  EXPECT_EQ(wires[2].cycle, 500 + 4 * kDivider);
  EXPECT_EQ(wires[2].c, 1u);
  const auto requests = rig.sink.of(EventKind::BusRequest);
  EXPECT_EQ(wires[1].cause, requests[2].id);
  EXPECT_EQ(wires[2].cause, requests[3].id);
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
