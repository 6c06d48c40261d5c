// How work comes onto the lists of several stoppers, and when each version wakes them.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/stop_queue.h"

#include <gmock/gmock.h>

#include <thread>

#include "host/kernel_host.h"
#include "kernel/console.h"
#include "kernel/kthread.h"
#include "kernel/stop_machine.h"
#include "kernel/topology.h"
#include "standstill/devices.h"

namespace standstill::kernel {
namespace {

using platform::Marker;
using testing::ElementsAre;

constexpr unsigned kHarts = 4;

int nothing(void*) { return 0; }

std::vector<unsigned> cpus_marked(Marker phase) {
  std::vector<unsigned> cpus;
  for (const auto& entry : host::markers())
    if (entry.phase == phase) cpus.push_back(static_cast<unsigned>(entry.operand));
  return cpus;
}

/// Place of the first such marker in the log, or of none behind the end.
std::size_t place_of(Marker phase, const volatile void* object) {
  const auto log = host::markers();
  std::size_t place = 0;
  while (place < log.size() && !(log[place].phase == phase && log[place].object == object)) ++place;
  return place;
}

CpuMask mask_of(std::initializer_list<unsigned> cpus) {
  CpuMask mask;
  for (const unsigned cpu : cpus) mask.set(cpu);
  return mask;
}

class StopQueue : public testing::Test {
 protected:
  void SetUp() override { host::make_machine(kHarts); }
  void TearDown() override { select_stop_machine("6.10", "", "", ""); }

  static List<CpuStopWork>& works(unsigned cpu) { return per_cpu(cpu).stopper.works; }

  CpuStopDone done_{2};
  CpuStopRequest request_{.fn = nothing, .done = &done_, .object = &done_};
  CpuStopWork first_{request_};
  CpuStopWork second_{request_};
};

TEST_F(StopQueue, TwoWorksAreGivenAndBothStoppersWoken) {
  EXPECT_EQ(cpu_stop_queue_two_works(1, first_, 3, second_), 0);
  EXPECT_EQ(works(1).first(), &first_);
  EXPECT_EQ(works(3).first(), &second_);
  EXPECT_THAT(cpus_marked(Marker::Queued), ElementsAre(1u, 3u));
  EXPECT_THAT(host::take_doorbells(), ElementsAre(1u, 3u));
  EXPECT_EQ(preempt_count(), 0u);
}

TEST_F(StopQueue, BothLocksAreHeldBeforeEitherWorkIsGivenTheLowerCpusFirst) {
  cpu_stop_queue_two_works(1, first_, 3, second_);
  const RawSpinlock* lock1 = &per_cpu(1).stopper.lock;
  const RawSpinlock* lock3 = &per_cpu(3).stopper.lock;
  EXPECT_LT(place_of(Marker::LockAcquired, lock1), place_of(Marker::LockAcquired, lock3));
  EXPECT_LT(place_of(Marker::LockAcquired, lock3), place_of(Marker::Queued, &done_));
  EXPECT_LT(place_of(Marker::Queued, &done_), place_of(Marker::LockReleased, lock1));
}

TEST_F(StopQueue, NeitherOfTwoWorksIsGivenIfOneStopperTakesNone) {
  for (const unsigned disabled : {1u, 3u}) {
    arch::write_once(per_cpu(disabled).stopper.enabled, false);
    EXPECT_EQ(cpu_stop_queue_two_works(1, first_, 3, second_), -kEnoent);
    EXPECT_TRUE(works(1).empty() && works(3).empty());
    arch::write_once(per_cpu(disabled).stopper.enabled, true);
  }
  EXPECT_THAT(host::take_doorbells(), ElementsAre());
  EXPECT_FALSE(done_.completion.done()) << "nobody waits for it";
}

TEST_F(StopQueue, TwoWorksWaitWhileAStopCpusQueues) {
  CpuStopDone all(3);
  const CpuStopRequest many{.fn = nothing, .done = &all, .object = &all};
  const arch::IrqFlags flags = per_cpu(2).stopper.lock.lock_irqsave();
  std::thread stop_cpus([&many] {
    host::become_hart(0);
    queue_stop_cpus_work(mask_of({1, 2, 3}), many);
  });
  while (!stop_cpus_in_progress()) std::this_thread::yield();
  std::thread stop_two([this] {
    host::become_hart(1);
    EXPECT_EQ(cpu_stop_queue_two_works(1, first_, 3, second_), 0);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(works(3).empty()) << "queued in the middle of a stop_cpus()";
  per_cpu(2).stopper.lock.unlock_irqrestore(flags);
  stop_cpus.join();
  stop_two.join();
  EXPECT_FALSE(stop_cpus_in_progress());
  for (const unsigned cpu : {1u, 3u})
    EXPECT_EQ(works(cpu).first()->done, &all) << "in one order on both lists, hart " << cpu;
}

TEST_F(StopQueue, StopCpusGivesWorkInAscendingOrderAndSignalsForWhoTakesNone) {
  arch::write_once(per_cpu(2).stopper.enabled, false);
  CpuStopDone done(3);
  EXPECT_TRUE(queue_stop_cpus_work(mask_of({3, 1, 2}), {.fn = nothing, .done = &done}));
  EXPECT_THAT(cpus_marked(Marker::Queued), ElementsAre(1u, 3u));
  EXPECT_EQ(done.nr_todo.load(), 2);
}

TEST_F(StopQueue, EachVersionWakesTheStopperAtItsOwnMoment) {
  for (const StopVersion* version : kStopVersions) {
    host::make_machine(kHarts);
    ASSERT_TRUE(select_stop_machine(version->name, "", "", ""));
    CpuStopWork work({.fn = nothing, .object = &work});
    cpu_stop_queue_work(2, work);
    const std::size_t rung = place_of(Marker::Doorbell, &work);
    const std::size_t unlocked = place_of(Marker::LockReleased, &per_cpu(2).stopper.lock);
    EXPECT_LT(rung, host::markers().size()) << version->name;
    EXPECT_EQ(rung < unlocked, version->wake == StopperWake::UnderLock) << version->name;
    EXPECT_EQ(cpu_local().doorbell_object, nullptr);
  }
}

TEST_F(StopQueue, OnlyThroughAWakeQCanAStopperBeLeftToAnotherList) {
  for (const StopVersion* version : kStopVersions) {
    host::make_machine(kHarts);
    select_stop_machine(version->name, "", "", "");
    Task& thread = *per_cpu(1).stopper.thread;
    arch::write_once(thread.wake_q_next, &thread);
    cpu_stop_queue_two_works(1, first_, 2, second_);
    const bool both = version->wake != StopperWake::WakeQ;
    EXPECT_EQ(host::take_doorbells().size(), both ? 2u : 1u) << version->name;
    arch::write_once(thread.wake_q_next, nullptr);
    works(1).remove(first_);
    works(2).remove(second_);
  }
}

TEST_F(StopQueue, AVersionWithoutACallSaysSo) {
  const auto try_one = [] { return try_stop_cpus(CpuMask(), nothing, nullptr); };
  for (const char* old : {"4.7", "4.19"}) {
    select_stop_machine(old, "", "", "");
    EXPECT_EQ(try_one(), -kEnoent) << old << ": an empty mask, and nobody takes work";
    EXPECT_EQ(stop_core_cpuslocked(0, nothing, nullptr), -kEnosys) << old;
  }
  for (const char* young : {"6.10", "2025"}) {
    select_stop_machine(young, "", "", "");
    EXPECT_EQ(try_one(), -kEnosys) << young;
    EXPECT_THROW(stop_core_cpuslocked(0, nothing, nullptr), host::KernelEnded)
        << young << ": the CPUs are not locked";
  }
}

TEST_F(StopQueue, AParkedStopperTakesNoWorkAndRunsWhatItHas) {
  CpuStopDone done(1);
  CpuStopWork early({.fn = nothing, .done = &done});
  CpuStopWork late({.fn = nothing});
  cpu_stop_queue_work(1, early);
  host::become_hart(1);
  cpu_local().current = per_cpu(1).stopper.thread;  // as in its DYING step
  stop_machine_park(1);
  EXPECT_FALSE(cpu_stop_queue_work(1, late));
  EXPECT_TRUE(kthread_should_park());
  EXPECT_TRUE(cpu_stop_should_run(1)) << "first it runs what it has";
  cpu_stopper_thread(1);
  EXPECT_TRUE(done.completion.done());
  stop_machine_unpark(1);
  EXPECT_FALSE(kthread_should_park());
  EXPECT_TRUE(cpu_stop_queue_work(1, late));
  cpu_stopper_thread(1);
}

TEST_F(StopQueue, OnlyAnInactiveCpuMayStopTheOthersByItself) {
  EXPECT_THROW(stop_active_cpus_for({.fn = nothing}), host::KernelEnded);
}

TEST_F(StopQueue, TwoMeansTwo) {
  EXPECT_THROW(stop_two_cpus(1, 1, nothing, nullptr), host::KernelEnded);
  EXPECT_EQ(stop_two_cpus(0, kNrCpus, nothing, nullptr), -kEnoent);
}

/// What has been printed since the last call.
std::string printed(std::uint64_t uart) {
  std::string text;
  for (const auto& [address, value] : arch::device_stores)
    if (address == uart + platform::uart::kThr) text += static_cast<char>(value);
  arch::device_stores.clear();
  return text;
}

int print_info_of_all(void* uart) {
  const auto base = *static_cast<std::uint64_t*>(uart);
  arch::device_stores.clear();
  print_stop_info(1, *per_cpu(2).stopper.thread);
  EXPECT_EQ(printed(base), "") << "another task";
  print_stop_info(1, *per_cpu(1).stopper.thread);
  EXPECT_THAT(printed(base), testing::MatchesRegex("Stopper: 0x[0-9a-f]+ <- 0x2a\r?\n"));
  print_stop_info_all();
  EXPECT_THAT(printed(base), testing::AllOf(testing::HasSubstr("hart 1: Stopper: 0x"),
                                            testing::HasSubstr("hart 2: Stopper: work waits"),
                                            testing::HasSubstr("hart 3: Stopper: none")));
  return 0;
}

TEST_F(StopQueue, PrintStopInfoSaysWhatAStopperRunsAndForWhom) {
  std::uint64_t uart = 0x10000000;
  console_init(uart);
  CpuStopWork work(
      {.fn = print_info_of_all, .arg = &uart, .caller = reinterpret_cast<const void*>(0x2a)});
  CpuStopWork waits({.fn = nothing});
  cpu_stop_queue_work(1, work);
  cpu_stop_queue_work(2, waits);
  host::become_hart(1);
  cpu_stopper_thread(1);
  console_init(0);
}

TEST_F(StopQueue, ACoreIsItsOnlineThreads) {
  EXPECT_EQ(cpu_smt_mask(2).weight(), 1u) << "by default a core has one thread";
  threads_per_core = 3;
  EXPECT_EQ(cpu_smt_mask(1).weight(), 3u);
  EXPECT_TRUE(cpu_smt_mask(1).test(0) && cpu_smt_mask(1).test(2));
  EXPECT_EQ(cpu_smt_mask(3).weight(), 1u) << "the machine ends before the core does";
  threads_per_core = 1;
}

}  // namespace
}  // namespace standstill::kernel
