// The loop of a worker, and what it can be given.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/sched_workers.h.
#include "scenarios/sched_workers.h"

#include <new>

#include "kernel/kthread.h"
#include "kernel/percpu.h"

namespace standstill::scenarios {
namespace {

/// Raw memory, so that only harts that are there touch theirs.
struct alignas(64) WorkerMemory {
  std::byte bytes[sizeof(Worker)];
};
[[gnu::section(".bss.percpu")]] WorkerMemory workers[kernel::kNrCpus][kWorkers];

void work(void* data) {
  Worker& self = *static_cast<Worker*>(data);
  for (;;) {
    kernel::set_current_state(kernel::TaskState::Sleeping);
    if (is_done(self)) {
      kernel::schedule();
      continue;
    }
    kernel::set_current_state(kernel::TaskState::Running);
    arch::smp_acquire();  // pairs with the release in give()
    self.job(self);
    // Release: what the job wrote is seen by who sees it done; pairs with is_done().
    arch::smp_store_release(self.jobs_done, self.jobs_done.load(std::memory_order_relaxed) + 1);
    self.done.complete();
  }
}

}  // namespace

void make_workers() {
  const unsigned cpu = kernel::smp_processor_id();
  for (unsigned i = 0; i < kWorkers; ++i) {
    Worker& self = *new (workers[cpu][i].bytes) Worker;
    self.index = i;
    self.task = &kernel::kthread_run(work, &self, "worker");
  }
}

Worker& worker(unsigned cpu, unsigned index) {
  return *std::launder(reinterpret_cast<Worker*>(workers[cpu][index].bytes));
}

void give(Worker& worker, Job job) {
  worker.job = job;
  arch::write_once(worker.stop, false);
  arch::write_once(worker.progress, 0u);
  arch::write_once(worker.where, kernel::kNrCpus);
  arch::smp_store_release(worker.jobs_given, worker.jobs_given.load(std::memory_order_relaxed) + 1);
  kernel::wake_up_process(*worker.task);
}

bool is_done(const Worker& worker) {
  return arch::smp_load_acquire(worker.jobs_done) ==
         worker.jobs_given.load(std::memory_order_relaxed);
}

void wait_for(Worker& worker) {
  while (!is_done(worker)) worker.done.wait();
}

void stop(Worker& worker) {
  arch::write_once(worker.stop, true);
  wait_for(worker);
}

void spin_until_stopped(Worker& self) {
  while (!self.stop.load(std::memory_order_relaxed)) {
    // Whoever sees the CPU sees a pass made there: both are written before the task can move.
    kernel::preempt_disable();
    arch::write_once(self.where, kernel::smp_processor_id());
    arch::write_once(self.progress, self.progress.load(std::memory_order_relaxed) + 1);
    kernel::preempt_enable();
  }
}

}  // namespace standstill::scenarios
