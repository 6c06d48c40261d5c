// The order rules: silent on a good rendezvous, and each of them seen to fire.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/order_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "rendezvous_script.h"
#include "testbench/probes/rendezvous_probe.h"

namespace standstill::testbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Rendezvous good() {
  RendezvousProbe probe(2);
  for (const Event& event : stop_two(0, 0xa)) probe.consume(event);
  return probe.all().at(0);
}

TEST(OrderRules, AreSilentWhenTheOrderHolds) { EXPECT_THAT(check_order(good()), IsEmpty()); }

TEST(OrderRules, AllowEqualCycles) {
  Rendezvous r = good();
  r.harts[0].irq_off = r.harts[1].prepare;
  r.harts[0].irq_on = r.harts[0].exit;
  EXPECT_THAT(check_order(r), IsEmpty());
}

TEST(OrderRulesBad, IrqOffBeforeTheLastPrepare) {
  Rendezvous r = good();
  r.harts[0].irq_off = 59;
  EXPECT_THAT(check_order(r),
              ElementsAre("rendezvous 0: irq_off of hart 0 at cycle 59 comes before "
                          "the last prepare, of hart 1 at cycle 60"));
}

TEST(OrderRulesBad, RunBeginBeforeTheLastIrqOff) {
  Rendezvous r = good();
  r.harts[0].run_begin = 71;
  EXPECT_THAT(check_order(r), ElementsAre("rendezvous 0: run_begin of hart 0 at cycle 71 comes "
                                          "before the last irq_off, of hart 1 at cycle 72"));
}

TEST(OrderRulesBad, ExitBeforeTheLastRunAck) {
  Rendezvous r = good();
  r.harts[1].exit = 90;
  EXPECT_THAT(check_order(r), ElementsAre("rendezvous 0: exit of hart 1 at cycle 90 comes before "
                                          "the last run_ack, of hart 0 at cycle 91"));
}

TEST(OrderRulesBad, IrqOnBeforeItsOwnExit) {
  Rendezvous r = good();
  r.harts[1].irq_on = 101;
  EXPECT_THAT(check_order(r),
              ElementsAre("rendezvous 0: irq_on of hart 1 at cycle 101 comes before "
                          "its own exit at cycle 102"));
}

TEST(OrderRulesBad, IrqOnTooEarlyIsSeenInTheEventsToo) {
  std::vector<Event> events = stop_two(0, 0xa);
  for (Event& event : events)
    if (event.kind == EventKind::Interrupts && event.cycle == 115) event.cycle = 101;
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.cycle < b.cycle; });
  RendezvousProbe probe(2);
  for (const Event& event : events) probe.consume(event);
  EXPECT_EQ(check_order(probe.all()).size(), 1u);
}

TEST(OrderRulesBad, AHartLeavesOnItsWay) {
  Rendezvous r = good();
  r.harts[1].exit.reset();
  EXPECT_THAT(check_order(r), ElementsAre("rendezvous 0: hart 1 has prepared and has no exit"));
  r.returned.reset();
  EXPECT_THAT(check_order(r), IsEmpty()) << "it may still come";
}

TEST(OrderRules, AskNothingOfAbsentMomentsAndOtherKinds) {
  Rendezvous r = good();
  r.harts[1].prepare.reset();
  r.harts[0].irq_off = 55;
  EXPECT_THAT(check_order(r), IsEmpty());
  r = good();
  r.harts[0].irq_off = 1;
  r.kind = static_cast<std::uint64_t>(RendezvousKind::StopCpus);
  EXPECT_THAT(check_order(r), IsEmpty());
}

TEST(OrderRulesBad, EveryKindInLockStepIsHeldToTheRules) {
  Rendezvous r = good();
  r.harts[0].irq_off = 1;
  for (const RendezvousKind kind : {RendezvousKind::StopMachine, RendezvousKind::StopTwoCpus,
                                    RendezvousKind::StopCore, RendezvousKind::FromInactiveCpu}) {
    r.kind = static_cast<std::uint64_t>(kind);
    EXPECT_FALSE(check_order(r).empty()) << kind_name(r.kind);
  }
}

}  // namespace
}  // namespace standstill::testbench
