// Questions to the interrupt files: at which edge they are taken, in which order, whatever else.
// SPDX-License-Identifier: Apache-2.0
#include "fabric_rig.h"

namespace standstill::fabric {
namespace {

using platform::mswi::msip;

constexpr Cycle kClock = 4;

CsrRequest read_of(HartId hart) { return {hart, CsrReg::Miselect, CsrOp::Read, 0}; }

TEST(CsrPort, IsAnsweredAtTheFirstEdgeAfterTheArrival) {
  std::vector<std::unique_ptr<FabricRig>> rigs;
  for (Cycle arrival = 1; arrival < 12; ++arrival)
    for (const bool gating : {true, false}) {
      RigOptions options;
      options.gating = gating;
      const std::string name = std::to_string(arrival) + (gating ? "g" : "u");
      rigs.push_back(std::make_unique<FabricRig>(name, std::vector<Play>{}, options));
      rigs.back()->fabric->ask(read_of(1), arrival, 77);
      const Cycle edge = (arrival / kClock + 1) * kClock;
      if (gating) {
        EXPECT_EQ(rigs.back()->fabric->next_evaluation(), edge);
      }
    }
  run_to(100);
  std::size_t i = 0;
  for (Cycle arrival = 1; arrival < 12; ++arrival)
    for (int gating = 0; gating < 2; ++gating, ++i) {
      const auto events = rigs[i]->sink.of(EventKind::CsrAccess);
      ASSERT_EQ(events.size(), 1u);
      EXPECT_EQ(events[0].cycle, (arrival / kClock + 1) * kClock);
      EXPECT_EQ(events[0].cause, 77u);
      ASSERT_EQ(rigs[i]->answers.given.size(), 1u);
      EXPECT_EQ(rigs[i]->answers.cycles[0], events[0].cycle);
      EXPECT_EQ(rigs[i]->answers.given[0].hart, 1u);
      EXPECT_EQ(rigs[i]->answers.ids[0], events[0].id);
    }
}

TEST(CsrPort, TheOrderOfAskingDoesNotShow) {
  FabricRig up("up", {}), down("down", {});
  for (HartId hart = 0; hart < 4; ++hart) up.fabric->ask(read_of(hart), 9 + hart % 2, 70 + hart);
  for (HartId hart = 4; hart-- > 0;) down.fabric->ask(read_of(hart), 9 + hart % 2, 70 + hart);
  run_to(100);
  EXPECT_EQ(up.sink.text(), down.sink.text());
  const auto events = up.sink.of(EventKind::CsrAccess);
  ASSERT_EQ(events.size(), 4u);
  for (HartId hart = 0; hart < 4; ++hart) {
    EXPECT_EQ(events[hart].a, hart);
    EXPECT_EQ(events[hart].cause, 70u + hart);
  }
}

TEST(CsrPort, DoesNotWaitForTheBus) {
  FabricRig rig("rig", {{0, 0, true, msip(0), 4, 1, false, 0},
                        {0, 0, true, msip(1), 4, 1, false, 1},
                        {0, 0, true, msip(2), 4, 1, false, 2}});
  rig.fabric->ask({1, CsrReg::Miselect, CsrOp::Write, 0x80}, 5, 1);
  rig.fabric->ask({2, CsrReg::Miselect, CsrOp::Write, 0x81}, 9, 2);
  run_to(100);
  ASSERT_EQ(rig.answers.given.size(), 2u);
  EXPECT_EQ(rig.answers.cycles[0], 8u);
  EXPECT_EQ(rig.answers.cycles[1], 12u);
}

}  // namespace
}  // namespace standstill::fabric
