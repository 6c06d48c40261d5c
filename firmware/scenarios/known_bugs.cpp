// known_bugs: situations in which stoppers of Linux once waited for each other for ever.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the numbers are those of bug=, and docs/no_progress.md tells each story. A situation is
// made the same way whether the kernel is as it should be or has the bug; in the latter case
// nothing moves any more, and it is for the simulator to say who waits for whom.
#include "bugs/stop_queue_bugs.h"
#include "kernel/check.h"
#include "kernel/cpu.h"
#include "kernel/cpuhp.h"
#include "kernel/ipi.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "lib/machine.h"
#include "scenarios/load.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

/// Long enough for whoever was let go to come to the lock that is held.
constexpr std::uint64_t kPatience = 10000;

constinit std::atomic<unsigned> fn_runs{0};
constinit kernel::Countdown requests;

int count_run(void*) {
  fn_runs.fetch_add(1, std::memory_order_relaxed);
  return 0;
}

/// A thread that stops two CPUs, or all if they are one, once it is let go.
struct Requester {
  unsigned cpu1;
  unsigned cpu2;
  std::atomic<bool> may_begin{false};
  int ret = -1;
};

void request(void* data) {
  auto& requester = *static_cast<Requester*>(data);
  // Acquire: pairs with the release in let_go().
  while (!arch::smp_load_acquire(requester.may_begin)) kernel::cond_resched();
  requester.ret = requester.cpu1 == requester.cpu2
                      ? kernel::stop_machine(count_run, nullptr, nullptr)
                      : kernel::stop_two_cpus(requester.cpu1, requester.cpu2, count_run, nullptr);
  requests.arrive();
}

void start_on(unsigned cpu, Requester& requester) {
  kernel::wake_up_new_task(kernel::kthread_create_on_cpu(request, &requester, "request", cpu));
}

void let_go(Requester& requester) {
  arch::smp_store_release(requester.may_begin, true);
  spin_passes(kPatience);
}

/// Lets them go one after another while nobody can give work to the stopper of `cpu`, and waits
/// until all have come back.
template <std::size_t N>
void request_past_held_lock(unsigned cpu, Requester* const (&in_order)[N]) {
  kernel::RawSpinlock& lock = kernel::per_cpu(cpu).stopper.lock;
  const arch::IrqFlags flags = lock.lock_irqsave();
  for (Requester* requester : in_order) let_go(*requester);
  lock.unlock_irqrestore(flags);
  requests.completion.wait();
  for (const Requester* requester : in_order)
    STANDSTILL_CHECK(requester->ret == 0, "every request of a known bug is served", requester->ret);
}

/// Each of three CPUs is the first of one pair and the second of another. The lock of one of them
/// keeps the first two requests waiting until the third has come.
void ring_of_three(bool) {
  Requester one{2, 3};
  Requester two{1, 2};
  Requester three{1, 3};
  requests.expect(3);
  start_on(1, one);
  start_on(3, two);
  start_on(2, three);
  request_past_held_lock(2, {&one, &two, &three});
}

/// A stop_machine() that has given work to hart 0 waits for the lock of hart 1; behind it a
/// stop_two_cpus(), which will have the lock of hart 2 first.
void two_within_all(bool) {
  Requester all{0, 0};
  Requester two{1, 2};
  requests.expect(2);
  start_on(3, all);
  start_on(2, two);
  request_past_held_lock(1, {&all, &two});
}

/// The stopper of our own CPU is the first to be woken.
void own_stopper_first(bool) {
  const int ret = kernel::stop_two_cpus(0, 1, count_run, nullptr);
  STANDSTILL_CHECK(ret == 0, "both stoppers come though one of them is our own", ret);
}

void enable_stopper(void* stopper) {
  spin_passes(kPatience);
  arch::write_once(static_cast<kernel::CpuStopper*>(stopper)->enabled, true);
}

/// Leaves it to a thread of the CPU that comes to enable its stopper.
int enable_stopper_later(unsigned cpu) {
  kernel::CpuStopper& stopper = kernel::per_cpu(cpu).stopper;
  arch::write_once(stopper.enabled, false);
  kernel::kthread_run(enable_stopper, &stopper, "enable");
  return 0;
}

/// All are stopped as soon as a CPU has come back.
void stop_after_hotplug(bool broken) {
  constexpr unsigned kLast = 3;
  if (broken)
    kernel::cpuhp_setup_state_nocalls(kernel::CpuhpState::ApOnlineDyn, "stopper:enable",
                                      enable_stopper_later, nullptr);
  STANDSTILL_CHECK(kernel::cpu_down(kLast) == 0, "the CPU goes down for a known bug");
  STANDSTILL_CHECK(kernel::cpu_up(kLast) == 0, "the CPU comes back for a known bug");
  const int ret = kernel::stop_machine(count_run, nullptr, nullptr);
  STANDSTILL_CHECK(ret == 0, "a CPU that has just come takes part", ret);
}

bool interrupt_is_pending(unsigned cpu) {
  return (arch::mmio_read<std::uint32_t>(kernel::machine().mswi + 4 * std::uint64_t{cpu}) & 1) != 0;
}

void await_interrupt_taken(unsigned cpu) {
  while (interrupt_is_pending(cpu)) arch::cpu_relax();
}

int interrupt_another(void* waits) {
  const unsigned other = kernel::smp_processor_id() + 1;
  kernel::smp_send_reschedule(other);
  if (waits != nullptr) await_interrupt_taken(other);
  return count_run(nullptr);
}

/// fn interrupts a CPU that stands still; who waits for the answer must do it afterwards.
void fn_interrupts(bool broken) {
  const int ret = kernel::stop_machine(interrupt_another, broken ? &fn_runs : nullptr, nullptr);
  await_interrupt_taken(1);
  STANDSTILL_CHECK(ret == 0, "fn may interrupt a CPU that stands still", ret);
}

struct KnownBug {
  const char* name;  ///< word of the argument `bug`
  void (*situation)(bool broken);
  unsigned fn_runs;
};

constexpr KnownBug kBugs[] = {
    {"S1", ring_of_three, 3},      {"S2", two_within_all, 2}, {"S4", own_stopper_first, 1},
    {"S7", stop_after_hotplug, 1}, {"S13", fn_interrupts, 1},
};

void meet(const KnownBug& bug, bool broken) {
  if (broken) bugs::break_stop_queue(bug.name);
  arch::write_once(fn_runs, 0u);
  bug.situation(broken);
  const unsigned runs = fn_runs.load(std::memory_order_relaxed);
  STANDSTILL_CHECK(runs == bug.fn_runs, "fn runs once a request of a known bug", runs);
}

void run(const Arguments& arguments) {
  const kernel::Text wanted = arguments.word("bug");
  const bool all = wanted == "none";
  const bool broken = !all && arguments.word("fixed") == "off";
  unsigned met = 0;
  for (const KnownBug& bug : kBugs) {
    if (!all && wanted != bug.name) continue;
    meet(bug, broken);
    ++met;
  }
  kernel::printk("PASS: known_bugs: ", met, " of ", unsigned{std::size(kBugs)}, " situations on ",
                 kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kKnownBugs = {
    .name = "known_bugs",
    .prepare = nullptr,
    .start_hart = nullptr,
    .run = run,
};

}  // namespace standstill::scenarios
