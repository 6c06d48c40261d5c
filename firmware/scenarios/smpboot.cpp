// smpboot: a kind of per-CPU threads of our own, each of its functions called when and where it
// should be; and soft interrupts, which have such threads.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's smpboot_register_percpu_thread() and struct smp_hotplug_thread (behaviour).
#include "kernel/smpboot.h"

#include <new>

#include "kernel/check.h"
#include "kernel/cpu.h"
#include "kernel/cpu_stop.h"
#include "kernel/errno.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "kernel/softirq.h"
#include "lib/fdt.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

using kernel::Softirq;
using kernel::TaskState;

/// How often each function was called for a CPU. Raw memory, made by start_hart().
struct alignas(64) Calls {
  kernel::Task* thread = nullptr;
  kernel::Task* selfparking = nullptr;
  std::atomic<unsigned> work{0};  ///< calls of thread_fn that are wanted
  std::atomic<unsigned> create{0}, setup{0}, cleanup{0}, park{0}, unpark{0}, thread_fn{0};
  std::atomic<unsigned> softirqs[kernel::kNrSoftirqs] = {};
};
[[gnu::section(".bss.percpu")]] Calls calls[kernel::kNrCpus];

void count(std::atomic<unsigned>& calls_of) { calls_of.fetch_add(1, std::memory_order_relaxed); }

void check_at_home(unsigned cpu, const kernel::Task* thread) {
  STANDSTILL_CHECK(kernel::current() == thread, "the function is called by the thread");
  STANDSTILL_CHECK(kernel::smp_processor_id() == cpu, "the function is called on the thread's CPU");
}

void check_can_sleep() {
  const bool can = kernel::preempt_count() == 0 && !arch::irqs_disabled();
  STANDSTILL_CHECK(can, "the function may sleep");
}

kernel::Task*& store(unsigned cpu) { return calls[cpu].thread; }

bool should_run(unsigned cpu) {
  check_at_home(cpu, calls[cpu].thread);
  STANDSTILL_CHECK(kernel::preempt_count() == 1, "thread_should_run is asked with preemption off");
  return calls[cpu].work != 0;
}

void thread_fn(unsigned cpu) {
  Calls& mine = calls[cpu];
  check_at_home(cpu, mine.thread);
  check_can_sleep();
  STANDSTILL_CHECK(mine.work != 0, "thread_fn is called when thread_should_run said so");
  STANDSTILL_CHECK(mine.setup == 1, "setup comes before thread_fn, once");
  STANDSTILL_CHECK(mine.unpark == mine.park, "thread_fn is not called while the thread is parked");
  count(mine.thread_fn);
  mine.work.fetch_sub(1, std::memory_order_relaxed);
}

void create(unsigned cpu) {
  Calls& mine = calls[cpu];
  STANDSTILL_CHECK(mine.thread != nullptr && kernel::task_cpu(*mine.thread) == cpu,
                   "create finds the thread stored, bound to its CPU");
  STANDSTILL_CHECK(kernel::current() != mine.thread && mine.setup == 0,
                   "create is called by who registers, before the thread has run");
  count(mine.create);
}

void setup(unsigned cpu) {
  check_at_home(cpu, calls[cpu].thread);
  check_can_sleep();
  STANDSTILL_CHECK(calls[cpu].create == 1, "create comes before setup");
  count(calls[cpu].setup);
}

void cleanup(unsigned cpu, bool online) {
  check_at_home(cpu, calls[cpu].thread);
  STANDSTILL_CHECK(online, "cleanup is told that the CPU is online");
  count(calls[cpu].cleanup);
}

void park(unsigned cpu) {
  check_at_home(cpu, calls[cpu].thread);
  STANDSTILL_CHECK(kernel::kthread_should_park(), "park is called when the thread should park");
  count(calls[cpu].park);
}

void unpark(unsigned cpu) {
  check_at_home(cpu, calls[cpu].thread);
  STANDSTILL_CHECK(!kernel::kthread_should_park(), "unpark is called when it should not any more");
  count(calls[cpu].unpark);
}

constexpr kernel::SmpHotplugThread kThreads = {
    .store = store,
    .thread_should_run = should_run,
    .thread_fn = thread_fn,
    .create = create,
    .setup = setup,
    .cleanup = cleanup,
    .park = park,
    .unpark = unpark,
    .selfparking = false,
    .thread_comm = "test/%u",
};

constexpr kernel::SmpHotplugThread kSelfparking = {
    .store = [](unsigned cpu) -> kernel::Task*& { return calls[cpu].selfparking; },
    .thread_should_run = [](unsigned) { return false; },
    .thread_fn = [](unsigned) {},
    .create = nullptr,
    .setup = nullptr,
    .cleanup = nullptr,
    .park = nullptr,
    .unpark = nullptr,
    .selfparking = true,
    .thread_comm = "self/%u",
};

TaskState state_of(const kernel::Task& task) { return task.state.load(std::memory_order_relaxed); }

template <typename Condition>
void wait_until(Condition condition) {
  while (!condition()) kernel::sched_yield();
}

/// Gives the thread of `cpu` so much to do and waits until it sleeps again.
void run_thread(unsigned cpu, unsigned times) {
  Calls& theirs = calls[cpu];
  const unsigned before = theirs.thread_fn;
  theirs.work.fetch_add(times, std::memory_order_relaxed);
  kernel::wake_up_process(*theirs.thread);
  wait_until([&] { return theirs.work == 0 && state_of(*theirs.thread) == TaskState::Sleeping; });
  STANDSTILL_CHECK(theirs.thread_fn == before + times, "thread_fn is called as often as it should");
}

/// The kernel's own threads of a CPU.
void check_kernel_threads(unsigned cpu) {
  const kernel::PerCpu& area = kernel::per_cpu(cpu);
  kernel::Line name;
  name.add("ksoftirqd/");
  name.add(cpu);
  STANDSTILL_CHECK(name.text() == area.ksoftirqd->name, "thread_comm has the CPU for its %u");
#ifndef STANDSTILL_UP
  STANDSTILL_CHECK(area.stopper.thread->sched_class == &kernel::stop_sched_class,
                   "create of migration/%u makes it the stop task");
#endif
  STANDSTILL_CHECK(area.ksoftirqd->no_setaffinity, "a per-CPU thread belongs to its CPU");
  STANDSTILL_CHECK((area.cpuhp.thread != nullptr) == kernel::smpboot_knows_hotplug(),
                   "cpuhp/%u is there if the kernel knows hotplug");
}

void check_running(unsigned cpu) {
  const Calls& theirs = calls[cpu];
  STANDSTILL_CHECK(theirs.create == 1, "create is called once for each CPU");
  run_thread(cpu, 1);
  run_thread(cpu, 3);
  const unsigned before = theirs.thread_fn;
  kernel::wake_up_process(*theirs.thread);
  wait_until([&] { return state_of(*theirs.thread) == TaskState::Sleeping; });
  STANDSTILL_CHECK(theirs.thread_fn == before, "woken with nothing to do it sleeps on");
  STANDSTILL_CHECK(theirs.park == 0 && theirs.unpark == 0,
                   "neither park nor unpark is called where none was asked for");
}

void check_parking(unsigned cpu) {
  Calls& theirs = calls[cpu];
  STANDSTILL_CHECK(kernel::kthread_park(*theirs.thread) == 0, "kthread_park() parks");
  STANDSTILL_CHECK(theirs.park == 1, "park is called before kthread_park() returns");
  STANDSTILL_CHECK(state_of(*theirs.thread) == TaskState::Parked, "a parked thread is Parked");
  STANDSTILL_CHECK(kernel::kthread_park(*theirs.thread) == -kernel::kEbusy,
                   "kthread_park() of a parked thread: -EBUSY");
  const unsigned before = theirs.thread_fn;
  theirs.work.fetch_add(1, std::memory_order_relaxed);
  STANDSTILL_CHECK(!kernel::wake_up_process(*theirs.thread), "a wake-up does not unpark");
  kernel::kthread_unpark(*theirs.thread);
  wait_until([&] { return theirs.work == 0; });
  STANDSTILL_CHECK(theirs.unpark == 1, "unpark is called once, before thread_fn");
  STANDSTILL_CHECK(theirs.thread_fn == before + 1, "what came while it was parked is done then");
  kernel::kthread_unpark(*theirs.thread);
  run_thread(cpu, 1);
  STANDSTILL_CHECK(theirs.unpark == 1, "kthread_unpark() of a thread that runs does nothing");
}

void check_selfparking(unsigned cpu) {
  kernel::Task& thread = *calls[cpu].selfparking;
  STANDSTILL_CHECK(state_of(thread) == TaskState::Parked,
                   "registration unparks no selfparking one");
  kernel::kthread_unpark(thread);
  wait_until([&] { return state_of(thread) == TaskState::Sleeping; });
  STANDSTILL_CHECK(kernel::kthread_park(thread) == 0, "its owner parks and unparks it");
}

// Soft interrupts.

template <Softirq nr>
void softirq() {
  count(calls[kernel::smp_processor_id()].softirqs[static_cast<unsigned>(nr)]);
}

void check_softirq_context() {
  STANDSTILL_CHECK(kernel::in_softirq(), "an action knows that it is one");
  STANDSTILL_CHECK(kernel::preempt_count() != 0, "an action is not preempted");
  STANDSTILL_CHECK(!arch::irqs_disabled(), "an action can be interrupted");
}

/// Raises itself again for longer than interrupts will do it, for the thread to go on.
void timer_softirq() {
  constexpr unsigned kTimes = 25;
  check_softirq_context();
  const Calls& mine = calls[kernel::smp_processor_id()];
  STANDSTILL_CHECK(mine.softirqs[0] == 1, "the vectors are served in their order");
  softirq<Softirq::Timer>();
  if (mine.softirqs[1] < kTimes) kernel::raise_softirq(Softirq::Timer);
  if (mine.softirqs[1] == kTimes) kernel::raise_softirq(Softirq::Sched);
}

int raise_two(void*) {
  const arch::IrqFlags flags = arch::local_irq_save();
  kernel::raise_softirq(Softirq::Timer);
  kernel::raise_softirq(Softirq::Hi);
  kernel::raise_softirq(Softirq::Hi);
  arch::local_irq_restore(flags);
  return 0;
}

void check_softirqs(unsigned harts) {
  kernel::open_softirq(Softirq::Hi, softirq<Softirq::Hi>);
  kernel::open_softirq(Softirq::Timer, timer_softirq);
  kernel::open_softirq(Softirq::Sched, softirq<Softirq::Sched>);
  for (unsigned cpu = 0; cpu < harts; ++cpu) {
    Calls& theirs = calls[cpu];
    kernel::stop_one_cpu(cpu, raise_two, nullptr);
    wait_until([&] { return theirs.softirqs[2] != 0; });
    STANDSTILL_CHECK(theirs.softirqs[0] == 1, "raised twice before it runs, an action runs once");
    STANDSTILL_CHECK(theirs.softirqs[1] == 25, "raised by itself, an action runs again");
    STANDSTILL_CHECK(kernel::per_cpu(cpu).local.softirq_pending == 0, "no softirq is left over");
  }
  STANDSTILL_CHECK(!kernel::in_softirq(), "a task is no softirq");
}

/// What a kernel without hotplug makes of it.
void check_no_hotplug(unsigned harts) {
  const unsigned last = harts - 1;
  const int down = kernel::cpu_down(last), up = kernel::cpu_up(last);
  STANDSTILL_CHECK(down == -kernel::kEopnotsupp, "cpu_down() without hotplug: -EOPNOTSUPP");
  STANDSTILL_CHECK(up == -kernel::kEopnotsupp, "cpu_up() without hotplug: -EOPNOTSUPP");
  STANDSTILL_CHECK(kernel::cpu_online(last), "its CPUs stay");
}

void check_unregistering(unsigned harts) {
  kernel::Task* const thread = calls[0].thread;
  kernel::smpboot_unregister_percpu_thread(kSelfparking);
  kernel::smpboot_unregister_percpu_thread(kThreads);
  for (unsigned cpu = 0; cpu < harts; ++cpu) {
    STANDSTILL_CHECK(calls[cpu].cleanup == 1, "cleanup is called for each CPU, once");
    STANDSTILL_CHECK(calls[cpu].thread == nullptr, "the store is empty after unregistering");
  }
  STANDSTILL_CHECK(kernel::kthread_park(*thread) == -kernel::kEnosys,
                   "kthread_park() of a thread that has ended: -ENOSYS");
}

void start_hart(const Arguments&) { new (&calls[kernel::smp_processor_id()]) Calls; }

void run(const Arguments& arguments) {
  const unsigned harts = kernel::machine().harts;
  const bool hotplug = kernel::smpboot_knows_hotplug();
  kernel::smpboot_register_percpu_thread(kThreads);
  if (hotplug) kernel::smpboot_register_percpu_thread(kSelfparking);
  for (unsigned cpu = 0; cpu < harts; ++cpu) {
    check_kernel_threads(cpu);
    check_running(cpu);
    if (!hotplug) continue;
    check_parking(cpu);
    check_selfparking(cpu);
  }
  check_softirqs(harts);
  hotplug ? check_unregistering(harts) : check_no_hotplug(harts);
  kernel::printk("PASS: smpboot: ", kernel::checks_passed(), " checks of the ",
                 arguments.word("smpboot"), " variant on ", harts, " harts");
}

}  // namespace

constinit const Scenario kSmpboot = {
    .name = "smpboot",
    .prepare = nullptr,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
