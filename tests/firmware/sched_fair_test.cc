// The fair class, operation by operation, and the balancer, which moves its tasks.
// SPDX-License-Identifier: Apache-2.0
#include "sched_class_test.h"

namespace standstill::kernel {
namespace {

using testing::ElementsAre;

class SchedFair : public SchedClassTest {
 protected:
  SchedFair() : SchedClassTest(fair_sched_class) {}
};

TEST_F(SchedFair, WhoHasRunLeastIsPicked) {
  make({}, {});
  queue(a);
  queue(b);
  EXPECT_EQ(count(), 2u);
  EXPECT_EQ(rq.fair.load, 2048u);
  a.vruntime = 10, b.vruntime = 20;
  run(a);
  EXPECT_FALSE(a.linked) << "who runs does not wait";
  EXPECT_TRUE(b.linked);
  EXPECT_EQ(picked(), &a);
  pass(10);
  EXPECT_EQ(picked(), &b) << "equals take turns";
  run(b);
  EXPECT_TRUE(a.linked);
  unqueue(b);
  EXPECT_EQ(picked(), &a);
  EXPECT_EQ(count(), 1u);
  EXPECT_EQ(rq.fair.load, 1024u);
}

TEST_F(SchedFair, TheOrderHoldsAcrossTheWrapOfVirtualTime) {
  make({}, {});
  queue(a);
  queue(b);
  rq.fair.waiting.remove(a);
  rq.fair.waiting.remove(b);
  a.vruntime = 5, b.vruntime = ~std::uint64_t{0} - 5;
  for (Task* task : {&a, &b}) ops.put_prev_task(rq, *task);
  EXPECT_EQ(picked(), &b);
}

TEST_F(SchedFair, VirtualTimeRunsByWeight) {
  make({.nice = 5}, {});
  EXPECT_EQ(a.weight, 336u);
  queue(a);
  run(a);
  pass(336);
  ops.update_curr(rq);
  EXPECT_EQ(a.vruntime, 1024u);
  EXPECT_EQ(a.sum_exec_runtime, 336u);
  queue(b);
  run(b);
  const std::uint64_t before = b.vruntime;
  pass(336);
  ops.put_prev_task(rq, b);
  EXPECT_EQ(b.vruntime, before + 336);
}

TEST_F(SchedFair, WhereATaskBeginsAndASleeperGoesOn) {
  make({}, {});
  rq.fair.min_vruntime = 1'000'000;
  queue(a, Enqueue::New);
  EXPECT_EQ(a.vruntime, 1'000'000u);
  b.vruntime = 7;
  queue(b);
  EXPECT_EQ(b.vruntime, 1'000'000 - tick_period() / 2);
  unqueue(b);
  b.vruntime = 2'000'000;
  queue(b);
  EXPECT_EQ(b.vruntime, 2'000'000u) << "sleep gives credit, it does not take debts away";
  unqueue(b);
  b.vruntime = 7;
  queue(b, Enqueue::Restore);
  EXPECT_EQ(b.vruntime, 7u);
}

TEST_F(SchedFair, WhoPreemptsOnWakeUp) {
  make({}, {});
  queue(a);
  queue(b);
  run(a);
  a.vruntime = 100, b.vruntime = 99;
  ops.wakeup_preempt(rq, b);
  EXPECT_TRUE(asked());
  b.vruntime = 100;
  ops.wakeup_preempt(rq, b);
  EXPECT_FALSE(asked());
  a.policy = SchedPolicy::Idle;
  ops.wakeup_preempt(rq, b);
  EXPECT_TRUE(asked()) << "a task of policy Idle gives way to any";
  for (const SchedPolicy policy : {SchedPolicy::Batch, SchedPolicy::Idle}) {
    b.policy = policy;
    ops.wakeup_preempt(rq, b);
    EXPECT_FALSE(asked());
  }
}

TEST_F(SchedFair, ATickTakesTheCpuFromWhoHasRunMore) {
  make({}, {});
  queue(a);
  queue(b);
  run(a);
  b.vruntime = a.vruntime + 50;
  pass(50);
  ops.task_tick(rq, a);
  EXPECT_FALSE(asked());
  pass(1);
  ops.task_tick(rq, a);
  EXPECT_TRUE(asked());
  unqueue(b);
  pass(1000);
  ops.task_tick(rq, a);
  EXPECT_FALSE(asked()) << "nobody waits";
}

TEST_F(SchedFair, WhoYieldsLetsTheNextGoFirstOnce) {
  make({}, {});
  queue(a);
  queue(b);
  run(a);
  b.vruntime = a.vruntime + 1000;
  EXPECT_EQ(picked(), &a);
  ops.yield_task(rq);
  EXPECT_EQ(picked(), &b);
  EXPECT_EQ(picked(), &a);
  unqueue(b);
  ops.yield_task(rq);
  EXPECT_EQ(picked(), &a) << "alone it goes on";
}

TEST_F(SchedFair, TurnsAreAsLongAsWeights) {
  make({}, {.nice = 5});
  EXPECT_EQ(ops.get_rr_interval(rq, a), tick_period()) << "nobody there";
  queue(a);
  EXPECT_EQ(ops.get_rr_interval(rq, a), tick_period());
  queue(b);
  EXPECT_EQ(ops.get_rr_interval(rq, a), tick_period() * 2 * 1024 / (1024 + 336));
  EXPECT_EQ(ops.get_rr_interval(rq, b), tick_period() * 2 * 336 / (1024 + 336));
}

TEST_F(SchedFair, AChangeOfNiceOrClassPreemptsIfItShould) {
  make({}, {});
  ops.switched_to(rq, b);
  ops.prio_changed(rq, b, 139);
  EXPECT_FALSE(asked()) << "asleep it preempts nobody";
  queue(a);
  queue(b);
  run(a);
  ops.prio_changed(rq, a, a.prio - 1);
  EXPECT_TRUE(asked());
  ops.prio_changed(rq, a, a.prio + 1);
  EXPECT_FALSE(asked());
  ops.switched_to(rq, a);
  EXPECT_TRUE(asked());
  a.vruntime = 100, b.vruntime = 99;
  ops.switched_to(rq, b);
  EXPECT_TRUE(asked());
  b.vruntime = 101;
  ops.switched_to(rq, b);
  ops.prio_changed(rq, b, 139);
  EXPECT_FALSE(asked());
}

/// The balancer, on the run queues of two CPUs.
class Balance : public testing::Test {
 protected:
  void SetUp() override {
    host::make_machine(2);
    arch::time_now = 1'000'000'000;
    for (Task*& task : tasks) {
      task = &kthread_create([](void*) {}, nullptr, "task");
      wake_up_new_task(*task);
    }
    host::take_doorbells();
  }
  void TearDown() override {
    for (Task* task : tasks) set_cpus_allowed_common(*task, cpumask_of(task_cpu(*task)));
    EXPECT_EQ(nr_movable_tasks.load(), 0u);
  }
  static void allow_both(Task& task) {
    CpuMask mask = cpumask_of(0);
    mask.set(1);
    set_cpus_allowed_common(task, mask);
  }
  /// The task of CPU 0 that waits.
  Task& waiter() { return *tasks[this_rq().curr == tasks[0] ? 1 : 0]; }
  static int balance_cpu_1() {
    host::become_hart(1);
    RunQueue& rq = this_rq();
    rq.lock.arch_lock();
    const int found = newidle_balance(rq);
    rq.lock.arch_unlock();
    host::become_hart(0);
    return found;
  }
  Task* tasks[2] = {};
};

TEST_F(Balance, ACpuThatIdlesPullsAWaiterThatMayMove) {
  EXPECT_EQ(balance_cpu_1(), 0) << "both are bound";
  Task& task = waiter();
  allow_both(task);
  EXPECT_EQ(balance_cpu_1(), 1);
  EXPECT_EQ(task_cpu(task), 1u);
  EXPECT_EQ(task.nr_migrations, 1u);
  EXPECT_EQ(cpu_rq(0).fair.nr_running, 1u);
  EXPECT_EQ(cpu_rq(1).fair.nr_running, 1u);
}

TEST_F(Balance, WhoRunsIsNotPulled) {
  Task& runs = *this_rq().curr;
  allow_both(runs);
  EXPECT_EQ(balance_cpu_1(), 0);
  EXPECT_FALSE(move_task(runs, cpu_rq(0), cpu_rq(1)));
  EXPECT_EQ(task_cpu(runs), 0u);
}

TEST_F(Balance, AnInactiveCpuPullsNothing) {
  allow_both(waiter());
  cpu_active_mask.clear(1);
  EXPECT_EQ(balance_cpu_1(), 0);
}

TEST_F(Balance, ATaskOfAHigherClassMeanwhileMeansRetry) {
  allow_both(waiter());
  host::become_hart(1);
  Task& urgent = kthread_create([](void*) {}, nullptr, "urgent");
  host::become_hart(0);
  EXPECT_EQ(sched_setscheduler(urgent, {.policy = SchedPolicy::Fifo, .priority = 1}), 0);
  wake_up_new_task(urgent);
  EXPECT_EQ(balance_cpu_1(), -1);
}

TEST_F(Balance, ATickRousesAnIdleCpuIfSomebodyWaitsWhoMayMove) {
  trigger_load_balance(this_rq());
  EXPECT_THAT(host::take_doorbells(), ElementsAre());
  allow_both(waiter());
  trigger_load_balance(this_rq());
  EXPECT_THAT(host::take_doorbells(), ElementsAre(1u));
}

TEST_F(Balance, ATickPullsFromACpuThatHasTwoMore) {
  Task& task = waiter();
  allow_both(task);
  host::become_hart(1);
  this_cpu().local.fair_ticks = 1;
  trigger_load_balance(this_rq());
  EXPECT_EQ(task_cpu(task), 0u) << "not at every tick";
  this_cpu().local.fair_ticks = 4;
  trigger_load_balance(this_rq());
  host::become_hart(0);
  EXPECT_EQ(task_cpu(task), 1u);
}

TEST_F(Balance, AFairTaskWakesWhereTheFewestTasksAre) {
  Task& task = waiter();
  allow_both(task);
  EXPECT_EQ(fair_sched_class.select_task_rq(task), 1u);
  cpu_rq(1).nr_running.store(3);
  EXPECT_EQ(fair_sched_class.select_task_rq(task), 0u);
  cpu_rq(1).nr_running.store(0);
  cpu_active_mask.clear(1);
  EXPECT_EQ(fair_sched_class.select_task_rq(task), 0u);
}

TEST_F(Balance, WhoseCpusAreAllGoneWakesOnAnyOther) {
  host::become_hart(1);
  Task& task = kthread_create([](void*) {}, nullptr, "task");
  host::become_hart(0);
  CpuMask gone = cpumask_of(1);
  gone.set(2);
  nr_cpu_ids = 3;
  set_cpus_allowed_common(task, gone);
  cpu_active_mask.clear(1);
  EXPECT_EQ(task.nr_cpus_allowed, 2u);
  SchedClass nothing_to_select = fair_sched_class;
  nothing_to_select.select_task_rq = [](Task&) {
    ADD_FAILURE() << "asked to select from no CPU";
    return 0u;
  };
  task.sched_class = &nothing_to_select;
  EXPECT_EQ(select_task_rq(task), 0u);
  EXPECT_TRUE(task.cpus_mask.test(0)) << "its affinity is given up";
  task.sched_class = &fair_sched_class;
  set_cpus_allowed_common(task, cpumask_of(0));
  nr_cpu_ids = kNrCpus;
}

}  // namespace
}  // namespace standstill::kernel
