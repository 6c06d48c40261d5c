// The scheduler: run queues, the chain of classes, sleep and wake-up, policies and affinity.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the structure of Linux's kernel/sched (behaviour and names, not text).
//
// Each CPU has one run queue. pick_next_task() asks the classes from stop down to idle; a class is
// a table of operations. Who holds the lock of a task's run queue owns the task's place in it:
//   * a task's CPU changes under both run-queue locks, the lower CPU's taken first;
//   * the lock is held across a switch, so `rq.curr == &task` means that the task is on its CPU.
#ifndef STANDSTILL_FIRMWARE_KERNEL_SCHED_H
#define STANDSTILL_FIRMWARE_KERNEL_SCHED_H

#include "kernel/spinlock.h"
#include "kernel/task.h"

namespace standstill::kernel {

/// Tasks of the deadline class, the running one among them.
struct DlQueue {
  List<Task> ready;  ///< by deadline
  List<Task> throttled;
  std::uint64_t this_bw =
      0;  ///< reserved by all its tasks, asleep or not; 1 << 20 is the whole CPU
};

/// Tasks of the rt class by priority, the running one among them; equals in the order they came.
struct RtQueue {
  List<Task> queue;
};

/// Tasks of the fair class that wait, by vruntime; the running one is not among them.
struct FairQueue {
  List<Task> waiting;
  std::uint64_t min_vruntime = 0;
  unsigned nr_running = 0;  ///< the running one counts
  std::uint64_t load = 0;   ///< sum of their weights
  Task* skip = nullptr;     ///< the running one has yielded
};

struct RunQueue {
  RawSpinlock lock{LockRank::RunQueue};
  std::uint32_t cpu = 0;
  Task* curr = nullptr;
  Task* idle = nullptr;
  Task* stop = nullptr;
  std::atomic<unsigned> nr_running{0};  ///< of all classes; other CPUs look at it without the lock
  std::atomic<int> curr_prio{0};        ///< prio of curr, for the same
  std::uint64_t nr_switches = 0;
  std::uint64_t nr_retries = 0;  ///< how often a class said kRetryTask
  FairQueue fair;
  RtQueue rt;
  DlQueue dl;
};

/// How a task comes onto the run queue.
enum class Enqueue : std::uint8_t {
  New,      ///< for the first time in its class
  Wakeup,   ///< from sleep
  Restore,  ///< from another run queue, or after a change of its parameters
  Head,     ///< the same, before its equals
};

/// How it leaves.
enum class Dequeue : std::uint8_t { Sleep, Save };

/// The operations of one scheduling class, all called under the run-queue lock but select_task_rq,
/// for which the lock of the task's own run queue is held. A null operation is never called.
struct SchedClass {
  const char* name;
  const SchedClass* next;  ///< the class below
  void (*enqueue_task)(RunQueue&, Task&, Enqueue);
  void (*dequeue_task)(RunQueue&, Task&, Dequeue);
  void (*yield_task)(RunQueue&);             ///< curr gives way to its equals
  void (*wakeup_preempt)(RunQueue&, Task&);  ///< check_preempt_curr: same class as curr
  Task* (*pick_next_task)(RunQueue&);        ///< the one to run now, null or kRetryTask
  void (*put_prev_task)(RunQueue&, Task&);   ///< curr makes room
  unsigned (*select_task_rq)(Task&);         ///< the CPU on which it should wake
  void (*set_cpus_allowed)(Task&, const CpuMask&);
  void (*set_next_task)(RunQueue&, Task&);  ///< set_curr_task: it is to be curr
  void (*task_tick)(RunQueue&, Task&);
  std::uint64_t (*get_rr_interval)(RunQueue&, Task&);  ///< ticks of the time base; 0 is no limit
  void (*prio_changed)(RunQueue&, Task&, int oldprio);
  void (*switched_to)(RunQueue&, Task&);
  void (*update_curr)(RunQueue&);  ///< accounts for the time since exec_start
  bool needs_tick;                 ///< whether tasks of this class share the CPU by time
};

extern const SchedClass stop_sched_class;
extern const SchedClass dl_sched_class;
extern const SchedClass rt_sched_class;
extern const SchedClass fair_sched_class;
extern const SchedClass idle_sched_class;
inline constexpr const SchedClass* kHighestClass = &stop_sched_class;

/// What a class's pick_next_task says when the lock was dropped and a higher class has a task now.
inline Task* const kRetryTask = reinterpret_cast<Task*>(~std::uintptr_t{0});

/// Priorities by Linux's numbers.
inline constexpr int kMaxDlPrio = 0;      ///< deadline tasks lie below
inline constexpr int kMaxRtPrio = 100;    ///< rt tasks lie below
inline constexpr int kDefaultPrio = 120;  ///< nice 0
inline constexpr int kMaxPrio = 140;      ///< the idle task

/// Prepares the run queue of this CPU; the caller runs as its idle task from now on.
void sched_init(RunQueue& rq, Task& idle);

/// Prepares a new task of the fair class that may run on `cpu` and nowhere else.
void sched_fork(Task& task, unsigned cpu);

/// Gives the CPU to another task. A current task that is not Running leaves the run queue.
void schedule();

/// Gives way, if something asks for it, at a point where that is allowed.
void cond_resched();

/// Lets the equals of the current task go first.
void sched_yield();

/// At the end of an interrupt: switches if need be. Interrupts are off.
void preempt_schedule_irq();

/// The tick of the timer, in the interrupt. Returns whether the CPU needs another.
bool scheduler_tick();

/// Makes a sleeping task run. Returns false if it did not sleep.
bool wake_up_process(Task& task);

/// The same for a task that is in `state`, which is Sleeping or Parked.
bool wake_up_state(Task& task, TaskState state);

/// Puts a task on the run queue of its CPU for the first time.
void wake_up_new_task(Task& task);

/// To be called before the condition is tested, so that no wake-up is lost.
void set_current_state(TaskState state);

/// The same for Dead and Parked, which a wake-up of a sleeper, under way at this moment, must not
/// take back. Linux's set_special_state().
void set_special_state(TaskState state);

/// Whether a CPU executes the task at this moment.
bool task_running(const Task& task);

/// What sched_setscheduler() is asked for. Times in ticks of the time base.
struct SchedAttr {
  SchedPolicy policy = SchedPolicy::Normal;
  int nice = 0;           ///< -20 to 19; Normal and Batch
  unsigned priority = 0;  ///< 1 to 99; Fifo and Rr, else 0
  std::uint64_t runtime = 0;
  std::uint64_t deadline = 0;  ///< Deadline: 0 < runtime <= deadline <= period
  std::uint64_t period = 0;    ///< 0 means the same as `deadline`
};

/// Changes policy and parameters. Returns 0, -kEinval (illegal, or a stop task) or -kEbusy (the
/// reservations of its CPU would exceed 95 percent).
int sched_setscheduler(Task& task, const SchedAttr& attr);

/// The turn of the task among its equals, in ticks of the time base; 0 is no limit.
std::uint64_t sched_rr_get_interval(Task& task);

/// A turn of an RR task, in timer ticks.
inline constexpr std::uint32_t kRrTimeslice = 4;

/// Makes `stop`, or nobody if null, the stop task of `cpu`. To the outside it is SCHED_FIFO of
/// priority 99. The stop task before it becomes a task of the rt class.
void sched_set_stop_task(unsigned cpu, Task* stop);

/// Lets the task run on the CPUs of `mask` only and returns when it is on one of them. Returns 0,
/// or -kEinval (no active CPU in `mask`, or a thread that belongs to its CPU) or -kEbusy (the
/// reservations there). May sleep: a running task is moved by its CPU's migration thread.
int sched_setaffinity(Task& task, const CpuMask& mask);

/// Lets two tasks change places, running or not, by the stoppers of both CPUs at once. Returns 0,
/// -kEinval (one of them may not run there, or a CPU is not active) or -kEagain (one has moved, or
/// they are on one CPU). May sleep.
int migrate_swap(Task& a, Task& b);

/// `cpu` may be given tasks from now on.
void sched_cpu_activate(unsigned cpu);

/// `cpu` is not to be given tasks any more, but for those that belong to it.
void sched_cpu_deactivate(unsigned cpu);

/// Moves every task of `dead` that waits and does not belong to that CPU to an active one, its
/// affinity given up if need be. Interrupts are off on this CPU, `dead` is not active.
void migrate_tasks(RunQueue& dead);

/// Prints all tasks with class, policy, priority, CPU and state.
void show_tasks();

/// The loop of the idle task. Does not return.
[[noreturn]] void cpu_idle();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_SCHED_H
