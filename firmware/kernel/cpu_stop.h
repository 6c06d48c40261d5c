// The stopper: a thread of the highest class on every CPU that runs what it is handed.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_CPU_STOP_H
#define STANDSTILL_FIRMWARE_KERNEL_CPU_STOP_H

#include "kernel/completion.h"
#include "kernel/cpumask.h"
#include "kernel/errno.h"
#include "kernel/workqueue.h"

namespace standstill::kernel {

/// Runs on a stopper with preemption off. Must not sleep, nor wait for an interrupt or for a task.
using CpuStopFn = int (*)(void* arg);

/// One per request, on the stack of who waits.
struct CpuStopDone {
  explicit CpuStopDone(unsigned nr_todo_) : nr_todo(static_cast<std::int32_t>(nr_todo_)) {}

  std::atomic<std::int32_t> nr_todo;
  std::atomic<int> ret{0};  ///< any nonzero value of fn; the last writer wins, by design
  Completion completion;
};

/// What a stopper is asked to do.
struct CpuStopRequest {
  CpuStopFn fn = nullptr;
  void* arg = nullptr;
  CpuStopDone* done = nullptr;   ///< null: nobody waits
  const void* caller = nullptr;  ///< return address of who asked, for print_stop_info()
  const void* object = nullptr;  ///< what the markers of this work carry
  bool fn_marks_itself = false;  ///< fn emits RunBegin and RunEnd where they belong
};

#ifdef STANDSTILL_UP
using CpuStopLink = WorkStruct;  // there is no stopper: the kworker does it
#else
using CpuStopLink = ListNode;
#endif

/// A request on the list of one stopper.
struct CpuStopWork : CpuStopLink, CpuStopRequest {
  CpuStopWork() = default;
  explicit CpuStopWork(const CpuStopRequest& request) : CpuStopRequest(request) {}
};

/// The stopper of one CPU.
struct CpuStopper {
  Task* thread = nullptr;  ///< in the uniprocessor kernel the kworker
  RawSpinlock lock{LockRank::Stopper};
  std::atomic<bool> enabled{false};  ///< takes work; set and cleared without the lock
  List<CpuStopWork> works;           ///< first in, first out
  CpuStopWork stop_work;             ///< for stop_cpus(), whose mutex guards it
  CpuStopFn fn = nullptr;            ///< what it runs now
  const void* caller = nullptr;
};

/// Makes a stopper part of every CPU; it takes work once it is unparked. Boot hart only.
void cpu_stop_init();

/// Runs fn(arg) on `cpu` and returns its value, or -kEnoent if that CPU takes no work. Does not
/// keep the CPU online. May sleep.
int stop_one_cpu(unsigned cpu, CpuStopFn fn, void* arg);

/// Queues fn(arg) on `cpu` and does not wait. `work` must stay untouched until fn has begun.
/// Returns whether it was queued. Any context.
bool stop_one_cpu_nowait(unsigned cpu, CpuStopFn fn, void* arg, CpuStopWork& work);

/// Runs fn(arg) on cpu1 while it and cpu2, which must differ, stand in lock-step with interrupts
/// off. Returns the value of fn, or -kEnoent if one of the two takes no work. May sleep.
int stop_two_cpus(unsigned cpu1, unsigned cpu2, CpuStopFn fn, void* arg);

/// Runs fn(arg) on the stopper of every CPU of `cpus`, all present; returns 0, any nonzero value
/// of fn, or -kEnoent if no CPU took the work. Calls are serialised, so that fn may wait until all
/// have entered it. May sleep.
int stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg);

/// stop_cpus(), or -kEagain if another one is under way. -kEnosys in versions without it.
int try_stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg);

/// `cpu` takes no work from now on; its stopper runs what it has and parks. In the DYING step of
/// the CPU, on itself.
void stop_machine_park(unsigned cpu);
/// `cpu` takes work again. Before its stopper is the target of anything.
void stop_machine_unpark(unsigned cpu);

/// Runs whatever lies on the list of this CPU's stopper: the body of its thread.
void cpu_stopper_thread(unsigned cpu);

/// Whether this CPU's stopper has work.
bool cpu_stop_should_run(unsigned cpu);

/// In a crash dump or an NMI: says what the stopper of `cpu` runs, if `task` is that stopper.
void print_stop_info(unsigned cpu, const Task& task);

/// Says of every online CPU's stopper what it runs, or whether work waits for it. Takes no lock.
void print_stop_info_all();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPU_STOP_H
