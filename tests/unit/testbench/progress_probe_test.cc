// What moves a rendezvous, and what is known of locks, tasks, rings and timers.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/progress/progress_probe.h"

#include <gmock/gmock.h>

#include "standstill/devices.h"
#include "standstill/markers.h"
#include "testbench/progress/diagnosis.h"

namespace standstill::testbench {
namespace {

using platform::Marker;
using platform::RendezvousKind;

constexpr unsigned kHarts = 4;
constexpr std::uint64_t kTwo = static_cast<std::uint64_t>(RendezvousKind::StopTwoCpus) | 2 << 8;
constexpr std::uint64_t kAll = static_cast<std::uint64_t>(RendezvousKind::StopMachine) | 4 << 8;

class Script {
 public:
  Script& mark(Cycle cycle, HartId hart, Marker marker, std::uint64_t object,
               std::uint64_t operand = 0) {
    probe.consume({cycle, hart, EventKind::Marker, 0, 0, static_cast<std::uint64_t>(marker), object,
                   operand});
    return *this;
  }
  Script& store_mtimecmp(HartId hart, std::uint64_t value) {
    probe.consume({1, 99, EventKind::BusRequest, 0, 0, platform::kMtimer.base + 8 * hart, value,
                   hart | 0x10000});
    return *this;
  }
  NoProgress diagnosis() const {
    return diagnose(probe, Stall{}, looks, ElfImage{},
                    [](HartId, Addr, std::uint64_t&) { return false; });
  }

  ProgressProbe probe{kHarts, 1000};
  std::vector<HartLook> looks = std::vector<HartLook>(kHarts);
};

Cycle since(const Script& script) {
  const auto slowest = script.probe.slowest();
  return slowest ? slowest->since : kNever;
}

TEST(ProgressProbe, NothingStandsStillWhereNothingIsOpen) {
  Script script;
  EXPECT_FALSE(script.probe.slowest());
  script.mark(10, 0, Marker::Call, 0xA0, kTwo).mark(20, 0, Marker::Return, 0xA0);
  EXPECT_FALSE(script.probe.slowest());
}

TEST(ProgressProbe, EveryMarkerWithItsObjectMovesARendezvous) {
  Script script;
  script.mark(10, 0, Marker::Call, 0xA0, kTwo);
  EXPECT_EQ(since(script), 10u);
  Cycle cycle = 10;
  for (const Marker marker : {Marker::Queued, Marker::Doorbell, Marker::Stopper, Marker::Prepare,
                              Marker::SetState, Marker::IrqOffAck, Marker::RunBegin, Marker::RunEnd,
                              Marker::RunAck, Marker::Exit, Marker::Leave, Marker::Done}) {
    script.mark(++cycle, 1, marker, 0xA0, 1);
    EXPECT_EQ(since(script), cycle);
  }
  script.mark(cycle + 1, 1, Marker::Prepare, 0xB0).mark(cycle + 2, 1, Marker::LockAcquired, 0xA0);
  cycle += 2;
  EXPECT_EQ(since(script), cycle - 2) << "another's, and a lock's";
}

TEST(ProgressProbe, WhoHasQueuedNothingWaitsItsTurn) {
  Script script;
  script.mark(10, 0, Marker::Call, 0xA0, kTwo).mark(20, 1, Marker::Call, 0xB0, kTwo);
  script.mark(30, 1, Marker::Queued, 0xB0, 2).mark(40, 2, Marker::Stopper, 0xB0);
  EXPECT_EQ(since(script), 40u) << "the one that has nothing queued moves with the other";
  script.mark(50, 0, Marker::Queued, 0xA0, 3).mark(90, 2, Marker::Prepare, 0xB0);
  EXPECT_EQ(since(script), 50u);
  EXPECT_EQ(script.probe.slowest()->number, 0u);
}

TEST(ProgressProbe, TheLastCallWithAnObjectIsMeant) {
  Script script;
  script.mark(10, 0, Marker::Call, 0xA0, kTwo).mark(15, 0, Marker::Queued, 0xA0, 1);
  script.mark(20, 0, Marker::Return, 0xA0).mark(30, 0, Marker::Call, 0xA0, kTwo);
  ASSERT_EQ(script.probe.open().size(), 1u);
  EXPECT_EQ(script.probe.open()[0].id, 1u);
  EXPECT_FALSE(script.probe.open()[0].is_queued());
}

TEST(ProgressProbe, KnowsWhoHoldsALockAndWhoWaitsForIt) {
  Script script;
  script.mark(1, 0, Marker::LockAcquired, 0x10).mark(2, 1, Marker::LockWait, 0x10);
  EXPECT_EQ(script.probe.holder(0x10), 0u);
  EXPECT_EQ(script.probe.awaited_lock(1), 0x10u);
  // An interrupt comes meanwhile and waits for another lock.
  script.mark(3, 1, Marker::LockWait, 0x20);
  EXPECT_EQ(script.probe.awaited_lock(1), 0x20u);
  script.mark(4, 1, Marker::LockAcquired, 0x20).mark(5, 1, Marker::LockReleased, 0x20);
  EXPECT_EQ(script.probe.awaited_lock(1), 0x10u);
  script.mark(6, 0, Marker::LockReleased, 0x10).mark(7, 1, Marker::LockAcquired, 0x10);
  EXPECT_EQ(script.probe.holder(0x10), 1u);
  EXPECT_EQ(script.probe.awaited_lock(1), 0u);
}

TEST(ProgressProbe, NamesTasks) {
  Script script;
  EXPECT_EQ(script.probe.task_name(0), "");
  script.mark(1, 0, Marker::TaskName, 0x500, 0x6f69746172'67696dull);  // "migratio"
  script.mark(1, 0, Marker::TaskNameMore, 0x500, 0x302f6e);            // "n/0"
  script.mark(2, 0, Marker::Switch, 0x500);
  EXPECT_EQ(script.probe.task_name(script.probe.current(0)), "migration/0");
  EXPECT_EQ(script.probe.task_name(0x600), "task 0x600");
}

TEST(ProgressProbe, ATimerIsArmedUntilItIsSetToNever) {
  Script script;
  EXPECT_FALSE(script.probe.timer_armed(2));
  script.store_mtimecmp(2, 5000);
  EXPECT_TRUE(script.probe.timer_armed(2));
  EXPECT_FALSE(script.probe.timer_armed(1));
  script.store_mtimecmp(2, ~std::uint64_t{0});
  EXPECT_FALSE(script.probe.timer_armed(2));
}

TEST(Diagnosis, ALockHeldByEachOfTwoForTheOther) {
  Script script;
  script.mark(1, 0, Marker::LockAcquired, 0x10).mark(1, 1, Marker::LockAcquired, 0x20);
  script.mark(2, 0, Marker::LockWait, 0x20).mark(2, 1, Marker::LockWait, 0x10);
  EXPECT_EQ(script.diagnosis().sentence,
            "hart 0 waits for hart 1 to release the lock 0x20; hart 1 waits for hart 0 to release "
            "the lock 0x10: a circular wait");
}

TEST(Diagnosis, WhoHasAckedWaitsForWhoHasNot) {
  Script script;
  script.mark(1, 0, Marker::Call, 0xA0, kAll);
  for (HartId hart = 0; hart < kHarts; ++hart) script.mark(2, 0, Marker::Queued, 0xA0, hart);
  for (HartId hart = 0; hart < 3; ++hart)
    script.mark(3, hart, Marker::Stopper, 0xA0).mark(4, hart, Marker::Prepare, 0xA0);
  script.mark(3, 0, Marker::Doorbell, 0xA0, 3);
  script.looks[3].pending = 8;
  const NoProgress report = script.diagnosis();
  for (HartId hart = 0; hart < 3; ++hart) {
    ASSERT_EQ(report.harts[hart].waits.size(), 1u);
    EXPECT_EQ(report.harts[hart].waits[0].on, 3u);
  }
  EXPECT_TRUE(report.harts[3].waits.empty());
  ASSERT_EQ(report.harts[3].remarks.size(), 1u);
  EXPECT_EQ(report.harts[3].remarks[0],
            "the doorbell of rendezvous 0, rung at cycle 3, is pending and interrupts are off");
  EXPECT_EQ(report.sentence,
            "hart 0 waits for hart 3 to ack PREPARE of rendezvous 0; hart 3: "
            "the doorbell of rendezvous 0, rung at cycle 3, is pending and interrupts are off");
}

/// Hart 0 has queued for itself and hart 1, without a ring, and gone on to its stopper.
Script queued_without_ring() {
  Script script;
  script.mark(1, 0, Marker::Switch, 0x500).mark(2, 0, Marker::Call, 0xA0, kTwo);
  script.mark(3, 0, Marker::Queued, 0xA0, 0).mark(4, 0, Marker::Queued, 0xA0, 1);
  script.mark(5, 0, Marker::Switch, 0x600).mark(6, 0, Marker::Stopper, 0xA0);
  script.mark(7, 0, Marker::Prepare, 0xA0);
  return script;
}

TEST(Diagnosis, WhoSleepsUnrungWaitsForWhoQueued) {
  Script script = queued_without_ring();
  script.looks[1].asleep = true;
  EXPECT_THAT(script.diagnosis().circular_wait, testing::ElementsAre(0, 1));
}

TEST(Diagnosis, WhoIsAwakeUnrungIsNotSaidToWait) {
  const NoProgress report = queued_without_ring().diagnosis();
  EXPECT_TRUE(report.circular_wait.empty());
  EXPECT_TRUE(report.harts[1].waits.empty());
  EXPECT_EQ(report.harts[1].remarks.size(), 1u);
}

TEST(Diagnosis, FnWaitsForWhomItRangItself) {
  for (const Cycle ring : {7, 11}) {
    Script script;
    script.mark(1, 0, Marker::Call, 0xA0, kTwo).mark(2, 0, Marker::Queued, 0xA0, 0);
    script.mark(2, 0, Marker::Queued, 0xA0, 1);
    for (const HartId hart : {0, 1})
      script.mark(4, hart, Marker::Prepare, 0xA0).mark(8, hart, Marker::IrqOffAck, 0xA0);
    script.mark(ring < 10 ? ring : 9, 0, ring < 10 ? Marker::Doorbell : Marker::RunBegin,
                ring < 10 ? 0 : 0xA0, 1);
    script.mark(ring < 10 ? 9 : ring, 0, ring < 10 ? Marker::RunBegin : Marker::Doorbell,
                ring < 10 ? 0xA0 : 0, 1);
    script.mark(12, 1, Marker::RunAck, 0xA0);
    script.looks[1].pending = 8;
    EXPECT_EQ(script.diagnosis().circular_wait.empty(), ring < 10) << ring;
  }
}

TEST(Diagnosis, AStopThatIsNoLockStepHasNobodyToAck) {
  Script script;
  constexpr auto kOne = static_cast<std::uint64_t>(RendezvousKind::StopOneCpu) | 1 << 8;
  script.mark(1, 0, Marker::Call, 0xA0, kOne).mark(2, 0, Marker::Queued, 0xA0, 1);
  script.mark(3, 1, Marker::Stopper, 0xA0).mark(4, 1, Marker::RunBegin, 0xA0);
  const NoProgress report = script.diagnosis();
  EXPECT_EQ(report.sentence, "");
  EXPECT_THAT(report.open, testing::ElementsAre("rendezvous 0 (stop_one_cpu, called at cycle 1 on "
                                                "hart 0) last moved at cycle 4"));
}

}  // namespace
}  // namespace standstill::testbench
