// The stopper: its list, its wake-up, and who learns of the result.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/cpu_stop.h"

#include <gmock/gmock.h>

#include "host/kernel_host.h"
#include "kernel/stop_machine.h"
#include "kernel/stop_queue.h"
#include "kernel/warn.h"

namespace standstill::kernel {
namespace {

using platform::Marker;
using testing::ElementsAre;

constinit std::vector<int>* ran = nullptr;

int note(void* arg) {
  ran->push_back(*static_cast<int*>(arg));
  return *static_cast<int*>(arg);
}

class CpuStop : public testing::Test {
 protected:
  void SetUp() override {
    host::make_machine(3);
    ran = &ran_;
  }
  void TearDown() override { ran = nullptr; }

  CpuStopWork work_for(int& number, CpuStopDone* done = nullptr) {
    CpuStopWork work;
    work.fn = note;
    work.arg = &number;
    work.done = done;
    work.object = &number;
    return work;
  }
  static std::vector<unsigned> cpus_marked(Marker phase) {
    std::vector<unsigned> cpus;
    for (const auto& entry : host::markers())
      if (entry.phase == phase) cpus.push_back(static_cast<unsigned>(entry.operand));
    return cpus;
  }

  std::vector<int> ran_;
};

TEST_F(CpuStop, WorkOfOneCpuRunsInTheOrderItWasQueued) {
  int one = 1, two = 2, three = 3;
  CpuStopWork works[] = {work_for(one), work_for(two), work_for(three)};
  for (CpuStopWork& work : works) EXPECT_TRUE(cpu_stop_queue_work(1, work));
  EXPECT_THAT(ran_, ElementsAre()) << "queueing runs nothing";
  host::become_hart(1);
  EXPECT_TRUE(cpu_stop_should_run(smp_processor_id()));
  cpu_stopper_thread(smp_processor_id());
  EXPECT_THAT(ran_, ElementsAre(1, 2, 3));
  EXPECT_FALSE(cpu_stop_should_run(smp_processor_id()));
}

TEST_F(CpuStop, QueueingWakesTheStopperAndRingsItsHartOnce) {
  int one = 1, two = 2;
  CpuStopWork first = work_for(one);
  CpuStopWork second = work_for(two);
  cpu_stop_queue_work(2, first);
  cpu_stop_queue_work(2, second);
  EXPECT_EQ(per_cpu(2).stopper.thread->state.load(), TaskState::Running);
  EXPECT_THAT(host::take_doorbells(), ElementsAre(2u));
  EXPECT_THAT(cpus_marked(Marker::Queued), ElementsAre(2u, 2u));
  EXPECT_THAT(cpus_marked(Marker::Doorbell), ElementsAre(2u));
}

TEST_F(CpuStop, TheDoorbellCarriesTheObjectOfTheWork) {
  int one = 1;
  CpuStopWork work = work_for(one);
  cpu_stop_queue_work(1, work);
  for (const auto& entry : host::markers())
    if (entry.phase == Marker::Doorbell) {
      EXPECT_EQ(entry.object, &one);
    }
  EXPECT_EQ(cpu_local().doorbell_object, nullptr);
}

TEST_F(CpuStop, ADisabledStopperTakesNoWorkAndTheWaiterIsReleased) {
  int one = 1;
  CpuStopDone done(1);
  CpuStopWork work = work_for(one, &done);
  per_cpu(1).stopper.enabled = false;
  EXPECT_FALSE(cpu_stop_queue_work(1, work));
  EXPECT_TRUE(done.completion.done());
  EXPECT_TRUE(per_cpu(1).stopper.works.empty());
  EXPECT_THAT(host::take_doorbells(), ElementsAre());
}

TEST_F(CpuStop, OneNonzeroValueIsKeptAndTheLastToFinishCompletes) {
  int zero = 0, seven = 7;
  CpuStopDone done(3);
  CpuStopWork works[] = {work_for(zero, &done), work_for(seven, &done), work_for(zero, &done)};
  for (CpuStopWork& work : works) cpu_stop_queue_work(1, work);
  host::become_hart(1);
  cpu_stopper_thread(smp_processor_id());
  EXPECT_EQ(done.ret.load(), 7);
  EXPECT_TRUE(done.completion.done());
}

TEST_F(CpuStop, CompletionWaitsForTheLast) {
  int zero = 0;
  CpuStopDone done(2);
  CpuStopWork work = work_for(zero, &done);
  cpu_stop_queue_work(1, work);
  host::become_hart(1);
  cpu_stopper_thread(smp_processor_id());
  EXPECT_FALSE(done.completion.done());
}

int check_context(void*) {
  EXPECT_EQ(preempt_count(), 1u);
  return 0;
}

TEST_F(CpuStop, FnRunsWithPreemptionOffAndNothingLeaks) {
  CpuStopWork work;
  work.fn = check_context;
  cpu_stop_queue_work(1, work);
  host::become_hart(1);
  cpu_stopper_thread(smp_processor_id());
  EXPECT_EQ(preempt_count(), 0u);
}

TEST_F(CpuStop, FnThatLeaksAPreemptCountIsFoundOut) {
  CpuStopWork work;
  work.fn = [](void*) {
    preempt_disable();
    return 0;
  };
  cpu_stop_queue_work(1, work);
  host::become_hart(1);
  const std::uint64_t before = warnings();
  cpu_stopper_thread(smp_processor_id());
  EXPECT_EQ(warnings(), before + 1);
  EXPECT_EQ(preempt_count(), 0u) << "the count is put right";
}

TEST_F(CpuStop, NowaitWorkMayBeUsedAgainOnceFnHasBegun) {
  static CpuStopWork work;
  static int runs;
  runs = 0;
  const CpuStopFn again = [](void* arg) {
    if (++runs == 1) {
      EXPECT_TRUE(stop_one_cpu_nowait(2, *static_cast<CpuStopFn*>(arg), arg, work));
    }
    return 0;
  };
  CpuStopFn fn = again;
  EXPECT_TRUE(stop_one_cpu_nowait(1, fn, &fn, work));
  host::become_hart(1);
  cpu_stopper_thread(smp_processor_id());
  host::become_hart(2);
  cpu_stopper_thread(smp_processor_id());
  EXPECT_EQ(runs, 2);
}

TEST_F(CpuStop, AnAbsentCpuTakesNoWork) {
  int one = 1;
  CpuStopWork work;
  EXPECT_EQ(stop_one_cpu(3, note, &one), -kEnoent);
  EXPECT_FALSE(stop_one_cpu_nowait(3, note, &one, work));
  EXPECT_THAT(ran_, ElementsAre());
}

TEST_F(CpuStop, BeforeTheStoppersExistFnRunsAtOnceWithInterruptsOff) {
  const CpuStopFn check = [](void* arg) {
    EXPECT_TRUE(arch::irqs_disabled());
    return *static_cast<int*>(arg);
  };
  int five = 5;
  const std::uint64_t before = warnings();
  EXPECT_EQ(stop_machine(check, &five, nullptr), 5);
  EXPECT_FALSE(arch::irqs_disabled());
  EXPECT_EQ(warnings(), before + 1) << "three CPUs are online, which is too many this early";
}

TEST_F(CpuStop, OnlyTheInstancesThatExistCanBeSelected) {
  for (const char* version : {"4.7", "4.19", "2025", "6.10"}) {
    EXPECT_TRUE(select_stop_machine(version, "relax", "central", "linux"));
    EXPECT_STREQ(stop_version().name, version);
  }
  EXPECT_FALSE(select_stop_machine("6.10", "relax", "central", "padded"));
  EXPECT_FALSE(select_stop_machine("5.0", "", "", ""));
  EXPECT_TRUE(select_stop_machine("", "", "", ""));
  EXPECT_STREQ(stop_version().name, "6.10") << "nothing named: nothing changed";
}

}  // namespace
}  // namespace standstill::kernel
