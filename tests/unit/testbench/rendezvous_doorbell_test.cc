// The probe: whose doorbell rang whom, and when it came.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "rendezvous_script.h"

namespace standstill::testbench {
namespace {

/// Hart 0 fills the mailboxes of harts 1 and 2, and one store rings both; `more` happens besides.
Rendezvous rung_by_one_store(const std::vector<Event>& more) {
  std::vector<Event> events = {
      call(0, 0, 0xa, RendezvousKind::StopMachine, 3), mark(10, 0, Marker::Queued, 0xa, 1),
      mark(20, 0, Marker::Queued, 0xa, 2), mark(30, 0, Marker::DoorbellMany, 0b110, 0)};
  append(events, more);
  return probe(events, 3).at(0);
}

TEST(RendezvousProbe, NotesADoorbellThatIsRungAfterTheStopperHasTakenTheWork) {
  const Rendezvous r =
      rung_by_one_store({mark(25, 1, Marker::Stopper, 0xa), msip(40, 1, true), msip(40, 2, true),
                         msip_trap(45, 1), msip_trap(45, 2), mark(50, 2, Marker::Stopper, 0xa)});
  const HartMoments& late = *r.find(1);
  EXPECT_EQ(late.doorbell, Moment(30));
  EXPECT_EQ(late.pending, Moment(40));
  EXPECT_EQ(late.trap, Moment(45));
  EXPECT_TRUE(late.is_rung_late());
  EXPECT_EQ(late.ipi(), Moment()) << "the hart was in the rendezvous by then";
  EXPECT_EQ(late.wakeup(), Moment());
  EXPECT_FALSE(r.find(2)->is_rung_late());
  EXPECT_EQ(r.find(2)->ipi(), Moment(15));
  EXPECT_EQ(r.find(2)->wakeup(), Moment(20));
  EXPECT_EQ(r.doorbells(), 2u);
  EXPECT_EQ(r.doorbells_late(), 1u);
}

TEST(RendezvousProbe, NotesADoorbellThatArrivesAfterTheStopperHasTakenTheWork) {
  const Rendezvous r = rung_by_one_store({mark(35, 1, Marker::Stopper, 0xa), msip(40, 1, true),
                                          msip(40, 2, true), mark(40, 2, Marker::Stopper, 0xa)});
  EXPECT_TRUE(r.find(1)->is_rung_late());
  EXPECT_EQ(r.find(1)->wakeup(), Moment()) << "5 cycles after a bell that had not come";
  EXPECT_FALSE(r.find(2)->is_rung_late());
  EXPECT_EQ(r.find(2)->wakeup(), Moment(10));
  EXPECT_EQ(r.doorbells_late(), 1u);
}

/// Two stores ring hart 1 while it takes back the first: the second finds MSIP up, and what rises
/// later is somebody else's.
TEST(RendezvousProbe, GivesADoorbellThatFoundItsBitUpNoRiseBehindTheStopper) {
  const std::vector<Event> begun = {call(0, 0, 0xa, RendezvousKind::StopMachine, 2),
                                    mark(1, 0, Marker::Queued, 0xa, 1),
                                    msip(2, 1, true),
                                    mie(2, 1, true),
                                    mark(3, 0, Marker::Doorbell, 0xa, 1),
                                    msip(5, 1, false)};
  std::vector<Event> events = begun;
  append(events, {mark(9, 1, Marker::Stopper, 0xa), msip(20, 1, true), msip_trap(25, 1)});
  const Rendezvous merged = probe(events).at(0);
  EXPECT_EQ(merged.find(1)->pending, Moment());
  EXPECT_EQ(merged.find(1)->trap, Moment());
  EXPECT_FALSE(merged.find(1)->is_rung_late());
  EXPECT_EQ(merged.find(1)->wakeup(), Moment(6));
  // Its own store may still come after the bit has fallen.
  events = begun;
  append(events, {msip(6, 1, true), msip_trap(8, 1), mark(9, 1, Marker::Stopper, 0xa)});
  EXPECT_EQ(probe(events).at(0).find(1)->ipi(), Moment(5));
}

TEST(RendezvousProbe, GivesALateDoorbellToTheNewestButFirstToWhoeverWaitsForOne) {
  const std::vector<Event> old = {
      call(0, 0, 0xa, RendezvousKind::StopOneCpu, 1), mark(1, 0, Marker::Queued, 0xa, 1),
      mark(2, 1, Marker::Stopper, 0xa), call(3, 0, 0xb, RendezvousKind::StopMachine, 2),
      mark(4, 0, Marker::Queued, 0xb, 1)};
  std::vector<Event> waiting = old;
  waiting.push_back(mark(6, 0, Marker::DoorbellMany, 0b10, 0));
  EXPECT_EQ(probe(waiting).at(0).find(1)->doorbell, Moment());
  EXPECT_EQ(probe(waiting).at(1).find(1)->doorbell, Moment(6));
  waiting.push_back(mark(5, 1, Marker::Stopper, 0xb));
  EXPECT_EQ(probe(waiting).at(0).find(1)->doorbell, Moment());
  EXPECT_EQ(probe(waiting).at(1).find(1)->doorbell, Moment(6));
  // One that rings for nobody in particular rings nobody who is at work.
  waiting = old;
  append(waiting, {mark(5, 1, Marker::Stopper, 0xb), mark(6, 0, Marker::Doorbell, 0, 1)});
  EXPECT_EQ(probe(waiting).at(1).find(1)->doorbell, Moment());
}

}  // namespace
}  // namespace standstill::testbench
