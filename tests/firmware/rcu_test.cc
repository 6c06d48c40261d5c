// Grace periods: who holds them up, who does not, who learns of their end and of a stall.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/rcu.h"

#include <gmock/gmock.h>

#include "arch/csr.h"
#include "host/kernel_host.h"

namespace standstill::kernel {
namespace {

/// Three harts at work; this thread plays hart 0, which drives what it begins.
class Rcu : public testing::Test {
 protected:
  struct Counted : RcuHead {
    unsigned calls = 0;
  };

  void SetUp() override {
    host::make_machine(3);
    for (const unsigned cpu : {1u, 2u, 0u}) on(cpu, rcutree_cpu_starting);
    rcu_set_stall_timeout(0);
    host::become_hart(0);
  }
  void TearDown() override {
    for (int i = 0; i < 4 && rcu_gp_in_progress(); ++i) all_tick();
    EXPECT_FALSE(rcu_gp_in_progress());
  }

  template <typename Fn>
  static void on(unsigned cpu, Fn fn) {
    host::become_hart(cpu);
    fn();
    host::become_hart(0);
  }
  static void all_tick() {
    for (const unsigned cpu : {1u, 2u, 0u}) on(cpu, rcu_sched_clock_irq);
  }
  void wish() {
    call_rcu(head_, [](RcuHead& head) { ++static_cast<Counted&>(head).calls; });
  }
  static std::uint64_t stalls() { return rcu_statistics.stalls.load(); }

  Counted head_;
};

TEST_F(Rcu, EndsOnceEveryHartWasQuiescent) {
  wish();
  EXPECT_TRUE(rcu_gp_in_progress());
  on(1, rcu_qs);
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 0u) << "hart 2 has not said anything";
  on(2, rcu_qs);
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 1u);
  EXPECT_FALSE(rcu_gp_in_progress());
}

TEST_F(Rcu, ATickThatFindsAReaderIsNoQuiescentState) {
  wish();
  on(1, rcu_read_lock);
  for (int i = 0; i < 5; ++i) all_tick();
  EXPECT_EQ(head_.calls, 0u);
  on(1, rcu_read_unlock);
  all_tick();
  EXPECT_EQ(head_.calls, 1u);
}

TEST_F(Rcu, WhatWasQuiescentBeforeDoesNotCount) {
  on(1, rcu_qs);
  on(2, rcu_qs);
  wish();
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 0u);
}

TEST_F(Rcu, AnIdleHartIsQuiescentAndNobodyRings) {
  on(1, rcu_idle_enter);
  on(2, rcu_idle_enter);
  host::take_doorbells();
  wish();
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 1u);
  EXPECT_TRUE(host::take_doorbells().empty());
  on(1, rcu_idle_exit);
  on(2, rcu_idle_exit);
}

TEST_F(Rcu, AHartThatWakesIsAskedByTheNextGracePeriod) {
  on(1, rcu_idle_enter);
  on(2, rcu_idle_enter);
  on(1, rcu_idle_exit);
  wish();
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 0u);
  on(1, rcu_idle_enter);
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 1u) << "falling asleep is a quiescent state too";
  on(1, rcu_idle_exit);
  on(2, rcu_idle_exit);
}

TEST_F(Rcu, AMomentInMultiCpuStopIsEnough) {
  wish();
  on(1, rcu_momentary_eqs);
  on(2, rcu_momentary_eqs);
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 1u);
}

TEST_F(Rcu, AWishThatComesTooLateWaitsForTheNext) {
  wish();
  on(1, rcu_qs);
  Counted late;
  call_rcu(late, [](RcuHead& head) { ++static_cast<Counted&>(head).calls; });
  on(2, rcu_qs);
  rcu_sched_clock_irq();
  EXPECT_EQ(head_.calls, 1u);
  EXPECT_EQ(late.calls, 0u);
  EXPECT_TRUE(rcu_gp_in_progress());
  all_tick();
  EXPECT_EQ(late.calls, 1u);
}

TEST_F(Rcu, TheDriverKeepsItsTickAndOnlyTheDriver) {
  wish();
  EXPECT_TRUE(rcu_needs_cpu());
  EXPECT_NE(cpu_local().tick_due, ~0ull);
  on(1, [] { EXPECT_FALSE(rcu_needs_cpu()); });
  all_tick();
  EXPECT_FALSE(rcu_needs_cpu());
}

TEST_F(Rcu, WhoseDriverGoesOfflineIsDrivenOn) {
  wish();
  rcu_idle_enter();
  host::become_hart(2);
  rcutree_dead_cpu(0);
  EXPECT_TRUE(rcu_needs_cpu());
  on(1, rcu_sched_clock_irq);
  on(2, rcu_sched_clock_irq);
  EXPECT_EQ(head_.calls, 1u);
  rcutree_cpu_starting();
  EXPECT_EQ(cpu_local().rcu_eqs % 2, 0u) << "back online it can read again";
}

TEST_F(Rcu, AStallNamesWhoHoldsTheGracePeriodUp) {
  const std::uint64_t before = stalls();
  rcu_set_stall_timeout(100);
  wish();
  on(2, rcu_read_lock);
  arch::time_now += 99;
  all_tick();
  EXPECT_EQ(stalls(), before) << "not yet";
  arch::time_now += 1;
  on(1, rcu_sched_clock_irq);
  EXPECT_EQ(stalls(), before + 1) << "any hart finds it";
  EXPECT_EQ(rcu_statistics.stalled.weight(), 1u);
  EXPECT_TRUE(rcu_statistics.stalled.test(2));
  all_tick();
  EXPECT_EQ(stalls(), before + 1) << "reported once a timeout";
  arch::time_now += 100;
  all_tick();
  EXPECT_EQ(stalls(), before + 2);
  on(2, rcu_read_unlock);
}

TEST_F(Rcu, ALateLookIsNoStall) {
  const std::uint64_t before = stalls();
  rcu_set_stall_timeout(100);
  wish();
  on(1, rcu_momentary_eqs);
  on(2, rcu_momentary_eqs);
  arch::time_now += 1000;
  rcu_sched_clock_irq();
  EXPECT_EQ(stalls(), before);
  EXPECT_EQ(head_.calls, 1u);
}

TEST_F(Rcu, ASwitchOfTasksCountsOnlyWhileSomebodyWaits) {
  const std::uint64_t word = cpu_local().rcu_eqs;
  rcu_note_context_switch();
  EXPECT_EQ(cpu_local().rcu_eqs, word);
  wish();
  rcu_note_context_switch();
  EXPECT_EQ(cpu_local().rcu_eqs, word + 2);
}

}  // namespace
}  // namespace standstill::kernel
