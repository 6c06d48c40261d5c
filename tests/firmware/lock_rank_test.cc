// The lock ranks of debug builds: each way to break them is found, and no way to keep them.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/lock_rank.h"

#include <gmock/gmock.h>

#include "host/kernel_host.h"
#include "kernel/completion.h"
#include "kernel/mutex.h"
#include "kernel/sched.h"

namespace standstill::kernel {
namespace {

using testing::HasSubstr;

class LockRanks : public testing::Test {
 protected:
  void SetUp() override { host::make_machine(3); }

  /// What the kernel says when it ends over `fn`, or nothing if it does not.
  template <typename Fn>
  static std::string complaint(Fn fn) {
    try {
      fn();
    } catch (const host::KernelEnded& end) {
      return end.what();
    }
    return {};
  }
};

TEST_F(LockRanks, InTheDeclaredOrderNobodyComplains) {
  RawSpinlock locks[] = {
      RawSpinlock(LockRank::Scenario), RawSpinlock(LockRank::Wait),
      RawSpinlock(LockRank::Stopper),  RawSpinlock(LockRank::Completion),
      RawSpinlock(LockRank::RunQueue), RawSpinlock(LockRank::Console),
  };
  for (RawSpinlock& lock : locks) lock.lock();
  for (RawSpinlock& lock : locks) lock.unlock();  // the order of unlocking is free
  EXPECT_EQ(complaint([] { might_sleep(); }), "");
}

TEST_F(LockRanks, AgainstTheOrderBothLocksAreNamed) {
  RawSpinlock outer(LockRank::Stopper), inner(LockRank::RunQueue);
  inner.lock();
  const std::string said = complaint([&] { outer.lock(); });
  EXPECT_THAT(said, HasSubstr("a stopper's lock ("));
  EXPECT_THAT(said, HasSubstr(" taken under a run queue's lock ("));
  EXPECT_THAT(said, HasSubstr("on hart 0"));
  inner.unlock();
  preempt_enable_no_resched();
}

TEST_F(LockRanks, TwoOfOneRankOnlyInTheOrderOfTheCpus) {
  cpu_rq(0).lock.lock();
  cpu_rq(2).lock.lock();
  EXPECT_THAT(complaint([] { cpu_rq(1).lock.lock(); }), HasSubstr("taken under a run queue's"));
  preempt_enable_no_resched();
  cpu_rq(2).lock.unlock();
  cpu_rq(0).lock.unlock();
}

TEST_F(LockRanks, TwoOfARankThatIsNotPerCpuNever) {
  RawSpinlock locks[2]{RawSpinlock(LockRank::Wait), RawSpinlock(LockRank::Wait)};
  locks[0].lock();
  EXPECT_THAT(complaint([&] { locks[1].lock(); }), HasSubstr("a lock of waiters ("));
  preempt_enable_no_resched();
  locks[0].unlock();
}

TEST_F(LockRanks, ALockWithoutARankIsTheOutermost) {
  RawSpinlock unranked, console(LockRank::Console);
  console.lock();
  EXPECT_THAT(complaint([&] { unranked.lock(); }), HasSubstr("under the console's lock"));
  preempt_enable_no_resched();
  console.unlock();
}

TEST_F(LockRanks, TakingALockTwiceIsFoundInsteadOfHanging) {
  RawSpinlock lock;
  lock.lock();
  EXPECT_THAT(complaint([&] { lock.lock(); }), HasSubstr("taken twice"));
  preempt_enable_no_resched();
  lock.unlock();
}

TEST_F(LockRanks, DroppingWhatIsNotHeldIsFound) {
  RawSpinlock lock;
  EXPECT_THAT(complaint([&] { lock.arch_unlock(); }), HasSubstr("does not hold"));
}

TEST_F(LockRanks, EachHartHoldsItsOwn) {
  RawSpinlock stopper(LockRank::Stopper), rq(LockRank::RunQueue);
  rq.lock();
  host::become_hart(1);
  EXPECT_EQ(complaint([&] { stopper.lock(); }), "");
  stopper.unlock();
  host::become_hart(0);
  rq.unlock();
}

TEST_F(LockRanks, NobodySleepsOverALock) {
  RawSpinlock lock(LockRank::Stopper);
  Mutex mutex;
  Completion completion;
  completion.complete();
  lock.lock();
  EXPECT_THAT(complaint([] { schedule(); }), HasSubstr("held while a task goes to sleep"));
  EXPECT_THAT(complaint([&] { mutex.lock(); }), HasSubstr("a stopper's lock"));
  EXPECT_THAT(complaint([&] { completion.wait(); }), HasSubstr("a stopper's lock"));
  lock.unlock();
}

TEST_F(LockRanks, NobodySleepsWithPreemptionOff) {
  preempt_disable();
  EXPECT_THAT(complaint([] { schedule(); }), HasSubstr("scheduling while atomic"));
  preempt_enable_no_resched();
  EXPECT_EQ(complaint([] { might_sleep(); }), "");
}

}  // namespace
}  // namespace standstill::kernel
