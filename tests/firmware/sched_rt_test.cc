// The rt class, operation by operation.
// SPDX-License-Identifier: Apache-2.0
#include "sched_class_test.h"

namespace standstill::kernel {
namespace {

class SchedRt : public SchedClassTest {
 protected:
  SchedRt() : SchedClassTest(rt_sched_class) {}
  static SchedAttr fifo(unsigned priority) {
    return {.policy = SchedPolicy::Fifo, .priority = priority};
  }
  static SchedAttr rr(unsigned priority) {
    return {.policy = SchedPolicy::Rr, .priority = priority};
  }
};

TEST_F(SchedRt, TheHighestPriorityIsPickedAndStaysOnTheQueue) {
  make(fifo(10), fifo(99));
  EXPECT_EQ(picked(), nullptr);
  queue(a);
  queue(b);
  EXPECT_EQ(picked(), &b);
  run(b);
  EXPECT_EQ(picked(), &b);
  EXPECT_EQ(count(), 2u);
  unqueue(b);
  EXPECT_EQ(picked(), &a);
  EXPECT_EQ(count(), 1u);
}

TEST_F(SchedRt, EqualsComeInTheirOrderUnlessPutAtTheHead) {
  make(fifo(10), fifo(10));
  queue(a);
  queue(b);
  EXPECT_EQ(picked(), &a);
  unqueue(b);
  queue(b, Enqueue::Head);
  EXPECT_EQ(picked(), &b);
}

TEST_F(SchedRt, OnlyAHigherPriorityPreempts) {
  make(fifo(10), fifo(20));
  queue(a);
  queue(b);
  run(a);
  ops.wakeup_preempt(rq, b);
  EXPECT_TRUE(asked());
  run(b);
  ops.wakeup_preempt(rq, a);
  EXPECT_FALSE(asked());
  b.prio = a.prio;
  ops.wakeup_preempt(rq, a);
  EXPECT_FALSE(asked());
}

TEST_F(SchedRt, ATurnOfRrEndsAndThatOfFifoDoesNot) {
  make(rr(10), fifo(10));
  queue(a);
  queue(b);
  run(a);
  EXPECT_EQ(ops.get_rr_interval(rq, a), kRrTimeslice * tick_period());
  EXPECT_EQ(ops.get_rr_interval(rq, b), 0u);
  for (unsigned tick = 1; tick < kRrTimeslice; ++tick) ops.task_tick(rq, a);
  EXPECT_FALSE(asked());
  ops.task_tick(rq, a);
  EXPECT_TRUE(asked());
  EXPECT_EQ(picked(), &b);
  EXPECT_EQ(a.time_slice, kRrTimeslice);
  run(b);
  for (unsigned tick = 0; tick < 3 * kRrTimeslice; ++tick) ops.task_tick(rq, b);
  EXPECT_FALSE(asked());
  EXPECT_EQ(picked(), &b);
}

TEST_F(SchedRt, WithoutAnEqualATurnGoesOn) {
  make(rr(10), rr(5));
  queue(a);
  queue(b);
  run(a);
  for (unsigned tick = 0; tick < 3 * kRrTimeslice; ++tick) ops.task_tick(rq, a);
  EXPECT_FALSE(asked());
  EXPECT_EQ(picked(), &a);
}

TEST_F(SchedRt, WhoYieldsGoesBehindItsEqualsOnly) {
  make(fifo(10), fifo(10));
  queue(a);
  queue(b);
  run(a);
  ops.yield_task(rq);
  EXPECT_EQ(picked(), &b);
  unqueue(b);
  b.prio = static_cast<std::int16_t>(a.prio + 1);
  queue(b);
  ops.yield_task(rq);
  EXPECT_EQ(picked(), &a);
}

TEST_F(SchedRt, TimeIsChargedFromWhenItIsSetNextToWhenItIsPut) {
  make(fifo(10), fifo(10));
  queue(a);
  queue(b);
  pass(500);
  run(a);
  pass(30);
  ops.update_curr(rq);
  EXPECT_EQ(a.sum_exec_runtime, 30u);
  pass(7);
  run(b);
  EXPECT_EQ(a.sum_exec_runtime, 37u);
  pass(5);
  ops.task_tick(rq, b);
  EXPECT_EQ(b.sum_exec_runtime, 5u);
  EXPECT_EQ(a.sum_exec_runtime, 37u);
}

TEST_F(SchedRt, ItWakesWhereTheLeastUrgentTaskRuns) {
  make(fifo(10), fifo(10));
  ops.set_cpus_allowed(a, both_cpus());
  EXPECT_EQ(a.nr_cpus_allowed, 2u);
  let_run_at(0, kMaxPrio);
  let_run_at(1, kMaxPrio);
  EXPECT_EQ(ops.select_task_rq(a), 0u) << "its own CPU, if it may run there at once";
  let_run_at(0, 0);
  EXPECT_EQ(ops.select_task_rq(a), 1u);
  let_run_at(1, -1);
  EXPECT_EQ(ops.select_task_rq(a), 0u);
  let_run_at(1, kMaxPrio);
  cpu_active_mask.clear(1);
  EXPECT_EQ(ops.select_task_rq(a), 0u);
  cpu_active_mask.set(1);
  ops.set_cpus_allowed(a, cpumask_of(1));
  EXPECT_EQ(ops.select_task_rq(a), 1u);
}

TEST_F(SchedRt, AChangeOfPriorityOrClassPreemptsIfItPutsOneFirst) {
  make(fifo(10), fifo(20));
  ops.switched_to(rq, b);
  ops.prio_changed(rq, b, 0);
  EXPECT_FALSE(asked()) << "asleep it preempts nobody";
  queue(a);
  queue(b);
  run(a);
  ops.switched_to(rq, b);
  EXPECT_TRUE(asked());
  ops.prio_changed(rq, b, 0);
  EXPECT_TRUE(asked());
  ops.prio_changed(rq, a, 0);
  EXPECT_TRUE(asked());
  run(b);
  ops.prio_changed(rq, b, 0);
  ops.prio_changed(rq, a, 0);
  ops.switched_to(rq, a);
  ops.switched_to(rq, b);
  EXPECT_FALSE(asked());
}

}  // namespace
}  // namespace standstill::kernel
