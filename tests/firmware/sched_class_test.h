// A run queue with two tasks of one scheduling class, on which a test calls the class's operations.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_SCHED_CLASS_TEST_H
#define STANDSTILL_TESTS_FIRMWARE_SCHED_CLASS_TEST_H

#include <gmock/gmock.h>

#include "arch/csr.h"
#include "host/kernel_host.h"
#include "kernel/kthread.h"
#include "kernel/sched_core.h"
#include "kernel/tick.h"
#include "scenarios/sched_bench.h"

namespace standstill::kernel {

class SchedClassTest : public testing::Test {
 protected:
  explicit SchedClassTest(const SchedClass& sched_class) : ops(sched_class) {}

  void SetUp() override {
    host::make_machine(2);
    arch::time_now = 1'000'000'000;
  }
  void TearDown() override {
    asked();
    if (made_) scenarios::give_back();
  }

  /// The two tasks, asleep, with these parameters.
  void make(const SchedAttr& attr_a, const SchedAttr& attr_b) {
    scenarios::reset(attr_a, attr_b);
    made_ = true;
    asked();
  }
  void queue(Task& task, Enqueue how = Enqueue::Wakeup) { scenarios::queue(task, how); }
  void unqueue(Task& task) { scenarios::unqueue(task); }
  void run(Task& task) { scenarios::run(task); }
  Task* picked() { return ops.pick_next_task(rq); }
  unsigned count() { return scenarios::count(); }
  /// Whether a schedule was asked for since the last call.
  bool asked() { return scenarios::resched(); }
  static void pass(std::uint64_t ticks) { arch::time_now += ticks; }

  static CpuMask both_cpus() {
    CpuMask mask = cpumask_of(0);
    mask.set(1);
    return mask;
  }
  /// The least urgent task of a CPU runs at this priority, as select_task_rq sees it.
  static void let_run_at(unsigned cpu, int prio) { cpu_rq(cpu).curr_prio.store(prio); }

  const SchedClass& ops;
  RunQueue& rq = scenarios::bench.rq;
  Task& a = scenarios::bench.a;
  Task& b = scenarios::bench.b;

 private:
  bool made_ = false;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_TESTS_FIRMWARE_SCHED_CLASS_TEST_H
