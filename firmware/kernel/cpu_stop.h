// The stopper: a thread of the highest class on every CPU that runs what it is handed.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_CPU_STOP_H
#define STANDSTILL_FIRMWARE_KERNEL_CPU_STOP_H

#include "kernel/completion.h"
#include "kernel/cpumask.h"
#include "kernel/errno.h"

namespace standstill::kernel {

/// Runs on a stopper with preemption off. Must not sleep.
using CpuStopFn = int (*)(void* arg);

/// One per request, on the stack of who waits.
struct CpuStopDone {
  explicit CpuStopDone(unsigned nr_todo_) : nr_todo(static_cast<std::int32_t>(nr_todo_)) {}

  std::atomic<std::int32_t> nr_todo;
  std::atomic<int> ret{0};  ///< any nonzero value of fn; the last writer wins, by design
  Completion completion;
};

/// One piece of work on the list of one stopper.
struct CpuStopWork : ListNode {
  CpuStopFn fn = nullptr;
  void* arg = nullptr;
  CpuStopDone* done = nullptr;   ///< null: nobody waits
  const void* caller = nullptr;  ///< return address of who asked, for print_stop_info()
  const void* object = nullptr;  ///< what the markers of this work carry
};

/// The stopper of one CPU.
struct CpuStopper {
  Task* thread = nullptr;
  RawSpinlock lock;
  bool enabled = false;     ///< under the lock: takes work
  List<CpuStopWork> works;  ///< first in, first out
  CpuStopWork stop_work;    ///< for stop_cpus(), whose mutex guards it
  CpuStopFn fn = nullptr;   ///< what it runs now
  const void* caller = nullptr;
};

/// Makes the stopper of this CPU and lets it take work.
void cpu_stop_init();

/// Runs fn(arg) on `cpu` and returns its value, or -kEnoent if that CPU takes no work. May sleep.
int stop_one_cpu(unsigned cpu, CpuStopFn fn, void* arg);

/// Queues fn(arg) on `cpu` and does not wait. `work` must stay untouched until fn has begun.
/// Returns whether it was queued.
bool stop_one_cpu_nowait(unsigned cpu, CpuStopFn fn, void* arg, CpuStopWork& work);

/// Runs fn(arg) on the stopper of every CPU of `cpus`, all present; returns 0, any nonzero value
/// of fn, or -kEnoent if no CPU took the work. Calls are serialised. May sleep.
int stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg);

/// stop_cpus() without Call and Return markers; Queued and Doorbell carry `object`.
int stop_cpus_for(const CpuMask& cpus, CpuStopFn fn, void* arg, const void* object,
                  const void* caller);

/// Puts `work` on the stopper of `cpu` and wakes it; false, and done signalled, if it takes none.
bool cpu_stop_queue_work(unsigned cpu, CpuStopWork& work);

/// Runs whatever lies on the list of this CPU's stopper: the body of its thread.
void cpu_stopper_thread();

/// Whether this CPU's stopper has work.
bool cpu_stop_should_run();

/// Whether a stop_cpus() is queueing at this moment; may be true a little too long.
bool stop_cpus_in_progress();

/// In a crash dump: says what the stopper ran, if `task` is the stopper of this CPU.
void print_stop_info(const Task& task);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPU_STOP_H
