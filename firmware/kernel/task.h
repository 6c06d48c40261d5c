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
#include "kernel/cpumask.h"

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

/// Linux's scheduling policies, by its numbers.
enum class SchedPolicy : std::uint8_t {
  Normal = 0,
  Fifo = 1,
  Rr = 2,
  Batch = 3,
  Idle = 5,
  Deadline = 6
};

/// A reservation of the deadline class and its present instance, in ticks of the time base.
struct DlEntity {
  std::uint64_t dl_runtime = 0;   ///< what it may run in each period
  std::uint64_t dl_deadline = 0;  ///< from the begin of an instance
  std::uint64_t dl_period = 0;
  std::int64_t runtime = 0;    ///< left of the present instance
  std::uint64_t deadline = 0;  ///< of the present instance, absolute
  bool throttled = false;      ///< runnable, but its runtime is spent until the next period
};

struct Task : ListNode {
  Context context;
  const SchedClass* sched_class = nullptr;
  std::atomic<TaskState> state = TaskState::Sleeping;
  /// Its CPU; changes under the locks of both run queues while it does not run. See
  /// task_rq_lock().
  std::atomic<std::uint32_t> cpu = 0;
  bool on_rq = false;           ///< under the run-queue lock: it is runnable
  bool is_stopper = false;      ///< a migration thread
  bool holds_cpus = false;      ///< between cpus_read_lock() and cpus_read_unlock()
  bool no_setaffinity = false;  ///< a thread that belongs to its CPU (PF_NO_SETAFFINITY)
  SchedPolicy policy = SchedPolicy::Normal;
  std::int8_t nice = 0;             ///< -20 to 19
  std::uint8_t rt_priority = 0;     ///< 1 to 99 of a FIFO or RR task, else 0
  std::int16_t prio = 120;          ///< lower is served first: -1, 0 to 99 (rt), 100 to 139 (fair)
  std::uint32_t weight = 1024;      ///< fair class: share of the CPU, 1024 at nice 0
  std::uint32_t time_slice = 0;     ///< RR: ticks left of its turn
  std::uint32_t nr_migrations = 0;  ///< how often it has changed its CPU
  std::uint64_t vruntime = 0;  ///< fair class: weighted time it has run, in ticks of the time base
  std::uint64_t exec_start = 0;
  std::uint64_t sum_exec_runtime = 0;  ///< time it has run, in ticks; the stop class counts none
  DlEntity dl;
  /// Next of a wake_q; not null while some wake_q holds the task.
  std::atomic<Task*> wake_q_next = nullptr;
  void (*fn)(void* data) = nullptr;
  void* data = nullptr;
  std::uint64_t* stack = nullptr;  ///< lowest word, which holds kStackCanary
  Kthread kthread;
  char name[16] = {};
  unsigned nr_cpus_allowed = 1;  ///< weight of cpus_mask
  CpuMask cpus_mask;             ///< where it may run; under the run-queue lock
};

/// The CPU of the task: where it runs, waits, or ran last.
inline unsigned task_cpu(const Task& task) { return task.cpu.load(std::memory_order_relaxed); }

/// Lies at the end of every stack; a task that has overwritten it has used too much.
inline constexpr std::uint64_t kStackCanary = 0x57ACE0C0FFEE57ACull;

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_TASK_H
