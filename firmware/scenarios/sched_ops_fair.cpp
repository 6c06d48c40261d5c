// The operations of the classes deadline and fair, called one by one.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the contract of SchedClass in kernel/sched.h.
#include "kernel/check.h"
#include "kernel/tick.h"
#include "scenarios/sched_bench.h"

namespace standstill::scenarios {
namespace {

/// A reservation of a tenth with so long a deadline that no pause of a host reaches it.
SchedAttr reserve(std::uint64_t periods) {
  const std::uint64_t period = 100000000 * periods;
  return {.policy = SchedPolicy::Deadline,
          .runtime = period / 10,
          .deadline = period,
          .period = period};
}

}  // namespace

void check_deadline_queue() {
  reset(reserve(3), reserve(1));
  Task &late = bench.a, &early = bench.b;
  const kernel::SchedClass& ops = kernel::dl_sched_class;
  STANDSTILL_CHECK(pick(late) == nullptr, "deadline: nobody there, nobody picked");
  queue(late, Enqueue::Wakeup);
  run(late);
  queue(early, Enqueue::Wakeup);
  STANDSTILL_CHECK(pick(late) == &early && count() == 2, "deadline: the earliest is picked");
  ops.wakeup_preempt(bench.rq, early);
  STANDSTILL_CHECK(resched(), "deadline: an earlier one preempts");
  ops.switched_to(bench.rq, early);
  STANDSTILL_CHECK(resched(), "deadline: one that becomes a deadline task, and earlier, preempts");
  ops.prio_changed(bench.rq, late, late.prio);
  STANDSTILL_CHECK(resched(), "deadline: the running one that is not the first any more gives way");
  run(early);
  ops.wakeup_preempt(bench.rq, late);
  STANDSTILL_CHECK(!resched(), "deadline: a later one preempts nobody");
  STANDSTILL_CHECK(ops.get_rr_interval(bench.rq, early) == 0, "deadline: there are no turns");
  unqueue(early);
  STANDSTILL_CHECK(pick(late) == &late && count() == 1, "deadline: a dequeued one is not picked");
  check_placement(late);
  give_back();
}

void check_deadline_budget() {
  reset(reserve(1), reserve(1));
  Task& task = bench.a;
  const kernel::SchedClass& ops = kernel::dl_sched_class;
  queue(task, Enqueue::Wakeup);
  run(task);
  const std::int64_t before = task.dl.runtime;
  STANDSTILL_CHECK(time_charged(task, ops.update_curr) >= 2 && task.dl.runtime <= before - 2,
                   "deadline: update_curr takes the time off the runtime");
  task.dl.runtime = 1;
  let_time_pass(2);
  ops.task_tick(bench.rq, task);
  STANDSTILL_CHECK(task.dl.throttled && resched(), "deadline: without runtime it is throttled");
  STANDSTILL_CHECK(pick(task) == nullptr && count() == 0 && task.on_rq,
                   "deadline: a throttled task is runnable but not picked");
  kernel::dl_replenish(bench.rq);
  STANDSTILL_CHECK(task.dl.throttled, "deadline: it stays throttled until its period ends");
  const std::uint64_t deadline = task.dl.deadline;
  task.dl.deadline -= task.dl.dl_period;
  let_time_pass(0);
  kernel::dl_replenish(bench.rq);
  STANDSTILL_CHECK(pick(task) == &task && count() == 1, "deadline: the next period lets it run");
  STANDSTILL_CHECK(task.dl.runtime > 0 && task.dl.deadline >= deadline,
                   "deadline: the next period has a runtime and a deadline of its own");
  const std::uint64_t begin = arch::read_time();
  ops.set_next_task(bench.rq, task);
  STANDSTILL_CHECK(!kernel::time_before(task.exec_start, begin),
                   "deadline: set_next_task begins a new account");
  ops.yield_task(bench.rq);
  STANDSTILL_CHECK(task.dl.throttled && pick(task) == nullptr,
                   "deadline: who yields gives up the rest of the period");
  unqueue(task);
  STANDSTILL_CHECK(!task.dl.throttled, "deadline: asleep it is not throttled");
  queue(task, Enqueue::Wakeup);
  STANDSTILL_CHECK(task.dl.throttled, "deadline: sleep does not bring back what was spent");
  unqueue(task);
  task.dl.runtime = 1;
  task.dl.deadline = arch::read_time() - 1;
  queue(task, Enqueue::Wakeup);
  STANDSTILL_CHECK(task.dl.runtime == static_cast<std::int64_t>(task.dl.dl_runtime),
                   "deadline: after its deadline it wakes with a new instance");
  ops.put_prev_task(bench.rq, task);
  STANDSTILL_CHECK(pick(task) == &task, "deadline: put back, it is picked again");
  give_back();
}

void check_fair_queue() {
  reset({}, {});
  Task &a = bench.a, &b = bench.b;
  const kernel::SchedClass& ops = kernel::fair_sched_class;
  queue(a, Enqueue::New);
  queue(b, Enqueue::New);
  STANDSTILL_CHECK(count() == 2 && bench.rq.fair.load == 2048, "fair: nice 0 weighs 1024");
  b.vruntime += 1;
  run(a);
  STANDSTILL_CHECK(!a.linked && b.linked, "fair: the running task is not among those that wait");
  STANDSTILL_CHECK(time_charged(a, ops.update_curr) >= 2 && a.vruntime >= 2,
                   "fair: update_curr charges the time");
  STANDSTILL_CHECK(pick(a) == &b, "fair: who has run least is picked");
  ops.task_tick(bench.rq, a);
  STANDSTILL_CHECK(resched(), "fair: the tick takes the CPU from who has run more");
  ops.wakeup_preempt(bench.rq, b);
  STANDSTILL_CHECK(resched(), "fair: who has run less preempts");
  b.policy = SchedPolicy::Batch;
  ops.wakeup_preempt(bench.rq, b);
  STANDSTILL_CHECK(!resched(), "fair: a batch task preempts nobody");
  run(b);
  STANDSTILL_CHECK(a.linked && !b.linked, "fair: put back, it waits");
  b.vruntime = a.vruntime - 1000000;
  STANDSTILL_CHECK(pick(a) == &b, "fair: the running task goes on while it has run least");
  ops.yield_task(bench.rq);
  STANDSTILL_CHECK(pick(a) == &a, "fair: who yields lets the next go first");
  STANDSTILL_CHECK(pick(a) == &b, "fair: and does so once");
  unqueue(a);
  STANDSTILL_CHECK(pick(a) == &b && count() == 1, "fair: a dequeued task is not picked");
  check_placement(a);
  give_back();
}

void check_fair_weights() {
  reset({}, {.nice = 5});
  Task &heavy = bench.a, &light = bench.b;
  const kernel::SchedClass& ops = kernel::fair_sched_class;
  bench.rq.fair.min_vruntime = 1000000;
  queue(heavy, Enqueue::New);
  STANDSTILL_CHECK(heavy.vruntime == 1000000, "fair: a new task begins where the others are");
  queue(light, Enqueue::Wakeup);
  STANDSTILL_CHECK(light.vruntime == 1000000 - kernel::tick_period() / 2,
                   "fair: a sleeper has half a tick of credit");
  STANDSTILL_CHECK(light.weight == 336, "fair: five nice levels are a factor of 1.25^5");
  const std::uint64_t longer = ops.get_rr_interval(bench.rq, heavy);
  const std::uint64_t shorter = ops.get_rr_interval(bench.rq, light);
  STANDSTILL_CHECK(longer > 2 * shorter && shorter != 0, "fair: turns are as long as weights");
  run(light);
  const std::uint64_t before = light.vruntime;
  const std::uint64_t charged = time_charged(light, ops.update_curr);
  STANDSTILL_CHECK(light.vruntime - before == charged * 1024 / 336,
                   "fair: virtual time runs faster for a light task");
  ops.prio_changed(bench.rq, light, light.prio - 1);
  STANDSTILL_CHECK(resched(), "fair: the running task made lighter gives way");
  ops.prio_changed(bench.rq, light, light.prio + 1);
  STANDSTILL_CHECK(!resched(), "fair: the running task made heavier goes on");
  ops.switched_to(bench.rq, light);
  STANDSTILL_CHECK(resched(), "fair: the running task that becomes fair gives way");
  heavy.vruntime = 0;
  ops.switched_to(bench.rq, heavy);
  STANDSTILL_CHECK(resched(), "fair: a waiting task that becomes fair may preempt");
  give_back();
}

}  // namespace standstill::scenarios
