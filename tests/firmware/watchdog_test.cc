// The hard-lockup detector's judgement: what is a sign of life, and who is reported.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/watchdog.h"

#include <gmock/gmock.h>

#include "host/kernel_host.h"
#include "kernel/console.h"
#include "kernel/percpu.h"
#include "kernel/rcu.h"
#include "lib/machine.h"
#include "policies/spin.h"
#include "standstill/devices.h"

namespace standstill::kernel {
namespace {

namespace device = platform::watchdog;

/// Every register reads as all ones here, so that an NMI always finds its bit of STATUS.
class Watchdog : public testing::Test {
 protected:
  void SetUp() override {
    host::make_machine(2);
    machine().watchdog = platform::kWatchdog.base;
    lockup_detector = {};
    lockup_detector.on = true;
    lockup_detector.timeout = 1000;
    lockup_detector_online_cpu(0);
    lockups_before_ = lockups();
    arch::device_stores.clear();
  }
  void TearDown() override { lockup_detector = {}; }

  static std::uint64_t lockups() { return lockup_record(0).lockups.load(); }
  std::uint64_t found() const { return lockups() - lockups_before_; }
  static bool petted() {
    const bool result =
        !arch::device_stores.empty() && arch::device_stores.back().first == device::pet(0);
    arch::device_stores.clear();
    return result;
  }

 private:
  std::uint64_t lockups_before_ = 0;
};

TEST_F(Watchdog, WithoutASignOfLifeItIsReportedOnce) {
  watchdog_nmi(0x80001234);
  EXPECT_EQ(found(), 1u);
  EXPECT_EQ(lockup_record(0).pc.load(), 0x80001234u);
  EXPECT_TRUE(petted()) << "the next NMI must come";
  watchdog_nmi(0x80001234);
  EXPECT_EQ(found(), 1u) << "the same lockup";
  EXPECT_TRUE(petted());
}

TEST_F(Watchdog, ATouchIsASignOfLifeUntilTheNextLook) {
  touch_nmi_watchdog();
  watchdog_nmi(0);
  EXPECT_EQ(found(), 0u);
  watchdog_nmi(0);
  EXPECT_EQ(found(), 1u);
}

TEST_F(Watchdog, ATouchFromBeforeTheLastInterruptIsNone) {
  touch_nmi_watchdog();
  watchdog_interrupt();
  EXPECT_TRUE(petted());
  watchdog_nmi(0);
  EXPECT_EQ(found(), 1u);
}

TEST_F(Watchdog, AfterAnInterruptTheNextLockupIsANewOne) {
  watchdog_nmi(0);
  watchdog_interrupt();
  watchdog_nmi(0);
  EXPECT_EQ(found(), 2u);
}

TEST_F(Watchdog, AnIdleHartIsAlive) {
  rcu_idle_enter();
  watchdog_nmi(0);
  watchdog_nmi(0);
  EXPECT_EQ(found(), 0u);
  rcu_idle_exit();
}

/// A hart that runs another task than the idle one.
class WatchdogInATask : public Watchdog {
 protected:
  void SetUp() override {
    Watchdog::SetUp();
    cpu_local().current = &task_;
  }
  void TearDown() override {
    cpu_local().current = &this_cpu().idle;
    Watchdog::TearDown();
  }

 private:
  Task task_;
};

TEST_F(WatchdogInATask, ToBeQuiescentIsNoSignOfLife) {
  rcu_idle_enter();
  watchdog_nmi(0);
  EXPECT_EQ(found(), 1u);
  rcu_idle_exit();
}

TEST_F(WatchdogInATask, AWaiterInPrepareSleepsWithoutASignOfLife) {
  stop_machine_sleep(MultiStopState::Prepare, [] {
    EXPECT_EQ(cpu_local().rcu_eqs % 2, 0u) << "its interrupts are on";
    watchdog_nmi(0);
  });
  EXPECT_EQ(found(), 1u);
}

TEST_F(WatchdogInATask, AWaiterAfterPrepareTellsThatItLivesBeforeItSleeps) {
  stop_machine_sleep(MultiStopState::DisableIrq, [this] {
    EXPECT_EQ(cpu_local().rcu_eqs % 2, 1u);
    watchdog_nmi(0);
    EXPECT_EQ(found(), 0u);
    watchdog_nmi(0);
    EXPECT_EQ(found(), 1u) << "who does not wake is not alive";
  });
  EXPECT_EQ(cpu_local().rcu_eqs % 2, 0u);
}

TEST_F(WatchdogInATask, WhoPrintsIsAlive) {
  console_init(platform::kUart.base);
  console_write("x");
  console_init(0);
  watchdog_nmi(0);
  EXPECT_EQ(found(), 0u);
}

TEST_F(Watchdog, FnOfARendezvousHasItsPatience) {
  lockup_detector.fn_patience = 3;
  watchdog_enter_or_leave_fn();
  for (int i = 0; i < 3; ++i) watchdog_nmi(0);
  EXPECT_EQ(found(), 0u);
  watchdog_nmi(0);
  EXPECT_EQ(found(), 1u);
  watchdog_enter_or_leave_fn();
  EXPECT_EQ(cpu_local().watchdog_touches % 2, 0u);
}

TEST_F(Watchdog, TouchesCanBeLeftUnheeded) {
  lockup_detector.heeds_touches = false;
  touch_nmi_watchdog();
  watchdog_nmi(0);
  EXPECT_EQ(found(), 1u);
}

TEST_F(Watchdog, ALockupCanEndTheRun) {
  lockup_detector.on_lockup = OnLockup::Panic;
  EXPECT_THROW(watchdog_nmi(0), host::KernelEnded);
}

TEST_F(Watchdog, ThePauseStopsItAndTheResumeArmsIt) {
  watchdog_pause();
  ASSERT_EQ(arch::device_stores.size(), 1u);
  EXPECT_EQ(arch::device_stores[0], (std::pair<std::uint64_t, std::uint64_t>{device::block(0), 0}));
  watchdog_resume();
  EXPECT_EQ(arch::device_stores[1].second, 500ull << 32 | 1000) << "its interrupt comes halfway";
  lockup_detector_offline_cpu(0);
  const std::size_t stores = arch::device_stores.size();
  watchdog_pause();
  watchdog_resume();
  EXPECT_EQ(arch::device_stores.size(), stores) << "what is off is neither paused nor armed";
}

}  // namespace
}  // namespace standstill::kernel
