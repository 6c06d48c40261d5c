// Threads that sleep until they are given something to do, for scenarios about tasks.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_SCHED_WORKERS_H
#define STANDSTILL_FIRMWARE_SCENARIOS_SCHED_WORKERS_H

#include "kernel/completion.h"
#include "kernel/task.h"

namespace standstill::scenarios {

/// Workers of each hart.
inline constexpr unsigned kWorkers = 4;

struct Worker;
using Job = void (*)(Worker& self);

struct alignas(64) Worker {
  kernel::Task* task = nullptr;
  unsigned index = 0;  ///< of its hart's workers
  Job job = nullptr;
  std::atomic<unsigned> jobs_given{0};
  std::atomic<unsigned> jobs_done{0};
  kernel::Completion done;                 ///< as often as jobs_done
  std::atomic<bool> stop{false};           ///< asks a job that spins to end
  std::atomic<std::uint64_t> progress{0};  ///< passes a job that spins has made
  std::atomic<unsigned> where{0};          ///< the CPU that job saw itself on
};

/// Makes the workers of this hart, of the fair class and bound to it; for Scenario::start_hart.
void make_workers();

/// Worker `index` of `cpu`.
Worker& worker(unsigned cpu, unsigned index);

/// Gives an idle worker a job and wakes it.
void give(Worker& worker, Job job);

/// Whether the worker has done all it was given.
bool is_done(const Worker& worker);

/// Sleeps until the worker has done all it was given.
void wait_for(Worker& worker);

/// Stops a job that spins and waits for its end.
void stop(Worker& worker);

/// A job: spins, counting passes and telling where, until it is told to stop.
void spin_until_stopped(Worker& self);

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_SCHED_WORKERS_H
