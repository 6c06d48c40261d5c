// The deadline class, operation by operation, and the periods of a reservation.
// SPDX-License-Identifier: Apache-2.0
#include "sched_class_test.h"

namespace standstill::kernel {
namespace {

class SchedDl : public SchedClassTest {
 protected:
  static constexpr std::uint64_t kPeriod = 10'000;
  static constexpr std::uint64_t kRuntime = 1'000;

  SchedDl() : SchedClassTest(dl_sched_class) {}
  static SchedAttr reserve(std::uint64_t runtime, std::uint64_t period) {
    return {
        .policy = SchedPolicy::Deadline, .runtime = runtime, .deadline = period, .period = period};
  }
  /// Both have the reservation of a tenth; b's deadline is the later by one.
  void make_two() { make(reserve(kRuntime, kPeriod), reserve(kRuntime, kPeriod + 1)); }
  void make_running() {
    make_two();
    queue(a);
    run(a);
  }
};

TEST_F(SchedDl, TheEarliestDeadlineIsPicked) {
  make_two();
  EXPECT_EQ(picked(), nullptr);
  queue(b);
  EXPECT_EQ(picked(), &b);
  queue(a);
  EXPECT_EQ(picked(), &a);
  EXPECT_EQ(count(), 2u);
  run(a);
  EXPECT_EQ(picked(), &a);
  unqueue(a);
  EXPECT_EQ(picked(), &b);
  EXPECT_EQ(count(), 1u);
}

TEST_F(SchedDl, OnlyAnEarlierDeadlinePreempts) {
  make_two();
  queue(b);
  queue(a);
  run(b);
  ops.wakeup_preempt(rq, a);
  EXPECT_TRUE(asked());
  a.dl.throttled = true;
  ops.wakeup_preempt(rq, a);
  EXPECT_FALSE(asked()) << "it has to wait for its next period";
  a.dl.throttled = false;
  run(a);
  ops.wakeup_preempt(rq, b);
  EXPECT_FALSE(asked());
}

TEST_F(SchedDl, TimeIsTakenOffTheRuntimeAndEndsItAtATick) {
  make_running();
  pass(400);
  ops.update_curr(rq);
  EXPECT_EQ(a.dl.runtime, 600);
  EXPECT_EQ(a.sum_exec_runtime, 400u);
  ops.task_tick(rq, a);
  EXPECT_FALSE(asked());
  pass(650);
  ops.task_tick(rq, a);
  EXPECT_TRUE(asked());
  EXPECT_TRUE(a.dl.throttled);
  EXPECT_EQ(a.dl.runtime, -50);
  EXPECT_EQ(picked(), nullptr);
  EXPECT_EQ(count(), 0u);
  EXPECT_TRUE(a.on_rq);
}

TEST_F(SchedDl, TheNextPeriodPaysForTheOverrun) {
  make_running();
  const std::uint64_t deadline = a.dl.deadline;
  pass(kRuntime + 50);
  ops.task_tick(rq, a);
  arch::time_now = deadline - 1;
  dl_replenish(rq);
  EXPECT_TRUE(a.dl.throttled);
  arch::time_now = deadline;
  asked();
  dl_replenish(rq);
  EXPECT_FALSE(a.dl.throttled);
  EXPECT_EQ(a.dl.deadline, deadline + kPeriod);
  EXPECT_EQ(a.dl.runtime, static_cast<std::int64_t>(kRuntime) - 50);
  EXPECT_EQ(picked(), &a);
  EXPECT_EQ(count(), 1u);
}

TEST_F(SchedDl, AnOverrunOfWholePeriodsSkipsThem) {
  make_running();
  const std::uint64_t deadline = a.dl.deadline;
  pass(2 * kRuntime + 1);
  ops.task_tick(rq, a);
  arch::time_now = deadline;
  dl_replenish(rq);
  EXPECT_EQ(a.dl.runtime, static_cast<std::int64_t>(kRuntime) - 1);
  EXPECT_EQ(a.dl.deadline, deadline + 2 * kPeriod);
}

TEST_F(SchedDl, APeriodThatIsLongPastBeginsAnew) {
  make_running();
  pass(kRuntime);
  ops.task_tick(rq, a);
  pass(10 * kPeriod);
  dl_replenish(rq);
  EXPECT_EQ(a.dl.deadline, arch::time_now + kPeriod);
  EXPECT_EQ(a.dl.runtime, static_cast<std::int64_t>(kRuntime));
}

TEST_F(SchedDl, WhoYieldsWaitsForTheNextPeriod) {
  make_running();
  pass(10);
  ops.yield_task(rq);
  EXPECT_TRUE(a.dl.throttled);
  EXPECT_EQ(picked(), nullptr);
  unqueue(a);
  EXPECT_FALSE(a.dl.throttled);
  asked();
  queue(a);
  EXPECT_TRUE(a.dl.throttled) << "a nap does not bring back what was spent";
  EXPECT_TRUE(asked()) << "an idle CPU has to begin its tick";
  EXPECT_EQ(count(), 0u);
}

TEST_F(SchedDl, AWakeUpKeepsTheInstanceOnlyWithinItsBandwidth) {
  make_running();
  const std::uint64_t deadline = a.dl.deadline;
  pass(900);
  unqueue(a);
  run(*rq.idle);
  pass(100);
  queue(a);
  EXPECT_EQ(a.dl.deadline, deadline) << "100 of 9000 are less than a tenth";
  EXPECT_EQ(a.dl.runtime, 100);
  unqueue(a);
  arch::time_now = deadline - 500;
  queue(a);
  EXPECT_EQ(a.dl.deadline, arch::time_now + kPeriod) << "100 of 500 are more";
  EXPECT_EQ(a.dl.runtime, static_cast<std::int64_t>(kRuntime));
  unqueue(a);
  a.dl.runtime = 1;
  arch::time_now = a.dl.deadline;
  queue(a);
  EXPECT_EQ(a.dl.runtime, static_cast<std::int64_t>(kRuntime)) << "the deadline has passed";
}

TEST_F(SchedDl, TimeIsChargedFromWhenItIsSetNextToWhenItIsPut) {
  make_two();
  queue(a);
  queue(b);
  pass(100);
  run(a);
  pass(20);
  run(b);
  pass(30);
  ops.put_prev_task(rq, b);
  EXPECT_EQ(a.sum_exec_runtime, 20u);
  EXPECT_EQ(b.sum_exec_runtime, 30u);
  EXPECT_EQ(picked(), &a);
  EXPECT_EQ(ops.get_rr_interval(rq, a), 0u);
}

TEST_F(SchedDl, AChangeOfParametersOrClassPreemptsIfItPutsOneFirst) {
  make_two();
  queue(b);
  run(b);
  queue(a);
  ops.switched_to(rq, a);
  EXPECT_TRUE(asked());
  ops.prio_changed(rq, a, a.prio);
  EXPECT_TRUE(asked());
  ops.prio_changed(rq, b, b.prio);
  EXPECT_TRUE(asked());
  run(a);
  ops.prio_changed(rq, a, a.prio);
  ops.prio_changed(rq, b, b.prio);
  ops.switched_to(rq, b);
  EXPECT_FALSE(asked());
}

TEST_F(SchedDl, ItWakesWhereItCanRunAndItsReservationIsKept) {
  make_two();
  ops.set_cpus_allowed(a, both_cpus());
  let_run_at(0, -1);
  let_run_at(1, kMaxPrio);
  EXPECT_EQ(ops.select_task_rq(a), 1u);
  cpu_rq(1).dl.this_bw = std::uint64_t{90} * (1u << 20) / 100;
  EXPECT_EQ(ops.select_task_rq(a), 0u) << "a tenth is not to be had there";
  cpu_rq(1).dl.this_bw = 0;
  ops.set_cpus_allowed(a, cpumask_of(0));
  EXPECT_EQ(ops.select_task_rq(a), 0u);
}

TEST_F(SchedDl, ACpuPromises95PercentOfItself) {
  make(reserve(kRuntime, kPeriod), {});
  EXPECT_EQ(this_rq().dl.this_bw, to_ratio(kPeriod, kRuntime));
  EXPECT_EQ(sched_setscheduler(b, reserve(86, 100)), -kEbusy);
  EXPECT_EQ(sched_setscheduler(b, reserve(84, 100)), 0);
  EXPECT_EQ(sched_setscheduler(a, reserve(12, 100)), -kEbusy);
  EXPECT_EQ(sched_setscheduler(a, reserve(11, 100)), 0) << "its own old share is free";
  EXPECT_EQ(sched_setscheduler(b, {}), 0);
  EXPECT_EQ(this_rq().dl.this_bw, to_ratio(100, 11));
}

TEST_F(SchedDl, AnIdleCpuTicksWhileSomebodyIsThrottled) {
  make_two();
  this_cpu().local.tick_due = ~0ull;
  rq.idle->sched_class->pick_next_task(rq);
  EXPECT_EQ(this_cpu().local.tick_due, ~0ull);
  a.dl.runtime = 0;
  queue(a);
  rq.idle->sched_class->pick_next_task(rq);
  EXPECT_NE(this_cpu().local.tick_due, ~0ull);
  this_cpu().local.tick_due = ~0ull;
}

}  // namespace
}  // namespace standstill::kernel
