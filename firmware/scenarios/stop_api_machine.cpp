// stop_api: the calls that bring the machine, or a core of it, to a standstill.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's stop_machine(), stop_machine_cpuslocked(), stop_core_cpuslocked(),
// stop_machine_from_inactive_cpu() and the early path of the first (behaviour). The workers of all
// other harts watch meanwhile (watch_words()): they must see what fn does as one step.
#include "kernel/cpu.h"
#include "kernel/topology.h"
#include "kernel/warn.h"
#include "scenarios/stop_api.h"

namespace standstill::scenarios::stop_api {
namespace {

constexpr std::size_t kScribbledWords = 48;

struct Stop {
  unsigned runner;  ///< where fn must run; kAll for everywhere
  int value;
};
constexpr unsigned kAll = ~0u;

unsigned harts() { return kernel::machine().harts; }

/// Where the workers of all harts stand.
std::uint64_t all_progress() {
  std::uint64_t sum = 0;
  for (unsigned cpu = 0; cpu < harts(); ++cpu) sum += slot(cpu).progress;
  return sum;
}

int standstill(void* data) {
  const auto& stop = *static_cast<const Stop*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  STANDSTILL_CHECK(stop.runner == kAll || stop.runner == cpu, "fn runs where it shall", cpu);
  STANDSTILL_CHECK(arch::irqs_disabled(), "fn of stop_machine runs with interrupts off");
  STANDSTILL_CHECK(kernel::preempt_count() == 1, "fn of stop_machine runs with preemption off");
  STANDSTILL_CHECK(runs_on_stopper(), "fn of stop_machine runs on a stopper");
  slot(cpu).fn_runs = slot(cpu).fn_runs + 1;
  for (unsigned other = 0; other < harts(); ++other)
    STANDSTILL_CHECK(!slot(other).in_section,
                     "no CPU is stopped where preemption is off or a lock is held", other);
  const std::uint64_t before = all_progress();
  if (stop.runner == kAll)
    slot(cpu).word = slot(cpu).word + 1;
  else
    for (unsigned other = 0; other < harts(); ++other) slot(other).word = slot(other).word + 1;
  spin_passes(100);
  STANDSTILL_CHECK(all_progress() == before, "nothing moves while fn runs");
  return stop.value;
}

void expect_runs(unsigned runner) {
  for (unsigned cpu = 0; cpu < harts(); ++cpu)
    STANDSTILL_CHECK(slot(cpu).fn_runs == (runner == kAll || runner == cpu ? 1u : 0u),
                     "stop_machine runs fn once on each CPU it shall, and on no other", cpu);
  for (unsigned cpu = 1; cpu < harts(); ++cpu)
    STANDSTILL_CHECK(slot(cpu).word == slot(0).word, "the caller sees what fn did everywhere", cpu);
}

void check_call(const CpuMask* cpus, unsigned runner, int value) {
  clear_runs();
  Stop stop{runner, value};
  const std::uint64_t word = slot(0).word;
  const int ret = kernel::stop_machine(standstill, &stop, cpus);
  STANDSTILL_CHECK(ret == value, "stop_machine returns 0 or a nonzero value of fn", ret);
  STANDSTILL_CHECK(slot(0).word == word + 1, "stop_machine returns after fn has run");
  STANDSTILL_CHECK(!arch::irqs_disabled(), "stop_machine leaves interrupts on");
  STANDSTILL_CHECK(kernel::preempt_count() == 0, "stop_machine leaves preemption on");
  STANDSTILL_CHECK(!kernel::cpus_read_lock_held(), "stop_machine gives cpus_read_lock back");
  expect_runs(runner);
}

int own_number(void*) { return static_cast<int>(kernel::smp_processor_id()) + 1; }

void check_values() {
  const int ret = kernel::stop_machine(own_number, nullptr, &kernel::cpu_online_mask);
  STANDSTILL_CHECK(ret >= 1 && ret <= static_cast<int>(harts()),
                   "of several nonzero values one comes back", ret);
  const CpuMask nobody;
  Note note{.value = 3};
  STANDSTILL_CHECK(kernel::stop_machine(take_note, &note, &nobody) == 0,
                   "with an empty mask the machine stops and fn runs nowhere");
  STANDSTILL_CHECK(note.runs == 0, "so it does not run", note.runs);
}

void check_cpuslocked() {
  clear_runs();
  Stop stop{0, 8};
  kernel::cpus_read_lock();
  const int ret = kernel::stop_machine_cpuslocked(standstill, &stop, nullptr);
  STANDSTILL_CHECK(ret == 8, "stop_machine_cpuslocked returns the value of fn", ret);
  STANDSTILL_CHECK(kernel::cpus_read_lock_held(),
                   "stop_machine_cpuslocked leaves cpus_read_lock to its caller");
  kernel::cpus_read_unlock();
  expect_runs(0);
}

/// Nothing of a rendezvous is touched once its caller has it back: its stack may hold other things.
[[gnu::noinline]] void check_stack_is_free() {
  volatile std::uint64_t words[kScribbledWords];
  for (std::size_t i = 0; i < kScribbledWords; ++i) words[i] = ~i;
  spin_passes(500);
  for (std::size_t i = 0; i < kScribbledWords; ++i)
    STANDSTILL_CHECK(words[i] == ~i, "nobody touches the data of a rendezvous that is over", i);
}

struct Siblings {
  std::atomic<unsigned> runs{0};
  unsigned first;
  unsigned number;
};

int test_core(void* data) {
  auto& siblings = *static_cast<Siblings*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  STANDSTILL_CHECK(cpu - siblings.first < siblings.number, "fn runs on a sibling only", cpu);
  STANDSTILL_CHECK(arch::irqs_disabled(), "fn of stop_core runs with interrupts off");
  siblings.runs.fetch_add(1, std::memory_order_relaxed);
  const unsigned beside = harts() - 1;
  const std::uint64_t moves = slot(beside).progress;
  if (beside != 0 && beside - siblings.first >= siblings.number)
    while (slot(beside).progress == moves) arch::cpu_relax();
  return 5;
}

void check_core(unsigned cpu) {
  const unsigned first = cpu - cpu % kernel::threads_per_core;
  const unsigned left = harts() - first;
  const bool exists = kernel::stop_version().stop_core;
  Siblings siblings{.first = first,
                    .number = left < kernel::threads_per_core ? left : kernel::threads_per_core};
  kernel::cpus_read_lock();
  const int ret = kernel::stop_core_cpuslocked(cpu, test_core, &siblings);
  kernel::cpus_read_unlock();
  STANDSTILL_CHECK(ret == (exists ? 5 : -kernel::kEnosys),
                   "stop_core_cpuslocked returns the value of fn, or is not there", ret);
  STANDSTILL_CHECK(siblings.runs.load() == (exists ? siblings.number : 0),
                   "fn runs on every sibling once", siblings.runs.load());
}

/// What the last hart does to find out about stop_machine_from_inactive_cpu().
int inactive_stop(void* data) {
  auto& stop = *static_cast<Stop*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  STANDSTILL_CHECK(arch::irqs_disabled(), "fn from an inactive CPU runs with interrupts off");
  slot(cpu).fn_runs = slot(cpu).fn_runs + 1;
  return cpu == stop.runner ? stop.value : 0;
}

int from_here(const CpuMask* cpus, unsigned speaker, bool irqs_off) {
  const unsigned cpu = kernel::smp_processor_id();
  Stop stop{speaker, 9};
  kernel::preempt_disable();
  kernel::cpu_active_mask.clear(cpu);
  const arch::IrqFlags flags = irqs_off ? arch::local_irq_save() : arch::local_save_flags();
  const int ret = kernel::stop_machine_from_inactive_cpu(inactive_stop, &stop, cpus);
  STANDSTILL_CHECK(arch::irqs_disabled() == irqs_off,
                   "from an inactive CPU the interrupt enable is left as it was");
  STANDSTILL_CHECK(kernel::preempt_count() == 1, "and so is preemption");
  arch::local_irq_restore(flags);
  kernel::cpu_active_mask.set(cpu);
  kernel::preempt_enable();
  return ret;
}

void stop_while_inactive(unsigned cpu) {
  for (const bool irqs_off : {true, false}) {
    clear_runs();
    const int own = from_here(&kernel::cpu_online_mask, cpu, irqs_off);
    STANDSTILL_CHECK(own == 9, "from an inactive CPU its own value of fn comes back", own);
    for (unsigned other = 0; other < harts(); ++other)
      STANDSTILL_CHECK(slot(other).fn_runs == 1, "and fn runs on each CPU of the mask", other);
    const int theirs = from_here(nullptr, 0, irqs_off);
    STANDSTILL_CHECK(theirs == 9, "or else the value of another", theirs);
    STANDSTILL_CHECK(slot(0).fn_runs == 2 && slot(cpu).fn_runs == 1,
                     "without a mask fn runs on the first online CPU, whoever asks");
  }
}

}  // namespace

void check_early() {
  Note note{.value = 4};
  const arch::IrqFlags flags = arch::local_save_flags();
  const std::uint64_t before = kernel::warnings();
  STANDSTILL_CHECK(kernel::stop_machine(take_note, &note, nullptr) == 4,
                   "before there are stoppers stop_machine returns the value of fn");
  STANDSTILL_CHECK(note.runs == 1 && note.cpu == 0, "which it calls itself");
  STANDSTILL_CHECK(note.irqs_off, "with interrupts off");
  STANDSTILL_CHECK(arch::local_save_flags() == flags, "and leaves interrupts as they were");
  STANDSTILL_CHECK(kernel::warnings() == before, "and nothing to warn of on the only CPU");
}

void check_stop_machine() {
  const unsigned last = harts() - 1;
  for (unsigned cpu = 1; cpu <= last; ++cpu) start_job(cpu, watch_words);
  const CpuMask only_last = kernel::cpumask_of(last);
  check_call(nullptr, 0, 5);
  check_stack_is_free();
  check_call(nullptr, 0, 0);
  check_call(&only_last, last, -3);
  check_stack_is_free();
  check_call(&kernel::cpu_online_mask, kAll, 2);
  check_values();
  check_cpuslocked();
  check_core(0);
  check_core(last);
  stop_watching();
}

void check_inactive() {
  const unsigned last = harts() - 1;
  if (last == 0) return;
  start_job(last, stop_while_inactive);
  finish_job(last);
}

}  // namespace standstill::scenarios::stop_api
