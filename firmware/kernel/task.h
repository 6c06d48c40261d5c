// A task: what the scheduler needs to know of a thread of the kernel.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own, with the names of Linux's task_struct.
#ifndef STANDSTILL_FIRMWARE_KERNEL_TASK_H
#define STANDSTILL_FIRMWARE_KERNEL_TASK_H

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "kernel/completion.h"

namespace standstill::kernel {

struct SchedClass;

/// Callee-saved registers of a task that does not run. arch/switch.S knows this layout.
struct Context {
  std::uint64_t ra = 0;
  std::uint64_t sp = 0;
  std::uint64_t s[12] = {};
};
static_assert(offsetof(Context, s) == 16 && sizeof(Context) == 112, "arch/switch.S says the same");

enum class TaskState : std::uint32_t {
  Running,   ///< runs, or waits on the run queue for its turn
  Sleeping,  ///< left the run queue, or is about to, until wake_up_process()
  Parked,    ///< left the run queue, or is about to, until kthread_unpark()
  Dead,      ///< will never run again
};

/// What its owner has asked a thread to do; see kernel/kthread.h.
struct Kthread {
  std::atomic<bool> should_park = false;
  std::atomic<bool> should_stop = false;
  Completion parked_or_ended;
};

struct Task : ListNode {
  Context context;
  const SchedClass* sched_class = nullptr;
  std::atomic<TaskState> state = TaskState::Sleeping;
  std::uint32_t cpu = 0;       ///< the CPU it is bound to
  bool on_rq = false;          ///< under the run-queue lock: it is runnable
  bool is_stopper = false;     ///< a migration thread
  bool holds_cpus = false;     ///< between cpus_read_lock() and cpus_read_unlock()
  std::uint64_t vruntime = 0;  ///< fair class: time it has run, in ticks of the time base
  std::uint64_t exec_start = 0;
  /// Next of a wake_q; not null while some wake_q holds the task.
  std::atomic<Task*> wake_q_next = nullptr;
  void (*fn)(void* data) = nullptr;
  void* data = nullptr;
  std::uint64_t* stack = nullptr;  ///< lowest word, which holds kStackCanary
  Kthread kthread;
  char name[16] = {};
};

/// Lies at the end of every stack; a task that has overwritten it has used too much.
inline constexpr std::uint64_t kStackCanary = 0x57ACE0C0FFEE57ACull;

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_TASK_H
