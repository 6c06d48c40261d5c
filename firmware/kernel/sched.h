// The scheduler: run queues, the chain of classes, sleep and wake-up.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the structure of Linux's kernel/sched (behaviour and names, not text).
//
// Each CPU has one run queue and every task is bound to one CPU. pick_next_task() asks the classes
// from stop down to idle; a class is a table of operations, and a further one (deadline, rt) is one
// more file and one changed `next`.
#ifndef STANDSTILL_FIRMWARE_KERNEL_SCHED_H
#define STANDSTILL_FIRMWARE_KERNEL_SCHED_H

#include "kernel/spinlock.h"
#include "kernel/task.h"

namespace standstill::kernel {

/// Tasks of the fair class that wait, by vruntime; the running one is not among them.
struct FairQueue {
  List<Task> waiting;
  std::uint64_t min_vruntime = 0;
  unsigned nr_running = 0;
};

struct RunQueue {
  RawSpinlock lock;
  std::uint32_t cpu = 0;
  Task* curr = nullptr;
  Task* idle = nullptr;
  Task* stop = nullptr;
  FairQueue fair;
  std::uint64_t nr_switches = 0;
};

/// How a task came onto the run queue.
enum class Enqueue : std::uint8_t { New, Wakeup };

/// The operations of one scheduling class. All are called under the run-queue lock.
struct SchedClass {
  const char* name;
  const SchedClass* next;  ///< the class below
  void (*enqueue_task)(RunQueue&, Task&, Enqueue);
  void (*dequeue_task)(RunQueue&, Task&);    ///< the running task goes to sleep
  void (*put_prev_task)(RunQueue&, Task&);   ///< the running task stays runnable
  Task* (*pick_next_task)(RunQueue&);        ///< the one to run now, or null
  bool (*wakeup_preempt)(RunQueue&, Task&);  ///< may it displace curr, of the same class?
  void (*task_tick)(RunQueue&, Task&);
  bool needs_tick;  ///< whether tasks of this class share the CPU by time
};

extern const SchedClass stop_sched_class;
extern const SchedClass fair_sched_class;
extern const SchedClass idle_sched_class;
inline constexpr const SchedClass* kHighestClass = &stop_sched_class;

/// Prepares the run queue of this CPU; the caller runs as its idle task from now on.
void sched_init(RunQueue& rq, Task& idle);

/// The first task the chain of classes offers.
Task& pick_next_task(RunQueue& rq);

/// Asks the CPU of `rq` to schedule: its mailbox first, its doorbell only if that was empty and it
/// is another CPU. Under the run-queue lock.
void resched_curr(RunQueue& rq);

/// Gives the CPU to another task. A current task that is not Running leaves the run queue.
void schedule();

/// Gives way, if something asks for it, at a point where that is allowed.
void cond_resched();

/// At the end of an interrupt: switches if need be. Interrupts are off.
void preempt_schedule_irq();

/// The tick of the timer, in the interrupt. Returns whether the CPU needs another.
bool scheduler_tick();

/// Makes a sleeping task run on its CPU. Returns false if it was running already.
bool wake_up_process(Task& task);

/// The same for a task that is in `state`, which is Sleeping or Parked.
bool wake_up_state(Task& task, TaskState state);

/// Puts a task on its run queue for the first time.
void wake_up_new_task(Task& task);

/// To be called before the condition is tested, so that no wake-up is lost.
void set_current_state(TaskState state);

/// The loop of the idle task. Does not return.
[[noreturn]] void cpu_idle();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_SCHED_H
