// The operations of the classes stop, rt and idle, called one by one.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the contract of SchedClass in kernel/sched.h.
#include "scenarios/sched_ops.h"

#include "kernel/check.h"
#include "kernel/tick.h"
#include "scenarios/sched_bench.h"

namespace standstill::scenarios {
namespace {

void check_chain() {
  const kernel::SchedClass* sched_class = kernel::kHighestClass;
  STANDSTILL_CHECK(sched_class == &kernel::stop_sched_class, "stop is the highest class");
  sched_class = sched_class->next;
  STANDSTILL_CHECK(sched_class == &kernel::dl_sched_class, "deadline comes after stop");
  sched_class = sched_class->next;
  STANDSTILL_CHECK(sched_class == &kernel::rt_sched_class, "rt comes after deadline");
  sched_class = sched_class->next;
  STANDSTILL_CHECK(sched_class == &kernel::fair_sched_class, "fair comes after rt");
  sched_class = sched_class->next;
  STANDSTILL_CHECK(sched_class == &kernel::idle_sched_class, "idle comes after fair");
  STANDSTILL_CHECK(sched_class->next == nullptr, "nothing comes after idle");
}

void check_stop() {
  reset({}, {});
  Task& stop = bench.a;
  const kernel::SchedClass& ops = kernel::stop_sched_class;
  stop.sched_class = &ops;
  STANDSTILL_CHECK(pick(stop) == nullptr, "stop: no stop task, none picked");
  bench.rq.stop = &stop;
  STANDSTILL_CHECK(pick(stop) == nullptr, "stop: one that sleeps is not picked");
  queue(stop, Enqueue::Wakeup);
  STANDSTILL_CHECK(pick(stop) == &stop && count() == 1, "stop: enqueued, it is picked");
  ops.wakeup_preempt(bench.rq, stop);
  STANDSTILL_CHECK(!resched(), "stop: nothing of its class preempts it");
  run(stop);
  STANDSTILL_CHECK(time_charged(stop, ops.update_curr) == 0, "stop: it is charged for no time");
  ops.task_tick(bench.rq, stop);
  STANDSTILL_CHECK(!resched(), "stop: no tick takes its CPU");
  STANDSTILL_CHECK(ops.select_task_rq(stop) == task_cpu(stop), "stop: it wakes where it is");
  STANDSTILL_CHECK(ops.get_rr_interval(bench.rq, stop) == 0, "stop: its turn has no end");
  ops.set_cpus_allowed(stop, kernel::cpumask_of(task_cpu(stop)));
  STANDSTILL_CHECK(stop.nr_cpus_allowed == 1, "stop: it is allowed one CPU");
  ops.put_prev_task(bench.rq, stop);
  STANDSTILL_CHECK(pick(stop) == &stop, "stop: put back, it is picked again");
  unqueue(stop);
  STANDSTILL_CHECK(pick(stop) == nullptr && count() == 0, "stop: asleep, it is not picked");
  give_back();
}

void check_rt_queue() {
  reset({.policy = SchedPolicy::Fifo, .priority = 10}, {.policy = SchedPolicy::Rr, .priority = 20});
  Task &low = bench.a, &high = bench.b;
  STANDSTILL_CHECK(pick(low) == nullptr, "rt: nobody there, nobody picked");
  queue(low, Enqueue::Wakeup);
  queue(high, Enqueue::Wakeup);
  STANDSTILL_CHECK(pick(low) == &high && count() == 2, "rt: the higher priority is picked");
  run(high);
  STANDSTILL_CHECK(pick(low) == &high, "rt: the running task stays on the queue");
  kernel::rt_sched_class.wakeup_preempt(bench.rq, low);
  STANDSTILL_CHECK(!resched(), "rt: a lower priority preempts nobody");
  unqueue(high);
  STANDSTILL_CHECK(pick(low) == &low && count() == 1, "rt: a dequeued task is not picked");
  run(low);
  queue(high, Enqueue::Wakeup);
  kernel::rt_sched_class.wakeup_preempt(bench.rq, high);
  STANDSTILL_CHECK(resched(), "rt: a higher priority preempts");
  kernel::rt_sched_class.switched_to(bench.rq, high);
  STANDSTILL_CHECK(resched(), "rt: one that becomes rt, and higher, preempts");
  kernel::rt_sched_class.prio_changed(bench.rq, low, low.prio);
  STANDSTILL_CHECK(resched(), "rt: the running one that is not the first any more gives way");
  run(high);
  kernel::rt_sched_class.prio_changed(bench.rq, low, low.prio);
  STANDSTILL_CHECK(!resched(), "rt: a waiting one that stays lower preempts nobody");
  check_placement(low);
  give_back();
}

void check_rt_turns() {
  reset({.policy = SchedPolicy::Rr, .priority = 10}, {.policy = SchedPolicy::Fifo, .priority = 10});
  Task &rr = bench.a, &fifo = bench.b;
  const kernel::SchedClass& ops = kernel::rt_sched_class;
  queue(rr, Enqueue::Wakeup);
  queue(fifo, Enqueue::Wakeup);
  STANDSTILL_CHECK(pick(rr) == &rr, "rt: among equals the first to come is picked");
  run(rr);
  ops.wakeup_preempt(bench.rq, fifo);
  STANDSTILL_CHECK(!resched(), "rt: an equal priority preempts nobody");
  for (unsigned tick = 1; tick < kernel::kRrTimeslice; ++tick) ops.task_tick(bench.rq, rr);
  STANDSTILL_CHECK(pick(rr) == &rr && !resched(), "rt: a turn lasts its number of ticks");
  ops.task_tick(bench.rq, rr);
  STANDSTILL_CHECK(pick(rr) == &fifo && resched(), "rt: after its turn an RR task goes last");
  run(fifo);
  for (unsigned tick = 0; tick < 2 * kernel::kRrTimeslice; ++tick) ops.task_tick(bench.rq, fifo);
  STANDSTILL_CHECK(pick(rr) == &fifo && !resched(), "rt: no tick takes the CPU of a FIFO task");
  ops.yield_task(bench.rq);
  STANDSTILL_CHECK(pick(rr) == &rr, "rt: who yields goes behind its equals");
  unqueue(fifo);
  queue(fifo, Enqueue::Head);
  STANDSTILL_CHECK(pick(rr) == &fifo, "rt: at the head it is before its equals");
  STANDSTILL_CHECK(
      ops.get_rr_interval(bench.rq, rr) == kernel::kRrTimeslice * kernel::tick_period(),
      "rt: an RR turn has its length");
  STANDSTILL_CHECK(ops.get_rr_interval(bench.rq, fifo) == 0, "rt: a FIFO turn has no end");
  run(fifo);
  STANDSTILL_CHECK(time_charged(fifo, ops.update_curr) >= 2, "rt: update_curr charges the time");
  const std::uint64_t before = fifo.sum_exec_runtime;
  let_time_pass(2);
  ops.put_prev_task(bench.rq, fifo);
  STANDSTILL_CHECK(fifo.sum_exec_runtime >= before + 2, "rt: put_prev_task charges the time");
  ops.set_next_task(bench.rq, rr);
  STANDSTILL_CHECK(arch::read_time() - rr.exec_start <= arch::read_time() - fifo.exec_start,
                   "rt: set_next_task begins a new account");
  give_back();
}

void check_idle() {
  reset({}, {});
  Task& idle = bench.idle;
  const kernel::SchedClass& ops = kernel::idle_sched_class;
  STANDSTILL_CHECK(pick(idle) == &idle, "idle: its task is always there");
  STANDSTILL_CHECK(&kernel::pick_next_task(bench.rq) == &idle, "the chain ends with the idle task");
  ops.wakeup_preempt(bench.rq, bench.a);
  STANDSTILL_CHECK(resched(), "idle: anybody preempts it");
  ops.task_tick(bench.rq, idle);
  ops.yield_task(bench.rq);
  ops.put_prev_task(bench.rq, idle);
  ops.set_next_task(bench.rq, idle);
  STANDSTILL_CHECK(!resched() && pick(idle) == &idle, "idle: nothing takes its CPU or its place");
  STANDSTILL_CHECK(time_charged(idle, ops.update_curr) == 0, "idle: it is charged for no time");
  STANDSTILL_CHECK(ops.select_task_rq(idle) == task_cpu(idle), "idle: it stays where it is");
  STANDSTILL_CHECK(ops.get_rr_interval(bench.rq, idle) == 0, "idle: its turn has no end");
  queue(bench.a, Enqueue::New);
  STANDSTILL_CHECK(&kernel::pick_next_task(bench.rq) == &bench.a, "a fair task comes before idle");
  give_back();
}

}  // namespace

void check_placement(Task& task) {
  const kernel::SchedClass& ops = *task.sched_class;
  const unsigned movable = kernel::nr_movable_tasks.load(std::memory_order_relaxed);
  ops.set_cpus_allowed(task, kernel::cpu_active_mask);
  const unsigned cpus = kernel::cpu_active_mask.weight();
  STANDSTILL_CHECK(task.nr_cpus_allowed == cpus, "set_cpus_allowed counts the CPUs");
  STANDSTILL_CHECK(
      kernel::nr_movable_tasks.load(std::memory_order_relaxed) == movable + (cpus > 1 ? 1 : 0),
      "set_cpus_allowed counts the tasks that may move");
  const unsigned selected = ops.select_task_rq(task);
  STANDSTILL_CHECK(kernel::cpu_active(selected), "select_task_rq selects an active CPU");
  const unsigned last = kernel::nr_cpu_ids - 1;
  ops.set_cpus_allowed(task, kernel::cpumask_of(last));
  STANDSTILL_CHECK(task.nr_cpus_allowed == 1 && task.cpus_mask.first() == last,
                   "set_cpus_allowed keeps the mask");
  STANDSTILL_CHECK(ops.select_task_rq(task) == last, "select_task_rq keeps to the mask");
}

void check_sched_operations() {
  check_chain();
  constexpr void (*kChecks[])() = {check_stop,
                                   check_rt_queue,
                                   check_rt_turns,
                                   check_deadline_queue,
                                   check_deadline_budget,
                                   check_fair_queue,
                                   check_fair_weights,
                                   check_idle};
  for (void (*check)() : kChecks) {
    kernel::preempt_disable();
    const arch::IrqFlags flags = arch::local_irq_save();
    const bool asked = resched();
    check();
    arch::write_once(kernel::cpu_local().need_resched, asked);
    arch::local_irq_restore(flags);
    kernel::preempt_enable();
  }
}

}  // namespace standstill::scenarios
