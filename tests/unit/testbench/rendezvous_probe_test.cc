// The probe: every moment from the event that makes it, and nothing else.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/rendezvous_probe.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rendezvous_script.h"

namespace standstill::testbench {
namespace {

constexpr std::uint64_t kObject = 0x80010000;

std::vector<Event> without(std::vector<Event> events, Marker marker, HartId hart) {
  events.erase(std::remove_if(events.begin(), events.end(),
                              [&](const Event& e) {
                                return e.kind == EventKind::Marker && e.source == hart &&
                                       e.a == static_cast<std::uint64_t>(marker);
                              }),
               events.end());
  return events;
}

TEST(RendezvousProbe, FindsEveryMoment) {
  const auto all = probe(stop_two(1000, kObject));
  ASSERT_EQ(all.size(), 1u);
  const Rendezvous& r = all[0];
  EXPECT_EQ(r.id, 0u);
  EXPECT_EQ(kind_name(r.kind), "stop_machine");
  EXPECT_EQ(r.initiator, 0u);
  EXPECT_EQ(r.call, 1000u);
  EXPECT_EQ(r.done, Moment(1120));
  EXPECT_EQ(r.returned, Moment(1130));
  ASSERT_EQ(r.harts.size(), 2u);
  const HartMoments& zero = r.harts[0];
  EXPECT_EQ(zero.queued, Moment(1010));
  EXPECT_EQ(zero.doorbell, Moment()) << "nobody rings its own doorbell";
  EXPECT_EQ(zero.irq_off, Moment(1070));
  EXPECT_EQ(zero.run_begin, Moment(1080));
  EXPECT_EQ(zero.run_end, Moment(1090));
  EXPECT_EQ(zero.irq_on, Moment(1110));
  const HartMoments& one = r.harts[1];
  EXPECT_EQ(one.queued, Moment(1020));
  EXPECT_EQ(one.doorbell, Moment(1025));
  EXPECT_EQ(one.pending, Moment(1030));
  EXPECT_EQ(one.trap, Moment(1035));
  EXPECT_EQ(one.stopper, Moment(1045));
  EXPECT_EQ(one.prepare, Moment(1060));
  EXPECT_EQ(one.irq_off, Moment(1072));
  EXPECT_EQ(one.run_begin, Moment());
  EXPECT_EQ(one.run_ack, Moment(1085));
  EXPECT_EQ(one.exit, Moment(1102));
  EXPECT_EQ(one.irq_on, Moment(1115));
}

TEST(RendezvousProbe, MakesTheFiguresOfTheMoments) {
  const Rendezvous r = probe(stop_two(1000, kObject)).at(0);
  EXPECT_EQ(r.gather(), Moment(60));
  EXPECT_EQ(r.duration(), Moment(130));
  EXPECT_EQ(r.stopped(), Moment(115 - 40));
  EXPECT_EQ(r.fn(), Moment(10));
  EXPECT_EQ(r.harts[1].irq_off_window(), Moment(115 - 72));
  EXPECT_EQ(r.harts[1].ipi(), Moment(10));
  EXPECT_EQ(r.harts[0].ipi(), Moment());
}

TEST(RendezvousProbe, LeavesMissingMomentsEmptyAndTheirFiguresToo) {
  const Rendezvous r = probe(without(stop_two(0, kObject), Marker::Prepare, 1)).at(0);
  EXPECT_EQ(r.harts[1].prepare, Moment());
  EXPECT_EQ(r.harts[1].irq_off, Moment()) << "whether it was cleared after PREPARE is not known";
  EXPECT_EQ(r.gather(), Moment());
  EXPECT_EQ(r.stopped(), Moment());
  EXPECT_EQ(r.duration(), Moment(130));
  const Rendezvous cut = probe(without(stop_two(0, kObject), Marker::Return, 0)).at(0);
  EXPECT_EQ(cut.returned, Moment());
  EXPECT_EQ(cut.duration(), Moment());
}

TEST(RendezvousProbe, TakesAnObjectThatIsUsedAgainAsANewRendezvous) {
  std::vector<Event> events = stop_two(0, kObject);
  append(events, stop_two(500, kObject));
  const auto all = probe(events);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].harts[1].trap, Moment(35));
  EXPECT_EQ(all[1].id, 1u);
  EXPECT_EQ(all[1].harts[1].trap, Moment(535));
  EXPECT_EQ(all[1].duration(), Moment(130));
}

TEST(RendezvousProbe, TellsConcurrentOnesApartByTheirObjects) {
  std::vector<Event> events = stop_two(0, kObject);
  append(events, {call(5, 2, 0x9000, RendezvousKind::StopOneCpu, 1),
                  mark(6, 2, Marker::Queued, 0x9000, 3), mark(7, 2, Marker::Doorbell, 0, 3),
                  msip(12, 3, true), msip_trap(15, 3), mark(20, 3, Marker::Stopper, 0x9000),
                  mark(21, 3, Marker::RunBegin, 0x9000), mark(25, 3, Marker::RunEnd, 0x9000),
                  mark(30, 2, Marker::Done, 0x9000), mark(31, 2, Marker::Return, 0x9000)});
  const auto all = probe(events, 4);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].duration(), Moment(130));
  EXPECT_EQ(all[0].harts.size(), 2u);
  EXPECT_EQ(kind_name(all[1].kind), "stop_one_cpu");
  ASSERT_EQ(all[1].harts.size(), 1u);
  EXPECT_EQ(all[1].harts[0].hart, 3u);
  EXPECT_EQ(all[1].harts[0].ipi(), Moment(8));
  EXPECT_EQ(all[1].harts[0].wakeup(), Moment(13));
  EXPECT_EQ(all[1].fn(), Moment(4));
  EXPECT_EQ(all[1].gather(), Moment()) << "there is no PREPARE in it";
  EXPECT_EQ(all[1].stopped(), Moment());
}

TEST(RendezvousProbe, GivesADoorbellWithoutObjectToTheOldestThatStillNeedsIt) {
  const auto all =
      probe({call(0, 0, 0xa, RendezvousKind::StopOneCpu, 1), mark(1, 0, Marker::Queued, 0xa, 1),
             mark(2, 1, Marker::Doorbell, 0, 1),    // another hart's business
             mark(3, 0, Marker::Doorbell, 0, 2),    // another target
             mark(4, 0, Marker::Doorbell, 0xb, 1),  // another object
             mark(5, 0, Marker::Doorbell, 0, 1), mark(6, 0, Marker::Doorbell, 0, 1)},
            3);
  EXPECT_EQ(all.at(0).harts.at(0).doorbell, Moment(5));
}

TEST(RendezvousProbe, SeesOnlyTheMsipInterruptAsAnswerToTheDoorbell) {
  const std::uint64_t timer = std::uint64_t{1} << 63 | 7;
  const auto all = probe({call(0, 0, 0xa, RendezvousKind::StopOneCpu, 1),
                          mark(1, 0, Marker::Queued, 0xa, 1),
                          msip_trap(2, 1),
                          mark(3, 0, Marker::Doorbell, 0xa, 1),
                          {4, 1, EventKind::Pending, 0, 0, 7, 1, 0},
                          {5, 1, EventKind::Trap, 0, 0, timer, 0, 0},
                          msip(6, 1, false),
                          {7, 1, EventKind::Trap, 0, 0, 3, 0, 0},
                          msip(8, 1, true),
                          msip_trap(9, 1)});
  EXPECT_EQ(all.at(0).harts.at(0).pending, Moment(8));
  EXPECT_EQ(all.at(0).harts.at(0).trap, Moment(9));
}

TEST(RendezvousProbe, SeesOnlyTheInterruptOfTheDoorbellThatWasUsed) {
  using platform::Interrupt;
  const auto pending = [](Cycle cycle, std::uint64_t bit) {
    return Event{cycle, 1, EventKind::Pending, 0, 0, bit, 1, 0};
  };
  const auto trap = [](Cycle cycle, std::uint64_t bit) {
    return Event{cycle, 1, EventKind::Trap, 0, 0, std::uint64_t{1} << 63 | bit, 0, 0};
  };
  for (const Interrupt used :
       {Interrupt::MachineSoftware, Interrupt::SupervisorSoftware, Interrupt::MachineExternal}) {
    const auto bit = static_cast<std::uint64_t>(used);
    std::vector<Event> events = {
        call(0, 0, 0xa, RendezvousKind::StopOneCpu, 1), mark(1, 0, Marker::Queued, 0xa, 1),
        mark(3, 0, Marker::Doorbell, 0xa, 1 | platform::doorbell_code(used))};
    Cycle cycle = 10;
    for (const std::uint64_t other : {1u, 3u, 7u, 11u, 26u})
      if (other != bit) append(events, {pending(cycle++, other), trap(cycle++, other)});
    append(events, {pending(30, bit), trap(40, bit)});
    const auto all = probe(events);
    EXPECT_EQ(all.at(0).harts.at(0).pending, Moment(30)) << bit;
    EXPECT_EQ(all.at(0).harts.at(0).trap, Moment(40)) << bit;
  }
}

TEST(RendezvousProbe, GivesOneStoreToEachHartThatItRings) {
  const auto rung = [](const Event& doorbell) {
    std::vector<Event> events = {call(0, 1, 0xa, RendezvousKind::StopMachine, 70)};
    for (unsigned hart = 0; hart < 70; ++hart)
      events.push_back(mark(1, 1, Marker::Queued, 0xa, hart));
    events.push_back(doorbell);
    events.push_back(msip(9, 65, true));
    std::vector<unsigned> harts;
    const auto all = probe(events, 70);
    for (const HartMoments& hart : all.at(0).harts)
      if (hart.doorbell) harts.push_back(hart.hart);
    const HartMoments* last = all.at(0).find(65);
    EXPECT_EQ(last->pending, last->doorbell ? Moment(9) : Moment());
    return harts;
  };
  EXPECT_EQ(rung(mark(5, 1, Marker::DoorbellMany, 0b101, 0)), (std::vector<unsigned>{0, 2}));
  EXPECT_EQ(rung(mark(5, 1, Marker::DoorbellMany, 0b110, 1)), (std::vector<unsigned>{65, 66}));
  EXPECT_EQ(rung(mark(5, 1, Marker::DoorbellMany, 1, platform::kAllButOne)).size(), 69u);
  EXPECT_EQ(rung(mark(5, 2, Marker::DoorbellMany, 1, platform::kAllButOne)).size(), 0u)
      << "another hart's business";
}

TEST(RendezvousProbe, IgnoresAClearingOfMieByATrapDuringPrepare) {
  std::vector<Event> events = stop_two(0, kObject);
  append(events, {mie(62, 1, false), mie(66, 1, true)});
  EXPECT_EQ(probe(events).at(0).harts[1].irq_off, Moment(72));
}

TEST(RendezvousProbe, HasNoIrqOffWhereInterruptsWereOffAlready) {
  const auto all =
      probe({call(0, 0, 0xa, RendezvousKind::StopMachine, 1), mie(1, 0, false),
             mark(2, 0, Marker::Stopper, 0xa), mark(3, 0, Marker::Prepare, 0xa),
             mark(4, 0, Marker::IrqOffAck, 0xa), mark(5, 0, Marker::Exit, 0xa), mie(6, 0, true)});
  EXPECT_EQ(all.at(0).harts.at(0).irq_off, Moment());
  EXPECT_EQ(all.at(0).harts.at(0).irq_on, Moment());
}

TEST(RendezvousProbe, CountsTheInterruptsThatTheWindowHeldBack) {
  const auto pending = [](Cycle cycle, HartId hart, std::uint64_t bit, std::uint64_t level) {
    return Event{cycle, hart, EventKind::Pending, 0, 0, bit, level, 0};
  };
  std::vector<Event> events = stop_two(0, kObject);
  append(events, {pending(71, 1, 7, 1),   // before its window: would have been taken
                  pending(73, 1, 7, 1),   // held until 115
                  pending(80, 1, 11, 1),  // withdrawn
                  pending(90, 1, 11, 0), pending(95, 1, 3, 1),  // held until 115
                  pending(96, 1, 25, 1),                        // an NMI: not held
                  pending(120, 1, 7, 1)});
  const Rendezvous r = probe(events).at(0);
  EXPECT_EQ(r.harts[0].held_back, (HeldBack{0, 0}));
  EXPECT_EQ(r.harts[1].held_back, (HeldBack{2, 115 - 73 + 115 - 95}));
}

TEST(RendezvousProbe, AddsUpWhatTheHartsLost) {
  const Rendezvous r = probe(stop_two(0, kObject)).at(0);
  EXPECT_EQ(r.hart_cycles_lost(), Moment(110 - 40 + 115 - 45));
  EXPECT_EQ(r.doorbells(), 1u);
  EXPECT_EQ(probe(without(stop_two(0, kObject), Marker::Stopper, 1)).at(0).hart_cycles_lost(),
            Moment());
}

TEST(RendezvousProbe, SurvivesWhateverAGuestMarks) {
  std::vector<Event> events;
  for (std::uint64_t marker = 0; marker < 2048; marker += 1)
    for (const std::uint64_t operand : {std::uint64_t{0}, std::uint64_t{77}, ~std::uint64_t{0}})
      events.push_back({marker, 0, EventKind::Marker, 0, 0, marker, 0xa, operand});
  events.push_back({3000, 99, EventKind::Marker, 0, 0, 1, 0xa, 1});
  const auto all = probe(events, 1);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(kind_name(all[0].kind), "kind0");
  EXPECT_EQ(kind_name(all[1].kind), "kind77");
}

}  // namespace
}  // namespace standstill::testbench
