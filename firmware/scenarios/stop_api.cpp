// stop_api: every call of the stopper, held to its return codes, contexts and guarantees.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the contracts of Linux's stop_machine.h and stop_machine.c (behaviour). This file has the
// frame; the calls are held in stop_api_one.cpp, stop_api_many.cpp, stop_api_machine.cpp and, all
// at once on every hart, in stop_api_races.cpp.
#include "scenarios/stop_api.h"

#include <new>

#include "kernel/kthread.h"
#include "kernel/topology.h"

namespace standstill::scenarios {
namespace stop_api {
namespace {

struct Worker {
  kernel::Completion go;
  kernel::Completion finished;
  Job job = nullptr;
};
/// Raw memory, so that only harts that are there touch theirs.
struct alignas(64) WorkerMemory {
  std::byte memory[sizeof(Worker)];
};
[[gnu::section(".bss.percpu")]] WorkerMemory workers[kernel::kNrCpus];
[[gnu::section(".bss.percpu")]] HartSlot slots[kernel::kNrCpus];
constinit std::atomic<unsigned> notes_taken{0};
constinit std::atomic<bool> watching{false};

Worker& worker(unsigned cpu) {
  return *std::launder(reinterpret_cast<Worker*>(workers[cpu].memory));
}

int hold(void* data) {
  auto& held = *static_cast<Hold*>(data);
  // Release: who sees it sees what the stopper says of us; pairs with hold_stopper().
  arch::smp_store_release(held.entered, true);
  while (!held.release.load(std::memory_order_relaxed)) arch::cpu_relax();
  return 0;
}

}  // namespace

HartSlot& slot(unsigned cpu) { return slots[cpu]; }

void clear_runs() {
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) slots[cpu].fn_runs = 0;
}

int take_note(void* data) {
  auto& note = *static_cast<Note*>(data);
  const kernel::CpuStopper& stopper = kernel::this_cpu().stopper;
  ++note.runs;
  note.order = notes_taken.fetch_add(1, std::memory_order_relaxed) + 1;
  note.cpu = kernel::smp_processor_id();
  note.preempt_count = kernel::preempt_count();
  note.irqs_off = arch::irqs_disabled();
  note.on_stopper = runs_on_stopper();
  note.told = stopper.fn == take_note && stopper.caller != nullptr;
  return note.value;
}

void hold_stopper(unsigned cpu, Hold& held) {
  STANDSTILL_CHECK(kernel::stop_one_cpu_nowait(cpu, hold, &held, held.work),
                   "a stopper takes work nobody waits for");
  // Acquire: pairs with the release in hold().
  while (!arch::smp_load_acquire(held.entered)) arch::cpu_relax();
}

void release_stopper(Hold& held) { arch::write_once(held.release, true); }

void start_job(unsigned cpu, Job job) {
  worker(cpu).job = job;
  worker(cpu).go.complete();
}

void finish_job(unsigned cpu) { worker(cpu).finished.wait(); }

void run_everywhere(Job job) {
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) start_job(cpu, job);
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) finish_job(cpu);
}

void watch_words(unsigned cpu) {
  HartSlot& mine = slot(cpu);
  const unsigned other = (cpu + 1) % kernel::machine().harts;
  while (watching.load(std::memory_order_relaxed)) {
    kernel::preempt_disable();
    mine.in_section = true;
    const std::uint64_t word = slot(other).word;
    spin_passes(20);
    STANDSTILL_CHECK(mine.word == word && slot(other).word == word,
                     "what fn does happens at one moment for all others");
    mine.in_section = false;
    kernel::preempt_enable();
    mine.progress = mine.progress + 1;
    spin_passes(20);
  }
}

void stop_watching() {
  arch::write_once(watching, false);
  for (unsigned cpu = 1; cpu < kernel::machine().harts; ++cpu) finish_job(cpu);
  arch::write_once(watching, true);
}

namespace {

void work(void*) {
  const unsigned cpu = kernel::smp_processor_id();
  for (;;) {
    worker(cpu).go.wait();
    worker(cpu).job(cpu);
    worker(cpu).finished.complete();
  }
}

void prepare(const Arguments& arguments) {
  kernel::threads_per_core = static_cast<unsigned>(arguments.get("smt"));
  arch::write_once(watching, true);
  check_early();
}

void start_hart(const Arguments&) {
  const unsigned cpu = kernel::smp_processor_id();
  new (workers[cpu].memory) Worker;
  slots[cpu] = {};
  kernel::kthread_run(work, nullptr, "api");
}

void run(const Arguments& arguments) {
  check_single_calls();
  check_stop_cpus();
  check_stop_two_cpus();
  check_stop_machine();
  check_inactive();
  check_races(arguments);
  kernel::printk("PASS: stop_api: Linux ", kernel::stop_version().name, ", ",
                 kernel::checks_passed(), " checks on ", kernel::machine().harts, " harts");
}

}  // namespace
}  // namespace stop_api

constinit const Scenario kStopApi = {
    .name = "stop_api",
    .prepare = stop_api::prepare,
    .start_hart = stop_api::start_hart,
    .run = stop_api::run,
};

}  // namespace standstill::scenarios
