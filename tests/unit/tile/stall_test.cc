// Stalls put in by the machine: nothing issues in them, nothing else tells.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

/// A machine that stalls hart `hart`, which the bench's one hart is if 0.
MachineConfig stalled(std::vector<Stall> stalls) {
  MachineConfig machine = odd_machine();
  machine.hart.stall = std::move(stalls);
  return machine;
}

/// When the first of some timed instructions issues.
Cycle start_of(const Words& before, const Words& timed) {
  Stopwatch dry;
  dry.time(before, timed);
  return dry.bench.marker(1) + 1;
}

const Words kThree = {nop(), nop(), nop()};

TEST(Stall, WhatWouldIssueInItIssuesAtItsEnd) {
  const Cycle start = start_of({}, kThree);
  Stopwatch watch(stalled({{0, start + 1, 500}}));
  EXPECT_EQ(watch.time({}, kThree), 3u + 500u);
  EXPECT_EQ(watch.bench.charged(Cause::Stall), 500u);
}

TEST(Stall, OfAnotherHartIsNotFelt) {
  const Cycle start = start_of({}, kThree);
  EXPECT_EQ(Stopwatch(stalled({{1, start + 1, 500}})).time({}, kThree), 3u);
  EXPECT_EQ(Stopwatch(stalled({{Stall::kEveryHart, start + 1, 500}})).time({}, kThree), 503u);
}

TEST(Stall, ThoseThatOverlapAreTheirUnion) {
  const Cycle start = start_of({}, kThree);
  Stopwatch watch(stalled({{0, start + 50, 400}, {0, start + 1, 200}, {0, start + 60, 10}}));
  EXPECT_EQ(watch.time({}, kThree), 3u + 449u);
  EXPECT_EQ(watch.bench.charged(Cause::Stall), 449u);
}

TEST(Stall, ThoseThatMeetAreOne) {
  const Cycle start = start_of({}, kThree);
  Stopwatch watch(stalled({{0, start + 1, 100}, {0, start + 101, 100}}));
  EXPECT_EQ(watch.time({}, kThree), 3u + 200u);
}

TEST(Stall, OneThatFallsIntoALatencyCostsWhatIsLeftOfIt) {
  // After the issue of a divide nothing issues for a while anyway.
  const Words divide = {divu(t3, a5, a5)};
  const Cycle start = start_of({}, divide);
  const Cycle length = Stopwatch().time({}, divide);
  Stopwatch inside(stalled({{0, start + 1, length - 2}})), beyond(stalled({{0, start + 1, 100}}));
  EXPECT_EQ(inside.time({}, divide), length);
  EXPECT_EQ(inside.bench.charged(Cause::Stall), 0u);
  EXPECT_EQ(beyond.time({}, divide), 1u + 100u);
  EXPECT_EQ(beyond.bench.charged(Cause::Stall), 101u - length);
}

TEST(Stall, CyclesAreCountedInIt) {
  const Words read = {csrrs(t2, csr::mcycle, 0), csrrs(t3, csr::mcycle, 0)};
  const Cycle start = start_of({}, read);
  Stopwatch plain, watch(stalled({{0, start + 1, 77}}));
  plain.time({}, read);
  watch.time({}, read);
  const Cycle latency = watch.config.hart.csr_latency;
  EXPECT_EQ(watch.bench.reg(t3) - watch.bench.reg(t2), 1u + 77u);
  EXPECT_EQ(plain.bench.reg(t3) - plain.bench.reg(t2), 1u + latency);
  EXPECT_EQ(watch.bench.charged(Cause::Stall), 77 - latency);
}

TEST(Stall, AMissUnderWayComesToItsEnd) {
  const Words load = {ld(t2, t0), add(t3, t2, t2)};
  const Cycle start = start_of({}, load);
  const Cycle length = Stopwatch().time({}, load);
  Stopwatch watch(stalled({{0, start + 1, length - 8}}));
  EXPECT_EQ(watch.time({}, load), length);
  EXPECT_EQ(watch.bench.charged(Cause::Stall), 0u);
}

TEST(Stall, ASleepingHartIsWokenAndGoesOnAtItsEnd) {
  Stopwatch watch(stalled({{0, 900, 800}}));
  watch.bench.wire(1000, 3, true);
  watch.time({li(t2, 8), csrrw(0, csr::mie, t2)}, {wfi()});
  ASSERT_LT(watch.bench.marker(1), 900u);
  EXPECT_EQ(watch.bench.marker(2), 1700u);
  EXPECT_EQ(watch.bench.charged(Cause::Stall), 700 - watch.config.hart.wfi_wake);
}

TEST(Stall, ASnoopIsAnsweredInIt) {
  const Cycle start = start_of({sd(a5, t0)}, kThree);
  Stopwatch watch(stalled({{0, start, 900}}));
  const Cycle snoop = start + 100;
  watch.bench.home.push(Foreign{snoop - TileBench::kHomeLatency, kData, true, 99});
  watch.time({sd(a5, t0)}, kThree);
  ASSERT_EQ(watch.bench.home.answers.size(), 1u);
  EXPECT_EQ(watch.bench.home.answers[0].message.cycle, snoop + watch.config.l1d.snoop_latency);
}

/// A loop that counts until a word changes, stalled at `stall`.
std::string spin(const Stall& stall, bool skipping, const Cuts& cuts, bool& parked) {
  TileBench::Options options;
  options.spin_skipping = skipping;
  TileBench bench(stalled({stall, {0, 4000, 13}}), options);
  Program program = prologue();
  program << ld(t3, t0) << sd(0, t1) << fence_rw() << li(t3, 0);
  program.align() << ld(t4, t1) << addi(t4, t4, 1) << sd(t4, t1) << addi(t3, t3, 1) << ld(t2, t0)
                  << beq(t2, 0, -20) << marker(2);
  stop_here(program);
  bench.load(program);
  bench.home.push(Foreign{5000, kData, true, 1});
  bench.home.push(Foreign{5400, kData + kLineBytes, false, 0});
  bench.run(6000, cuts);
  bench.finish();
  EXPECT_EQ(bench.charged_in_all(), 6000u);
  parked = bench.parked;
  return bench.story();
}

TEST(Stall, MayComeAtAnyPointOfALoopInClosedForm) {
  for (Cycle at = 3000; at < 3030; ++at) {
    for (const Cycle length : {Cycle{1}, Cycle{7}, Cycle{500}, Cycle{2500}}) {
      bool stepped_parked = false, parked = false;
      const Stall stall{0, at, length};
      const std::string stepped = spin(stall, false, lock_step(), stepped_parked);
      ASSERT_EQ(stepped, spin(stall, true, one_call(), parked)) << at << ", " << length;
      EXPECT_FALSE(stepped_parked);
      EXPECT_TRUE(parked);
    }
  }
}

TEST(Stall, TheAccountAddsUpWhereverTheRunEnds) {
  for (Cycle end = 3000; end < 3150; ++end) {
    for (const bool skipping : {false, true}) {
      TileBench::Options options;
      options.spin_skipping = skipping;
      TileBench bench(stalled({{0, 3050, 70}, {0, 3121, 3}}), options);
      Program program = prologue();
      program.align() << divu(t3, a5, a5) << csrrs(t2, csr::mcycle, 0) << jump(-8);
      bench.load(program);
      bench.run(end);
      bench.finish();
      ASSERT_EQ(bench.charged_in_all(), end);
    }
  }
}

/// A hart that stands on one instruction with these stalls, told of the end at once or in steps.
std::string stand(const std::vector<Stall>& stalls, bool skipping, Cycle told) {
  TileBench::Options options;
  options.spin_skipping = skipping;
  TileBench bench(stalled(stalls), options);
  Program program = prologue();
  program.align();
  stop_here(program);
  bench.load(program);
  bench.run(told);
  bench.tile->finish(6000);
  return bench.story();
}

TEST(Stall, OnesThatComeWithEachPassAreNoPartOfTheLoop) {
  const Cycle pass = 1 + odd_machine().hart.taken_penalty;
  for (unsigned count = 1; count < 20; ++count) {
    std::vector<Stall> stalls;
    for (unsigned i = 0; i < count; ++i) stalls.push_back({0, 3000 + i * (pass + 2), 2});
    ASSERT_EQ(stand(stalls, false, 6000), stand(stalls, true, 6000)) << count;
  }
}

TEST(Stall, IsFeltBeforeAnEndThatALoopInClosedFormIsToldOf) {
  const auto account = [](Cycle told) {
    const std::string story = stand({{0, 4000, 500}}, true, told);
    return story.substr(0, story.rfind(' '));  // without the clock, which finish() leaves
  };
  EXPECT_EQ(account(6000), account(3000));
}

}  // namespace
}  // namespace standstill
