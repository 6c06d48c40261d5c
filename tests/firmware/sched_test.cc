// Run queues and the chain of classes, a mailbox and a doorbell.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/sched.h"

#include <gmock/gmock.h>

#include <map>

#include "arch/csr.h"
#include "host/kernel_host.h"
#include "kernel/completion.h"
#include "kernel/kthread.h"
#include "kernel/mutex.h"
#include "kernel/tick.h"
#include "kernel/wake_q.h"

namespace standstill::kernel {
namespace {

using testing::ElementsAre;

class Sched : public testing::Test {
 protected:
  void SetUp() override { host::make_machine(2); }

  static void nothing(void*) {}
  static Task& fair(const char* name) { return kthread_create(nothing, nullptr, name); }
  static Task* curr(unsigned cpu = 0) { return cpu_rq(cpu).curr; }
};

TEST_F(Sched, TheChainGoesFromStopOverDeadlineRtAndFairToIdle) {
  EXPECT_EQ(kHighestClass, &stop_sched_class);
  EXPECT_EQ(stop_sched_class.next, &dl_sched_class);
  EXPECT_EQ(dl_sched_class.next, &rt_sched_class);
  EXPECT_EQ(rt_sched_class.next, &fair_sched_class);
  EXPECT_EQ(fair_sched_class.next, &idle_sched_class);
  EXPECT_EQ(idle_sched_class.next, nullptr);
}

TEST_F(Sched, TheIdleTaskRunsWhenNothingElseCan) { EXPECT_EQ(curr(), &this_cpu().idle); }

TEST_F(Sched, AFairTaskRunsBeforeIdleAndTheStopperBeforeBoth) {
  Task& task = fair("task");
  wake_up_new_task(task);
  EXPECT_EQ(curr(), &task);  // woken on its own CPU, it displaces idle at once
  wake_up_process(*this_cpu().stopper.thread);
  EXPECT_EQ(curr(), this_cpu().stopper.thread);
  set_current_state(TaskState::Sleeping);
  schedule();
  EXPECT_EQ(curr(), &task);
  set_current_state(TaskState::Sleeping);
  schedule();
  EXPECT_EQ(curr(), &this_cpu().idle);
}

TEST_F(Sched, NothingSwitchesWhilePreemptionIsOff) {
  Task& task = fair("task");
  preempt_disable();
  wake_up_new_task(task);
  EXPECT_EQ(curr(), &this_cpu().idle);
  EXPECT_TRUE(need_resched());
  preempt_enable();
  EXPECT_EQ(curr(), &task);
  EXPECT_FALSE(need_resched());
}

TEST_F(Sched, NothingSwitchesWhileInterruptsAreOff) {
  Task& task = fair("task");
  arch::local_irq_disable();
  wake_up_new_task(task);
  EXPECT_EQ(curr(), &this_cpu().idle);
  arch::local_irq_enable();
  cond_resched();
  EXPECT_EQ(curr(), &task);
}

TEST_F(Sched, ARemoteWakeUpRingsOnceHoweverManyFollow) {
  host::become_hart(1);
  Task& one = fair("one");
  Task& two = fair("two");
  host::become_hart(0);
  host::take_doorbells();
  wake_up_new_task(one);
  wake_up_new_task(two);
  wake_up_process(*per_cpu(1).stopper.thread);
  EXPECT_THAT(host::take_doorbells(), ElementsAre(1u));
  EXPECT_TRUE(per_cpu(1).local.need_resched.load());
  EXPECT_EQ(curr(1), &per_cpu(1).idle) << "only the hart itself switches";
}

TEST_F(Sched, AWakeUpOnThisCpuRingsNobody) {
  host::take_doorbells();
  wake_up_new_task(fair("task"));
  EXPECT_THAT(host::take_doorbells(), ElementsAre());
}

TEST_F(Sched, ATaskThatRunsIsNotWokenAgain) {
  Task& task = fair("task");
  wake_up_new_task(task);
  EXPECT_FALSE(wake_up_process(task));
  EXPECT_EQ(this_rq().fair.nr_running, 1u);
}

TEST_F(Sched, AWakeUpBetweenStateAndScheduleIsNotLost) {
  Task& task = fair("task");
  wake_up_new_task(task);
  set_current_state(TaskState::Sleeping);
  EXPECT_TRUE(wake_up_process(task));
  schedule();
  EXPECT_EQ(curr(), &task);
}

TEST_F(Sched, ATaskPreemptedOnItsWayToSleepStaysRunnable) {
  Task& task = fair("task");
  Task& other = fair("other");
  wake_up_new_task(task);
  set_current_state(TaskState::Sleeping);
  arch::time_now += 10;
  wake_up_new_task(other);
  this_cpu().local.need_resched.store(true);
  preempt_schedule();
  EXPECT_TRUE(task.on_rq);
  EXPECT_EQ(this_rq().fair.nr_running, 2u);
}

TEST_F(Sched, TheTickSharesTheCpuEvenly) {
  Task* tasks[3] = {&fair("a"), &fair("b"), &fair("c")};
  for (Task* task : tasks) wake_up_new_task(*task);
  std::map<Task*, int> ticks_had;
  for (int tick = 0; tick < 300; ++tick) {
    ++ticks_had[curr()];
    arch::time_now += tick_period();
    tick_interrupt();
    preempt_schedule_irq();
  }
  for (Task* task : tasks) EXPECT_NEAR(ticks_had[task], 100, 2) << task->name;
}

TEST_F(Sched, ASleeperIsServedFirstButNotForEver) {
  Task& busy = fair("busy");
  Task& sleeper = fair("sleeper");
  wake_up_new_task(busy);
  arch::time_now += 1000 * tick_period();
  wake_up_new_task(sleeper);
  wake_up_process(sleeper);
  set_current_state(TaskState::Running);
  const std::uint64_t lead = busy.vruntime - sleeper.vruntime;
  EXPECT_LE(lead, tick_period() / 2);
}

TEST_F(Sched, AnIdleCpuStopsItsTick) {
  tick_start();
  arch::time_now += tick_period();
  tick_interrupt();
  EXPECT_EQ(this_cpu().local.tick_due, ~0ull);
  wake_up_new_task(fair("task"));
  EXPECT_NE(this_cpu().local.tick_due, ~0ull) << "picking a fair task starts it again";
}

TEST_F(Sched, ATickWhoseAnswerIsOnItsWayIsServedOnce) {
  wake_up_new_task(fair("task"));
  arch::time_now += tick_period();
  tick_interrupt();
  const std::uint64_t ticks = this_cpu().local.fair_ticks;
  arch::device_stores.clear();
  tick_interrupt();
  EXPECT_TRUE(arch::device_stores.empty());
  EXPECT_EQ(this_cpu().local.fair_ticks, ticks);
  arch::time_now += tick_period();
  tick_interrupt();
  EXPECT_EQ(this_cpu().local.fair_ticks, ticks + 1);
  EXPECT_EQ(arch::device_stores.size(), 1u);
}

TEST_F(Sched, ATickWhileARescheduleIsPendingIsNoOtherChance) {
  wake_up_new_task(fair("task"));
  const std::uint64_t ticks = this_cpu().local.fair_ticks;
  for (unsigned late = 0; late < 3; ++late) {
    this_cpu().local.need_resched.store(late != 0);
    arch::time_now += tick_period();
    tick_interrupt();
    EXPECT_EQ(this_cpu().local.fair_ticks, ticks + 1);
  }
}

TEST_F(Sched, AWakeQWakesInOrderAndEachTaskOnce) {
  Task& one = fair("one");
  Task& two = fair("two");
  WakeQ first;
  WakeQ second;
  first.add(one);
  first.add(two);
  first.add(one);
  second.add(two);  // the first list will wake it
  second.wake_up();
  EXPECT_EQ(two.state.load(), TaskState::Sleeping);
  first.wake_up();
  EXPECT_EQ(one.state.load(), TaskState::Running);
  EXPECT_EQ(two.state.load(), TaskState::Running);
  EXPECT_EQ(one.wake_q_next.load(), nullptr);
}

TEST_F(Sched, ACompletionThatHasHappenedDoesNotSleep) {
  Completion completion;
  EXPECT_FALSE(completion.done());
  completion.complete();
  completion.complete();
  completion.wait();
  EXPECT_TRUE(completion.done());
  completion.wait();
  EXPECT_FALSE(completion.done());
}

TEST_F(Sched, ACountdownCompletesWithTheLast) {
  Countdown countdown;
  countdown.expect(3);
  countdown.arrive();
  countdown.arrive();
  EXPECT_FALSE(countdown.completion.done());
  countdown.arrive();
  EXPECT_TRUE(countdown.completion.done());
}

TEST_F(Sched, AMutexIsTakenOnce) {
  Mutex mutex;
  mutex.lock();
  EXPECT_FALSE(mutex.trylock());
  mutex.unlock();
  EXPECT_TRUE(mutex.trylock());
}

TEST_F(Sched, ThreadNamesCarryTheCpuAndReachTheObserver) {
  host::become_hart(1);
  Task& task = fair("abcdefghijklmnop");
  EXPECT_STREQ(task.name, "abcdefghij/1");
  const auto log = host::markers();
  ASSERT_FALSE(log.empty());
  ASSERT_GE(log.size(), 2u);
  EXPECT_EQ(log[log.size() - 2].phase, platform::Marker::TaskName);
  EXPECT_EQ(log[log.size() - 2].operand, 0x6867666564636261u);
  EXPECT_EQ(log.back().phase, platform::Marker::TaskNameMore);
  EXPECT_EQ(log.back().operand, 0x312f6a69u);
}

TEST_F(Sched, ThePoolOfThreadsEndsWithAMessage) {
  unsigned made = 1;  // the stopper
  while (made < kMaxThreads) fair("task"), ++made;
  EXPECT_THROW(fair("task"), host::KernelEnded);
}

TEST_F(Sched, AnOverflownStackIsSeen) {
  Task& task = fair("task");
  EXPECT_TRUE(stacks_are_intact(0));
  *task.stack = 0;
  EXPECT_FALSE(stacks_are_intact(0));
}

}  // namespace
}  // namespace standstill::kernel
