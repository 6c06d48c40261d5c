// hotplug: each CPU goes down and comes back, and all that hangs on it goes and comes with it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's cpu_down() and cpu_up() (behaviour; reference: Documentation/core-api/
// cpu_hotplug.rst). Wanderers, tasks that may run anywhere, must run on without the CPU; threads of
// the CPU must park; who asks a CPU that is down for anything must be told.
#include "kernel/check.h"
#include "kernel/cpu.h"
#include "kernel/errno.h"
#include "kernel/ipi.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "lib/machine.h"
#include "scenarios/hotplug_probe.h"

namespace standstill::scenarios {
namespace {

using kernel::CpuMask;
using kernel::TaskState;

TaskState state_of(const kernel::Task& task) { return task.state.load(std::memory_order_relaxed); }

int count_and_name(void* runs) {
  static_cast<std::atomic<unsigned>*>(runs)->fetch_add(1, std::memory_order_relaxed);
  return static_cast<int>(kernel::smp_processor_id()) + 7;
}

/// How many CPUs run fn of a stop_machine() on all of them.
unsigned cpus_that_stop() {
  std::atomic<unsigned> runs{0};
  const int ret = kernel::stop_machine(count_and_name, &runs, &kernel::cpu_present_mask);
  STANDSTILL_CHECK(ret >= 7, "stop_machine() returns a value of fn", ret);
  return runs.load(std::memory_order_relaxed);
}

void check_counts(unsigned cpu, bool up, unsigned online) {
  STANDSTILL_CHECK(kernel::cpu_online(cpu) == up, "a CPU is online when it is up");
  STANDSTILL_CHECK(kernel::cpu_active(cpu) == up, "a CPU is active when it is up");
  STANDSTILL_CHECK(kernel::cpu_present_mask.test(cpu), "a CPU is present whether up or down");
  STANDSTILL_CHECK(kernel::num_online_cpus() == online, "the CPUs online are counted",
                   kernel::num_online_cpus());
  STANDSTILL_CHECK(!kernel::cpus_read_lock_held(), "the lock over the CPUs is free again");
  STANDSTILL_CHECK(!arch::irqs_disabled() && kernel::preempt_count() == 0,
                   "hotplug leaves interrupts and preemption on");
}

void check_threads_are_parked(unsigned cpu) {
  const kernel::PerCpu& area = kernel::per_cpu(cpu);
  STANDSTILL_CHECK(state_of(*area.stopper.thread) == TaskState::Parked, "migration/%u is parked");
  STANDSTILL_CHECK(state_of(*area.cpuhp.thread) == TaskState::Parked, "cpuhp/%u is parked");
  STANDSTILL_CHECK(state_of(*area.ksoftirqd) == TaskState::Parked, "ksoftirqd/%u is parked");
  STANDSTILL_CHECK(state_of(*bound_thread(cpu)) == TaskState::Parked, "a thread of ours is parked");
  STANDSTILL_CHECK(area.rq.curr == &area.idle, "a CPU that is down has its idle task");
  STANDSTILL_CHECK(area.rq.nr_running.load(std::memory_order_relaxed) == 0,
                   "nobody waits for a CPU that is down");
  STANDSTILL_CHECK(area.local.tick_due == ~0ull, "a CPU that is down has no tick");
  STANDSTILL_CHECK((area.local.rcu_eqs & 1) != 0, "a CPU that is down is quiescent");
  STANDSTILL_CHECK(area.local.softirq_pending == 0, "a CPU that is down owes no softirq");
  for (unsigned i = 0; i < wanderers(); ++i)
    STANDSTILL_CHECK(kernel::task_cpu(wanderer(i)) != cpu,
                     "wanderers have left a CPU that is down");
}

void check_stoppers_refuse(unsigned cpu) {
  std::atomic<unsigned> runs{0};
  kernel::CpuStopWork work;
  STANDSTILL_CHECK(kernel::stop_one_cpu(cpu, count_and_name, &runs) == -kernel::kEnoent,
                   "stop_one_cpu() of a CPU that is down: -ENOENT");
  STANDSTILL_CHECK(!kernel::stop_one_cpu_nowait(cpu, count_and_name, &runs, work),
                   "stop_one_cpu_nowait() of a CPU that is down: false");
  STANDSTILL_CHECK(kernel::stop_two_cpus(cpu, 0, count_and_name, &runs) == -kernel::kEnoent,
                   "stop_two_cpus() with the first down: -ENOENT");
  STANDSTILL_CHECK(kernel::stop_two_cpus(0, cpu, count_and_name, &runs) == -kernel::kEnoent,
                   "stop_two_cpus() with the second down: -ENOENT");
  CpuMask mask = kernel::cpumask_of(cpu);
  STANDSTILL_CHECK(kernel::stop_cpus(mask, count_and_name, &runs) == -kernel::kEnoent,
                   "stop_cpus() of CPUs that are all down: -ENOENT");
  STANDSTILL_CHECK(runs == 0, "what was refused has not run");
  mask.set(0);
  STANDSTILL_CHECK(kernel::stop_cpus(mask, count_and_name, &runs) == 7 && runs == 1,
                   "stop_cpus() of some that are down runs on the others");
  STANDSTILL_CHECK(
      kernel::sched_setaffinity(wanderer(0), kernel::cpumask_of(cpu)) == -kernel::kEinval,
      "no task can be sent to a CPU that is down");
}

/// A doorbell rung at a dead CPU means nothing to it.
void check_dead_sleep_on(unsigned cpu) {
  const std::uint64_t switches = kernel::cpu_rq(cpu).nr_switches;
  kernel::smp_send_reschedule(cpu);
  wait_for_progress();
  STANDSTILL_CHECK(!kernel::cpu_online(cpu), "a doorbell does not raise the dead");
  STANDSTILL_CHECK(kernel::cpu_rq(cpu).nr_switches == switches, "the dead switch no tasks");
}

void take_down(unsigned cpu) {
  const unsigned online = kernel::num_online_cpus();
  send_wanderer_to(cpu);
  wait_for_bound_threads();
  const unsigned parked = bound_threads_parked();
  clear_notes();
  STANDSTILL_CHECK(kernel::cpu_down(cpu) == 0, "cpu_down() succeeds", cpu);
  STANDSTILL_CHECK(bound_threads_parked() == parked + 1, "the thread of a CPU is told to park");
  check_notes_of_down(cpu);
  check_counts(cpu, false, online - 1);
  check_threads_are_parked(cpu);
  STANDSTILL_CHECK(cpus_that_stop() == online - 1,
                   "stop_machine() does without a CPU that is down");
  clear_notes();
  STANDSTILL_CHECK(kernel::cpu_down(cpu) == 0 && no_notes(), "down a second time: nothing to do");
}

void take_up(unsigned cpu) {
  const unsigned online = kernel::num_online_cpus();
  clear_notes();
  STANDSTILL_CHECK(kernel::cpu_up(cpu) == 0, "cpu_up() succeeds", cpu);
  check_notes_of_up(cpu);
  check_counts(cpu, true, online + 1);
  std::atomic<unsigned> runs{0};
  STANDSTILL_CHECK(kernel::stop_one_cpu(cpu, count_and_name, &runs) == static_cast<int>(cpu) + 7,
                   "a CPU that came up stops, and runs fn itself");
  STANDSTILL_CHECK(cpus_that_stop() == online + 1, "stop_machine() has a CPU that came up");
  STANDSTILL_CHECK(state_of(*kernel::per_cpu(cpu).ksoftirqd) != TaskState::Parked,
                   "ksoftirqd/%u is unparked");
  STANDSTILL_CHECK(state_of(*kernel::per_cpu(cpu).cpuhp.thread) != TaskState::Parked,
                   "cpuhp/%u is unparked");
  clear_notes();
  STANDSTILL_CHECK(kernel::cpu_up(cpu) == 0 && no_notes(), "up a second time: nothing to do");
  send_wanderer_to(cpu);
  wait_for_bound_threads();
}

/// What is refused at once.
void check_arguments(unsigned harts) {
  STANDSTILL_CHECK(kernel::cpu_down(harts) == -kernel::kEinval, "cpu_down() of no CPU: -EINVAL");
  STANDSTILL_CHECK(kernel::cpu_up(harts) == -kernel::kEinval, "cpu_up() of no CPU: -EINVAL");
  clear_notes();
  STANDSTILL_CHECK(kernel::cpu_down(0) == -kernel::kEbusy, "cpu_down() of the boot CPU: -EBUSY");
  check_counts(0, true, harts);
  STANDSTILL_CHECK(state_of(*bound_thread(0)) != TaskState::Parked,
                   "the threads of the boot CPU go on");
  STANDSTILL_CHECK(cpus_that_stop() == harts, "the boot CPU stops as before");
}

/// All but the boot CPU, then all again.
void check_last_cpu(unsigned harts) {
  for (unsigned cpu = harts - 1; cpu != 0; --cpu) take_down(cpu);
  clear_notes();
  STANDSTILL_CHECK(kernel::cpu_down(0) == -kernel::kEbusy && no_notes(),
                   "the last CPU stays, and no step is tried");
  wait_for_progress();
  for (unsigned cpu = 1; cpu < harts; ++cpu) take_up(cpu);
}

void run(const Arguments& arguments) {
  const unsigned harts = kernel::machine().harts;
  start_probes();
  for (std::uint64_t round = arguments.get("rounds"); round != 0; --round) {
    check_arguments(harts);
    const unsigned cpu = harts - 1;
    take_down(cpu);
    check_stoppers_refuse(cpu);
    wait_for_progress();
    check_dead_sleep_on(cpu);
    check_failing_startups(cpu);
    take_up(cpu);
    check_failing_teardowns(cpu);
    check_last_cpu(harts);
  }
  stop_probes();
  kernel::printk("PASS: hotplug: ", arguments.get("rounds"), " rounds on ", harts, " harts, ",
                 kernel::checks_passed(), " checks");
}

}  // namespace

constinit const Scenario kHotplug = {
    .name = "hotplug",
    .prepare = nullptr,
    .start_hart = nullptr,
    .run = run,
};

}  // namespace standstill::scenarios
