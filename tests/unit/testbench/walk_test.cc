// The walk back over streams of events of which the answer is known.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "common/message.h"
#include "rendezvous_script.h"
#include "standstill/devices.h"
#include "testbench/explain/path_probe.h"
#include "testbench/explain/report.h"

namespace standstill::testbench {
namespace {

constexpr std::uint64_t kObject = 0x80001000;
constexpr Addr kWord = 0x80002004;
constexpr SourceId kHome = 2, kFabric = 6;
const EventId kBell = make_event_id(0, 10);  ///< a device access of hart 0

Event waited(Cycle end, HartId hart, Cause cause, Cycle cycles, EventId after = 0) {
  return {end, hart, EventKind::Waited, 0, after, static_cast<std::uint64_t>(cause), cycles, 0};
}
Event load(Cycle cycle, HartId hart, Cycle looked, HartId writer, Cycle issued) {
  return {cycle, hart, EventKind::Load, 0, make_store_id(writer, issued), kWord, 1, looked};
}
Event miss(Cycle cycle, HartId hart, MessageType type, EventId id) {
  return {cycle, hart, EventKind::Miss, id, 0, line_of(kWord), static_cast<std::uint64_t>(type), 0};
}
Event fill(Cycle cycle, HartId hart, EventId id) {
  return {cycle, hart, EventKind::Fill, 0, id, line_of(kWord), 1, 0};
}
Event home(Cycle cycle, EventKind kind, HartId requester) {
  return {cycle, kHome, kind, 0, 0, line_of(kWord), 0, requester};
}

/// What hart 0's doorbell of cycle 110 does to hart 1: accepted 115, wire 120, pending 122.
std::vector<Event> doorbell() {
  const EventId edge = make_edge_id(kFabric, 1, 3, 1);
  return {{110, 0, EventKind::DeviceBegin, kBell, 0, 0x2000004, 1, 0x104},
          {115, kFabric, EventKind::BusRequest, make_event_id(kFabric, 1), kBell + 1, 0, 0, 0},
          {120, kFabric, EventKind::Wire, edge, make_event_id(kFabric, 1), 1, 3, 1},
          {122, 1, EventKind::Pending, make_event_id(1, 5), edge, 3, 1, 0}};
}
Event doorbell_trap(Cycle cycle) {
  return {cycle, 1, EventKind::Trap, 0, make_event_id(1, 5), std::uint64_t{1} << 63 | 3, 0, 0};
}

/// The path of a rendezvous of hart 0 from 100 to 200, in which `events` happen.
CriticalPath path_of(const std::vector<Event>& events, const std::vector<Event>& before = {}) {
  PathProbe probe(2);
  for (const Event& event : before) probe.consume(event);
  probe.consume(call(100, 0, kObject, RendezvousKind::StopMachine, 2));
  for (const Event& event : events) probe.consume(event);
  probe.consume(mark(200, 0, Marker::Return, kObject));
  return probe.all().at(0).value();
}

/// "100 0 execute 10": from, hart, cause, cycles.
std::vector<std::string> words(const CriticalPath& path) {
  std::vector<std::string> all;
  Cycle at = path.segments.front().begin;
  for (const Segment& segment : path.segments) {
    EXPECT_EQ(segment.begin, at) << "a gap or an overlap";
    EXPECT_GT(segment.end, segment.begin);
    at = segment.end;
    all.push_back(std::to_string(segment.begin) + " " + std::to_string(segment.hart) + " " +
                  name_of(segment.cause) + " " + std::to_string(segment.cycles()));
  }
  return all;
}

using testing::ElementsAre;

TEST(Walk, FollowsTheProgramWhereNobodyElseIsWaitedFor) {
  EXPECT_THAT(words(path_of({waited(105, 0, Cause::FetchMiss, 15), waited(150, 0, Cause::Fence, 20),
                             mark(160, 0, Marker::RunBegin, kObject),
                             mark(190, 0, Marker::RunEnd, kObject)})),
              ElementsAre("100 0 fetch_miss 5", "105 0 execute 25", "130 0 fence 20",
                          "150 0 execute 10", "160 0 fn 30", "190 0 execute 10"));
}

TEST(Walk, GoesOverToTheStoreThatWasWaitedFor) {
  const EventId own = make_event_id(1, 7);
  EXPECT_THAT(words(path_of({miss(142, 1, MessageType::CleanUnique, own), fill(150, 1, own),
                             waited(170, 0, Cause::MissOwner, 15), load(172, 0, 50, 1, 140)})),
              ElementsAre("100 1 execute 40", "140 1 store_drain 2", "142 1 upgrade 8",
                          "150 0 store_visible 5", "155 0 miss_owner 15", "170 0 execute 2",
                          "172 0 execute 28"));
}

TEST(Walk, LeavesAStoreAloneThatCameBeforeTheLook) {
  EXPECT_THAT(words(path_of({load(172, 0, 0, 1, 140)})), ElementsAre("100 0 execute 100"));
  EXPECT_THAT(words(path_of({load(172, 0, 32, 1, 140)})), ElementsAre("100 0 execute 100"));
  EXPECT_THAT(words(path_of({load(172, 0, 33, 1, 140)})),
              ElementsAre("100 1 execute 40", "140 0 store_visible 32", "172 0 execute 28"));
}

TEST(Walk, ChargesWhatHomeDoesForOthersAsContention) {
  const EventId own = make_event_id(0, 7);
  EXPECT_THAT(words(path_of({miss(130, 0, MessageType::ReadShared, own),
                             home(120, EventKind::HomeBegin, 1), home(140, EventKind::HomeEnd, 0),
                             home(141, EventKind::HomeBegin, 0), home(150, EventKind::HomeEnd, 0),
                             fill(160, 0, own), waited(160, 0, Cause::MissHome, 30)})),
              ElementsAre("100 0 execute 30", "130 0 contention 10", "140 0 miss_home 20",
                          "160 0 execute 40"));
}

TEST(Walk, FollowsADoorbellToWhoRang) {
  std::vector<Event> events = doorbell();
  events.push_back(mie(122, 1, false));  // by the trap itself
  events.push_back(doorbell_trap(140));
  events.push_back(load(172, 0, 60, 1, 150));
  EXPECT_THAT(words(path_of(events)),
              ElementsAre("100 0 execute 10", "110 0 bus 5", "115 1 fabric 5", "120 1 irq_sync 2",
                          "122 1 trap 18", "140 1 execute 10", "150 0 store_visible 22",
                          "172 0 execute 28"));
}

TEST(Walk, SaysForHowLongInterruptsWereMasked) {
  std::vector<Event> events = doorbell();
  events.push_back(mie(135, 1, true));
  events.push_back(doorbell_trap(140));
  events.push_back(load(172, 0, 60, 1, 150));
  Event off = mie(90, 1, false);
  off.b = 0x80003000;
  const CriticalPath path = path_of(events, {off});
  EXPECT_THAT(words(path),
              ElementsAre("100 0 execute 10", "110 0 bus 5", "115 1 fabric 5", "120 1 irq_sync 2",
                          "122 1 irqs_masked 13", "135 1 trap 5", "140 1 execute 10",
                          "150 0 store_visible 22", "172 0 execute 28"));
  EXPECT_EQ(path.segments[4].place, off.b);
}

TEST(Walk, GoesFromAWakingHartToWhoRang) {
  std::vector<Event> events = doorbell();
  events.push_back(waited(130, 1, Cause::Asleep, 60, make_event_id(1, 5)));
  events.push_back(load(172, 0, 60, 1, 150));
  EXPECT_THAT(words(path_of(events)),
              ElementsAre("100 0 execute 10", "110 0 bus 5", "115 1 fabric 5", "120 1 irq_sync 2",
                          "122 1 wake 8", "130 1 execute 20", "150 0 store_visible 22",
                          "172 0 execute 28"));
}

TEST(Walk, GoesFromABarrierToWhoArrivedLast) {
  std::vector<Event> events = doorbell();
  events[3].a = platform::barrier::kInterrupt;
  events.push_back(load(172, 0, 60, 1, 150));
  EXPECT_THAT(words(path_of(events)),
              ElementsAre("100 0 execute 10", "110 0 bus 5", "115 1 fabric 5", "120 1 irq_sync 2",
                          "122 1 execute 28", "150 0 store_visible 22", "172 0 execute 28"));
}

TEST(Walk, GoesOverToTheFormerOwnerOfALock) {
  EXPECT_THAT(
      words(path_of({mark(120, 0, Marker::LockWait, 0x90), mark(150, 1, Marker::LockReleased, 0x90),
                     mark(158, 0, Marker::LockAcquired, 0x90)})),
      ElementsAre("100 1 execute 50", "150 0 lock 8", "158 0 execute 42"));
}

TEST(Walk, LeavesADoorbellAloneWhoseHandlerIsOver) {
  // Hart 1 rings hart 0, which goes on with what it did before.
  const std::vector<Event> bell = {
      {110, 1, EventKind::DeviceBegin, make_event_id(1, 10), 0, 0x2000000, 1, 0x104},
      {115, kFabric, EventKind::BusRequest, make_event_id(kFabric, 1), make_event_id(1, 11), 0, 0},
      {120, kFabric, EventKind::Wire, make_edge_id(kFabric, 0, 3, 1), make_event_id(kFabric, 1), 0,
       3, 1},
      {122, 0, EventKind::Pending, make_event_id(0, 5), make_edge_id(kFabric, 0, 3, 1), 3, 1},
      {130, 0, EventKind::Trap, 0, make_event_id(0, 5), std::uint64_t{1} << 63 | 3, 0x80000100}};
  std::vector<Event> back = bell;
  back.push_back({150, 0, EventKind::TrapReturn, 0, 0, 0x80000100, 3});
  EXPECT_THAT(words(path_of(back)), ElementsAre("100 0 execute 50", "150 0 execute 50"));
  // Another task runs then: that may be what the doorbell was for.
  std::vector<Event> late = back;
  late.push_back(mark(180, 0, Marker::Switch, 7));
  late.back().d = 0x80000200;
  const std::vector<std::string> followed = words(path_of(late));
  EXPECT_EQ(followed.front(), "100 1 execute 10");
  EXPECT_EQ(followed.back(), "180 0 execute 20");
  std::vector<Event> within = bell;
  within.push_back(mark(140, 0, Marker::Switch, 7));
  within.push_back({150, 0, EventKind::TrapReturn, 0, 0, 0x80000100, 3});
  EXPECT_EQ(words(path_of(within)).front(), "100 1 execute 10");
}

TEST(Walk, ChargesWhatAReaderDoesInsteadOfLooking) {
  // It is in a handler from 150 to 165, in a stall until 168.
  EXPECT_THAT(words(path_of({{150, 0, EventKind::Trap, 0, 0, 7, 0x80000100},
                             {165, 0, EventKind::TrapReturn, 0, 0, 0x80000100, 3},
                             waited(168, 0, Cause::Stall, 3),
                             load(172, 0, 50, 1, 140)})),
              ElementsAre("100 1 execute 40", "140 0 store_visible 10", "150 0 execute 15",
                          "165 0 stall 3", "168 0 store_visible 4", "172 0 execute 28"));
}

TEST(Walk, IgnoresLoadsOfHartsThatAreInNoRendezvous) {
  // At the level `all` they are there: hart 1 runs a stopper up to its switch only.
  const std::vector<Event> events = {mark(110, 1, Marker::Stopper, kObject),
                                     load(120, 1, 15, 0, 115), mark(130, 1, Marker::Switch, 7),
                                     load(150, 1, 10, 0, 145), load(172, 0, 30, 1, 160)};
  const std::vector<std::string> path = words(path_of(events));
  EXPECT_EQ(path.front(), "100 0 execute 15");
  EXPECT_NE(std::find(path.begin(), path.end(), "120 1 execute 40"), path.end());
}

TEST(Walk, SaysWhereTheHartWasSeen) {
  Event begin = mark(120, 0, Marker::Queued, kObject);
  begin.d = 0x200;
  Event wait = waited(150, 0, Cause::Fence, 20);
  wait.c = 0x300;
  const CriticalPath path = path_of({begin, wait});
  EXPECT_EQ(path.by_pc(), (std::map<Addr, Cycle>{{0, 20}, {0x200, 10}, {0x300, 70}}));
  Event before = mark(90, 0, Marker::Queued, kObject);
  before.d = 0x100;
  EXPECT_EQ(path_of({begin}, {before}).by_pc(), (std::map<Addr, Cycle>{{0x100, 20}, {0x200, 80}}));
}

TEST(Walk, TellsSeveralAtATimeApart) {
  PathProbe probe(2);
  probe.consume(call(100, 0, 1, RendezvousKind::StopMachine, 2));
  probe.consume(call(120, 1, 2, RendezvousKind::StopMachine, 2));
  probe.consume(waited(130, 1, Cause::Bus, 5));
  probe.consume(mark(150, 0, Marker::Return, 1));
  probe.consume(mark(160, 1, Marker::Return, 2));
  EXPECT_THAT(words(*probe.all()[0]), ElementsAre("100 0 execute 50"));
  EXPECT_THAT(words(*probe.all()[1]),
              ElementsAre("120 1 execute 5", "125 1 bus 5", "130 1 execute 30"));
}

TEST(Walk, HasNoPathOfWhatHasNotReturned) {
  PathProbe probe(2);
  probe.consume(call(100, 0, 1, RendezvousKind::StopMachine, 2));
  probe.consume(mark(150, 0, Marker::Return, 2));
  EXPECT_FALSE(probe.all().at(0).has_value());
}

TEST(Report, SaysWhoArrivedLastAndWhy) {
  Rendezvous rendezvous;
  rendezvous.kind = static_cast<std::uint64_t>(RendezvousKind::StopMachine);
  rendezvous.at(1).doorbell = 110;
  rendezvous.at(1).prepare = 145;
  std::vector<Event> events = doorbell();
  events.push_back(mie(135, 1, true));
  events.push_back(doorbell_trap(140));
  events.push_back(load(172, 0, 60, 1, 150));
  const CriticalPath path = path_of(events, {mie(90, 1, false)});
  CriticalPath placed = path;
  for (Segment& segment : placed.segments) segment.place = 1;
  EXPECT_EQ(last_arrival({&rendezvous, &placed}, [](Addr) { return "lock_holder"; }),
            "Hart 1 arrived last, 35 cycles after its doorbell: 13 of them with interrupts masked "
            "in lock_holder().");
}

}  // namespace
}  // namespace standstill::testbench
