// The loop of the worker threads.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/workers.h.
#include "scenarios/workers.h"

#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

/// How often a hart's worker has come through; a line of its own.
struct alignas(128) Passes {
  std::atomic<std::uint64_t> ended;
  alignas(64) std::uint64_t seen;  ///< by wait_for_passes()
};

[[gnu::section(".bss.percpu")]] Passes all_passes[kernel::kNrCpus];
constinit WorkerPass worker_pass = nullptr;
constinit std::atomic<bool> shall_stop{false};
constinit kernel::Countdown workers;

std::uint64_t ended(unsigned cpu) { return arch::smp_load_acquire(all_passes[cpu].ended); }

void work(void*) {
  const unsigned cpu = kernel::smp_processor_id();
  Passes& mine = all_passes[cpu];
  while (!shall_stop.load(std::memory_order_relaxed)) {
    worker_pass(cpu);
    // Pairs with the acquire in ended().
    arch::smp_store_release(mine.ended, mine.ended.load(std::memory_order_relaxed) + 1);
  }
  workers.arrive();
}

}  // namespace

void prepare_workers(WorkerPass pass) {
  worker_pass = pass;
  workers.expect(kernel::machine().harts);
}

void start_worker(const Arguments& arguments) {
  start_load(arguments);
  arch::write_once(all_passes[kernel::smp_processor_id()].ended, 0ull);
  kernel::kthread_run(work, nullptr, "work");
}

void wait_for_passes(std::uint64_t passes) {
  const std::uint64_t further = passes + 1;  // one may have begun before the call
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) all_passes[cpu].seen = ended(cpu);
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) {
    while (ended(cpu) - all_passes[cpu].seen < further) {
      spin_passes(100);
      kernel::cond_resched();
    }
  }
}

void stop_workers() {
  arch::write_once(shall_stop, true);
  workers.completion.wait();
}

std::uint64_t passes_in_all() {
  std::uint64_t sum = 0;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) sum += ended(cpu);
  return sum;
}

}  // namespace standstill::scenarios
