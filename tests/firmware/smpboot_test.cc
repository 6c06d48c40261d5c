// Per-CPU threads: which of their functions is called when; parking, unparking, stopping.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/smpboot.h"

#include <gmock/gmock.h>

#include <string>

#include "host/kernel_host.h"
#include "kernel/errno.h"
#include "kernel/kthread.h"
#include "kernel/softirq.h"

namespace standstill::kernel {
namespace {

using testing::ElementsAre;

constinit std::vector<std::string>* calls = nullptr;
constinit bool work = false;
constinit Task* threads[2] = {};

void note(const char* what, unsigned cpu) { calls->push_back(what + std::to_string(cpu)); }

constexpr SmpHotplugThread kThread = {
    .store = [](unsigned cpu) -> Task*& { return threads[cpu]; },
    .thread_should_run = [](unsigned) { return work; },
    .thread_fn = [](unsigned cpu) { note("fn", cpu), work = false; },
    .create = [](unsigned cpu) { note("create", cpu); },
    .setup = [](unsigned cpu) { note("setup", cpu); },
    .cleanup = [](unsigned cpu, bool) { note("cleanup", cpu); },
    .park = [](unsigned cpu) { note("park", cpu); },
    .unpark = [](unsigned cpu) { note("unpark", cpu); },
    .selfparking = false,
    .thread_comm = "test/%u",
};

/// While it lives, who is woken does not displace us.
struct Undisturbed {
  Undisturbed() { arch::local_irq_disable(); }
  ~Undisturbed() {
    this_cpu().local.need_resched.store(false);
    arch::local_irq_enable();
  }
};

class Smpboot : public testing::Test {
 protected:
  void SetUp() override {
    host::make_machine(1);
    smpboot_select_simple(false);
    calls = &calls_;
    const Undisturbed undisturbed;
    smpboot_register_percpu_thread(kThread);
  }
  void TearDown() override {
    const Undisturbed undisturbed;
    // Lets the thread run to its end before anybody waits for it.
    kthread_unpark(kthread());
    arch::write_once(kthread().kthread.should_stop, true);
    run();
    kthread().kthread.parked_or_ended.complete();
    smpboot_unregister_percpu_thread(kThread);
    smpboot_select_simple(true);
    calls = nullptr;
  }

  static Task& kthread() { return *threads[0]; }
  static void become(Task& task) {
    if (task.linked) this_rq().fair.waiting.remove(task);  // as if it had been picked
    this_cpu().local.current = this_rq().curr = &task;
  }
  /// Runs the thread from its beginning to its end.
  static void run() {
    become(kthread());
    kthread().fn(kthread().data);
    become(this_cpu().idle);
  }
  /// Runs the thread; `step` is called each time it goes to sleep, until it says stop.
  static void run_until(std::vector<void (*)()> steps) {
    std::size_t next = 0;
    host::on_switch = [&] {
      const Undisturbed undisturbed;
      if (next < steps.size())
        steps[next++]();
      else
        arch::write_once(kthread().kthread.should_stop, true);
      become(kthread());
      set_current_state(TaskState::Running);
      kthread().on_rq = true;
    };
    run();
    host::on_switch = nullptr;
    arch::write_once(kthread().kthread.should_stop, false);
  }

  std::vector<std::string> calls_;
};

TEST_F(Smpboot, AThreadIsCreatedOnceAndHasItsCpuInItsName) {
  EXPECT_THAT(calls_, ElementsAre("create0"));
  EXPECT_STREQ(kthread().name, "test/0");
  smpboot_create_threads(0);
  EXPECT_THAT(calls_, ElementsAre("create0"));
}

TEST_F(Smpboot, ItIsUnparkedOnAnOnlineCpuAndParkedElsewhere) {
  EXPECT_EQ(kthread().state.load(), TaskState::Running);
  EXPECT_FALSE(kthread().kthread.should_park);
  const Undisturbed undisturbed;
  Task& other = kthread_create([](void*) {}, nullptr, "other");
  kthread_begin_parked(other);
  EXPECT_EQ(other.state.load(), TaskState::Parked);
  EXPECT_FALSE(wake_up_process(other)) << "only unparking wakes it";
  kthread_unpark(other);
  EXPECT_EQ(other.state.load(), TaskState::Running);
}

TEST_F(Smpboot, SetupComesFirstAndOnceThenWorkWhenThereIsSome) {
  work = true;
  run_until({[] { work = true; }, [] {}});
  EXPECT_THAT(calls_, ElementsAre("create0", "setup0", "fn0", "fn0", "cleanup0"));
}

TEST_F(Smpboot, ParkAndUnparkEncloseTheTimeItIsParked) {
  run_until({[] { arch::write_once(kthread().kthread.should_park, true); },
             [] {
               EXPECT_EQ(kthread().state.load(), TaskState::Parked);
               EXPECT_TRUE(kthread().kthread.parked_or_ended.done());
               note("parked", 0);
               kthread_unpark(kthread());
               EXPECT_FALSE(kthread().kthread.parked_or_ended.done()) << "the next one waits again";
             }});
  EXPECT_THAT(calls_, ElementsAre("create0", "setup0", "park0", "parked0", "unpark0", "cleanup0"));
}

TEST_F(Smpboot, AThreadParkedBeforeItEverRanIsNotSetUp) {
  arch::write_once(kthread().kthread.should_park, true);
  run_until({[] { kthread_unpark(kthread()); }});
  EXPECT_THAT(calls_, ElementsAre("create0", "setup0", "cleanup0"));
}

TEST_F(Smpboot, ParkingTwiceIsBusyAndParkingTheDeadImpossible) {
  become(kthread());
  EXPECT_EQ(kthread_park(kthread()), 0) << "the caller itself: asked, not parked";
  EXPECT_TRUE(kthread_should_park());
  EXPECT_EQ(kthread_park(kthread()), -kEbusy);
  kthread_unpark(kthread());
  EXPECT_FALSE(kthread_should_park());
  set_current_state(TaskState::Dead);
  EXPECT_EQ(kthread_park(kthread()), -kEnosys);
  set_current_state(TaskState::Running);
  become(this_cpu().idle);
}

TEST_F(Smpboot, ASoftirqRaisedTwiceRunsOnceAndRaisedByItselfAgain) {
  static int runs;
  runs = 0;
  open_softirq(Softirq::Timer, [] {
    EXPECT_TRUE(in_softirq());
    EXPECT_FALSE(arch::irqs_disabled());
    if (++runs == 1) raise_softirq_irqoff(Softirq::Timer);
  });
  arch::local_irq_disable();
  raise_softirq_irqoff(Softirq::Timer);
  raise_softirq_irqoff(Softirq::Timer);
  irq_exit();
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(arch::irqs_disabled());
  EXPECT_FALSE(in_softirq());
  arch::local_irq_enable();
}

TEST_F(Smpboot, SoftirqsRunInTheOrderOfTheirVectors) {
  open_softirq(Softirq::Hi, [] { note("hi", 0); });
  open_softirq(Softirq::Rcu, [] { note("rcu", 0); });
  arch::local_irq_disable();
  raise_softirq_irqoff(Softirq::Rcu);
  raise_softirq_irqoff(Softirq::Hi);
  irq_exit();
  arch::local_irq_enable();
  EXPECT_THAT(calls_, ElementsAre("create0", "hi0", "rcu0"));
}

}  // namespace
}  // namespace standstill::kernel
