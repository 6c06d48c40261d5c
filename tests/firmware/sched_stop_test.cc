// The stop class, operation by operation, and what becomes of an old stop task.
// SPDX-License-Identifier: Apache-2.0
#include "sched_class_test.h"

namespace standstill::kernel {
namespace {

class SchedStop : public SchedClassTest {
 protected:
  SchedStop() : SchedClassTest(stop_sched_class) {}
  void SetUp() override {
    SchedClassTest::SetUp();
    make({}, {});
    a.sched_class = &stop_sched_class;
    rq.stop = &a;
  }
};

TEST_F(SchedStop, OnlyAStopTaskThatIsAwakeIsPicked) {
  EXPECT_EQ(picked(), nullptr);
  queue(a);
  EXPECT_EQ(picked(), &a);
  EXPECT_EQ(count(), 1u);
  unqueue(a);
  EXPECT_EQ(picked(), nullptr);
  EXPECT_EQ(count(), 0u);
  rq.stop = nullptr;
  EXPECT_EQ(picked(), nullptr);
}

TEST_F(SchedStop, NothingTakesItsCpu) {
  queue(a);
  run(a);
  ops.wakeup_preempt(rq, a);
  for (int tick = 0; tick < 100; ++tick) ops.task_tick(rq, a);
  EXPECT_FALSE(asked());
  EXPECT_EQ(ops.get_rr_interval(rq, a), 0u);
  ops.put_prev_task(rq, a);
  EXPECT_EQ(picked(), &a);
}

TEST_F(SchedStop, ItIsChargedForNoTime) {
  queue(a);
  run(a);
  pass(1000);
  ops.update_curr(rq);
  EXPECT_EQ(a.sum_exec_runtime, 0u);
}

TEST_F(SchedStop, ItStaysWhereItIs) {
  EXPECT_EQ(ops.select_task_rq(a), 0u);
  ops.set_cpus_allowed(a, cpumask_of(0));
  EXPECT_EQ(a.nr_cpus_allowed, 1u);
  let_run_at(0, -1);
  EXPECT_EQ(ops.select_task_rq(a), 0u);
}

TEST_F(SchedStop, WhatMustNotHappenToItPanics) {
  EXPECT_THROW(ops.yield_task(rq), host::KernelEnded);
  EXPECT_THROW(ops.prio_changed(rq, a, 0), host::KernelEnded);
  EXPECT_THROW(ops.switched_to(rq, a), host::KernelEnded);
  EXPECT_THROW(idle_sched_class.enqueue_task(rq, a, Enqueue::Wakeup), host::KernelEnded);
  EXPECT_THROW(idle_sched_class.dequeue_task(rq, a, Dequeue::Sleep), host::KernelEnded);
  EXPECT_THROW(idle_sched_class.prio_changed(rq, a, 0), host::KernelEnded);
  EXPECT_THROW(idle_sched_class.switched_to(rq, a), host::KernelEnded);
}

TEST_F(SchedStop, EveryOtherClassGivesWayToItAndItToNone) {
  queue(a);
  b.on_rq = true;
  for (const SchedClass* lower = stop_sched_class.next; lower != nullptr; lower = lower->next) {
    b.sched_class = lower;
    rq.curr = &b;
    check_preempt_curr(rq, a);
    EXPECT_TRUE(asked()) << lower->name;
    rq.curr = &a;
    check_preempt_curr(rq, b);
    EXPECT_FALSE(asked()) << lower->name;
  }
  rq.curr = rq.idle;
  b.sched_class = &fair_sched_class;
  b.on_rq = false;
}

TEST(SchedSetStopTask, TheOldOneBecomesAnRtTaskInItsDisguise) {
  host::make_machine(1);
  Task& old_stop = *this_cpu().stopper.thread;
  Task& other = kthread_create([](void*) {}, nullptr, "other");
  sched_set_stop_task(0, &other);
  EXPECT_EQ(this_rq().stop, &other);
  EXPECT_EQ(other.sched_class, &stop_sched_class);
  EXPECT_EQ(other.policy, SchedPolicy::Fifo);
  EXPECT_EQ(other.rt_priority, 99);
  EXPECT_TRUE(other.no_setaffinity);
  EXPECT_EQ(old_stop.sched_class, &rt_sched_class);
  EXPECT_EQ(old_stop.policy, SchedPolicy::Fifo);
  EXPECT_EQ(sched_setscheduler(other, {}), -kEinval);
  EXPECT_EQ(sched_setscheduler(old_stop, {}), 0);
  EXPECT_EQ(old_stop.sched_class, &fair_sched_class);
}

}  // namespace
}  // namespace standstill::kernel
