// Sections with interrupts off: each figure is a sum of named cycles.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/irq_off_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "common/cause.h"
#include "rendezvous_script.h"
#include "standstill/devices.h"

namespace standstill::testbench {
namespace {

constexpr Cycle kOff = 1000;
constexpr Cycle kLength = 70;
constexpr Cycle kOn = kOff + kLength;
constexpr Addr kPcOff = 0x80001000;
constexpr Addr kPcOn = 0x80001040;

Event off(Cycle cycle, HartId hart = 0, Addr pc = kPcOff) {
  return {cycle, hart, EventKind::Interrupts, 0, 0, 0, pc, 0};
}

Event on(Cycle cycle, HartId hart = 0, Addr pc = kPcOn) {
  return {cycle, hart, EventKind::Interrupts, 0, 0, 1, pc, 0};
}

Event sleep(Cycle cycle, Cause why = Cause::Asleep) {
  return {cycle, 0, EventKind::Sleep, 0, 0, 0x80002000, static_cast<std::uint64_t>(why), 0};
}

Event wake(Cycle cycle) { return {cycle, 0, EventKind::Wake, 0, 0, 0x80002004, 0, 0}; }

Event timer(Cycle cycle, bool level) {
  return {cycle, 0, EventKind::Pending, 0, 0, 7, level ? 1u : 0u, 0};
}

std::vector<IrqOff> sections(std::vector<Event> events, Cycle run = 1'000'000) {
  constexpr SourceId kMachine = 99;
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.cycle < b.cycle; });
  events.push_back({run - 1, kMachine, EventKind::End, 0, 0, 0, 0, 0});
  IrqOffProbe probe(2);
  for (const Event& event : events) probe.consume(event);
  return probe.all();
}

TEST(IrqOff, IsFromTheClearingToTheSetting) {
  const IrqOff hart = sections({off(kOff), on(kOn)})[0];
  EXPECT_EQ(hart.sections, 1u);
  EXPECT_EQ(hart.cycles, kLength);
  ASSERT_TRUE(hart.longest);
  EXPECT_EQ(hart.longest->begin, kOff);
  EXPECT_EQ(hart.longest->end, kOn);
  EXPECT_EQ(hart.longest->started_at, kPcOff);
  EXPECT_EQ(hart.longest->ended_at, kPcOn);
  EXPECT_FALSE(hart.longest->window);
}

TEST(IrqOff, OutOfResetIsNoSection) {
  EXPECT_EQ(sections({on(kOn)})[0].sections, 0u);
  EXPECT_FALSE(sections({on(kOn)})[0].longest);
}

TEST(IrqOff, NestedClearingsAreOneSection) {
  const IrqOff hart = sections({off(kOff), off(kOff + 5, 0, kPcOff + 8), on(kOn)})[0];
  EXPECT_EQ(hart.sections, 1u);
  EXPECT_EQ(hart.longest->begin, kOff);
  EXPECT_EQ(hart.longest->started_at, kPcOff);
}

TEST(IrqOff, HartsAreApart) {
  const auto all = sections({off(kOff), off(kOff + 3, 1), on(kOn), on(kOn + 30, 1)});
  EXPECT_EQ(all[0].cycles, kLength);
  EXPECT_EQ(all[1].cycles, kLength + 30 - 3);
}

TEST(IrqOff, TheFirstOfTheLongestCounts) {
  const IrqOff hart = sections({off(kOff), on(kOn), off(2 * kOff), on(2 * kOff + kLength),
                                off(3 * kOff), on(3 * kOff + 1)})[0];
  EXPECT_EQ(hart.sections, 3u);
  EXPECT_EQ(hart.cycles, 2 * kLength + 1);
  EXPECT_EQ(hart.longest->begin, kOff);
}

TEST(IrqOff, TheHistogramIsByPowersOfTwo) {
  const IrqOff hart = sections({off(10), on(11), off(20), on(22), off(30), on(33), off(40), on(44),
                                off(100), on(163), off(200), on(264)})[0];
  EXPECT_EQ(hart.histogram[0], 1u);  // 1
  EXPECT_EQ(hart.histogram[1], 2u);  // 2, 3
  EXPECT_EQ(hart.histogram[2], 1u);  // 4
  EXPECT_EQ(hart.histogram[5], 1u);  // 63
  EXPECT_EQ(hart.histogram[6], 1u);  // 64
}

TEST(IrqOff, HoldsBackWhatRisesInItAndStaysUp) {
  const Cycle risen = kOff + 20;
  const IrqOff hart =
      sections({off(kOff), timer(risen, true), msip(kOff + 40, 0, true), on(kOn)})[0];
  EXPECT_EQ(hart.held_back.count, 2u);
  EXPECT_EQ(hart.held_back.cycles, (kOn - risen) + (kOn - (kOff + 40)));
  EXPECT_EQ(hart.longest->held_back, hart.held_back);
}

TEST(IrqOff, DoesNotHoldBackWhatFallsAgainOrRoseBefore) {
  const IrqOff hart = sections({msip(kOff - 5, 0, true), off(kOff), timer(kOff + 20, true),
                                timer(kOff + 30, false), msip(kOff + 40, 0, false), on(kOn)})[0];
  EXPECT_EQ(hart.held_back.count, 0u);
  EXPECT_EQ(hart.held_back.cycles, 0u);
}

TEST(IrqOff, NothingHoldsBackTheNmi) {
  const Event nmi{kOff + 1, 0, EventKind::Pending, 0, 0, platform::watchdog::kNmi, 1, 0};
  EXPECT_EQ(sections({off(kOff), nmi, on(kOn)})[0].held_back.count, 0u);
}

TEST(IrqOff, AWfiEndsItAndTheWakeBeginsTheNext) {
  const Cycle asleep = kOff + 10;
  const Cycle awake = kOff + 50;
  const IrqOff hart = sections({off(kOff), sleep(asleep), wake(awake), on(kOn)})[0];
  EXPECT_EQ(hart.sections, 2u);
  EXPECT_EQ(hart.cycles, (asleep - kOff) + (kOn - awake));
  EXPECT_EQ(hart.longest->begin, awake);
  EXPECT_EQ(hart.longest->started_at, 0x80002004u);
}

TEST(IrqOff, WhatWakesAHartIsHeldBackFromTheWake) {
  const Cycle awake = kOff + 50;
  const IrqOff hart =
      sections({off(kOff), sleep(kOff + 10), timer(awake - 2, true), wake(awake), on(kOn)})[0];
  EXPECT_EQ(hart.held_back.count, 1u);
  EXPECT_EQ(hart.held_back.cycles, kOn - awake);
}

TEST(IrqOff, ASleepWithInterruptsOnIsNoSection) {
  EXPECT_EQ(sections({on(kOff), sleep(kOff + 1), wake(kOff + 9)})[0].sections, 0u);
}

TEST(IrqOff, AWaitOnAReservationDoesNotEndIt) {
  const IrqOff hart =
      sections({off(kOff), sleep(kOff + 10, Cause::Reservation), wake(kOff + 50), on(kOn)})[0];
  EXPECT_EQ(hart.sections, 1u);
  EXPECT_EQ(hart.cycles, kLength);
}

TEST(IrqOff, IsOpenToTheEndOfTheRun) {
  const Cycle run = kOff + 500;
  const IrqOff hart = sections({off(kOff), timer(kOff + 100, true)}, run)[0];
  EXPECT_EQ(hart.sections, 1u);
  EXPECT_EQ(hart.cycles, run - kOff);
  EXPECT_EQ(hart.longest->ended_at, std::nullopt);
  EXPECT_EQ(hart.held_back.cycles, run - (kOff + 100));
}

TEST(IrqOff, KnowsTheWindowsOfARendezvous) {
  const Cycle start = 500;
  const auto events = stop_two(start, 0xa);
  const auto all = sections(events);
  const std::vector<Rendezvous> rendezvous = probe(events);
  // Hart 1 has its doorbell's trap too, from 34 to 38.
  EXPECT_EQ(all[0].sections, 1u);
  EXPECT_EQ(all[1].sections, 2u);
  EXPECT_EQ(all[1].windows, 1u);
  EXPECT_EQ(all[1].window_cycles, Cycle{115 - 72});
  EXPECT_EQ(all[1].cycles, Cycle{(115 - 72) + (38 - 34)});
  EXPECT_EQ(all[1].longest->begin, rendezvous[0].find(1)->irq_off);
  EXPECT_EQ(all[1].longest->end, rendezvous[0].find(1)->irq_on);
  EXPECT_EQ(all[1].longest_outside->length(), Cycle{38 - 34});
  EXPECT_EQ(rendezvous_of(*all[1].longest, 1, rendezvous), &rendezvous[0]);
  EXPECT_EQ(rendezvous_of(*all[1].longest_outside, 1, rendezvous), &rendezvous[0]);
}

TEST(IrqOff, AWindowThatSleepsIsOneSection) {
  auto events = stop_two(0, 0xa);
  events.push_back(sleep(92));
  events.push_back(wake(99));
  const IrqOff hart = sections(events)[0];
  EXPECT_EQ(hart.sections, 1u);
  EXPECT_EQ(hart.window_cycles, Cycle{110 - 70});
}

TEST(IrqOff, OffBeforePrepareIsNoWindow) {
  const IrqOff hart = sections({off(kOff), mark(kOff + 1, 0, Marker::Prepare, 0xa),
                                mark(kOff + 2, 0, Marker::IrqOffAck, 0xa), on(kOn)})[0];
  EXPECT_EQ(hart.sections, 1u);
  EXPECT_EQ(hart.windows, 0u);
}

TEST(IrqOff, OfNoRendezvousBeforeTheCallAndAfterTheReturn) {
  const std::vector<Rendezvous> all = probe(stop_two(500, 0xa));
  IrqSection before;
  before.begin = 400;
  before.end = 500;
  EXPECT_EQ(rendezvous_of(before, 1, all), nullptr);
  before.end = 501;
  EXPECT_EQ(rendezvous_of(before, 1, all), &all[0]);
  IrqSection after;
  after.begin = 500 + 130;
  after.end = after.begin + 1;
  EXPECT_EQ(rendezvous_of(after, 1, all), nullptr);
  EXPECT_EQ(rendezvous_of(before, 7, all), nullptr);
}

}  // namespace
}  // namespace standstill::testbench
