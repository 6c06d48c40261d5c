// Policies: what a task is born with, sched_setscheduler(), and the stop task in its disguise.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/core.c and syscalls.c (behaviour and names, not text). The weights
// follow the rule of sched_prio_to_weight, each nice level a factor of 1.25; the numbers are ours.
#include <array>

#include "kernel/errno.h"
#include "kernel/sched_core.h"

namespace standstill::kernel {
namespace {

constexpr int kLowestNice = -20;
constexpr unsigned kNiceLevels = 40;
constexpr std::uint32_t kIdleWeight = 3;
constexpr unsigned kHighestRtPriority = 99;

constexpr std::array<std::uint32_t, kNiceLevels> make_weights() {
  constexpr std::uint64_t kOne = 1u << 20;  // the fraction of the fixed point
  std::array<std::uint32_t, kNiceLevels> weights{};
  std::uint64_t weight = 1024 * kOne;
  for (int nice = 0; nice > kLowestNice; --nice) weight = weight * 5 / 4;
  for (std::uint32_t& entry : weights) {
    entry = static_cast<std::uint32_t>((weight + kOne / 2) / kOne);
    weight = weight * 4 / 5;
  }
  return weights;
}
constexpr std::array<std::uint32_t, kNiceLevels> kWeights = make_weights();
static_assert(kWeights[20] == 1024 && kWeights[19] == 1280 && kWeights[21] == 819);

const SchedClass& class_of(SchedPolicy policy) {
  switch (policy) {
    case SchedPolicy::Deadline:
      return dl_sched_class;
    case SchedPolicy::Fifo:
    case SchedPolicy::Rr:
      return rt_sched_class;
    default:
      return fair_sched_class;
  }
}

bool is_legal(const SchedAttr& attr) {
  switch (attr.policy) {
    case SchedPolicy::Normal:
    case SchedPolicy::Batch:
    case SchedPolicy::Idle:
      return attr.priority == 0 && attr.nice >= kLowestNice && attr.nice < -kLowestNice;
    case SchedPolicy::Fifo:
    case SchedPolicy::Rr:
      return attr.priority >= 1 && attr.priority <= kHighestRtPriority;
    case SchedPolicy::Deadline:
      return attr.priority == 0 && attr.runtime != 0 && attr.runtime <= attr.deadline &&
             attr.deadline <= attr.period;
  }
  return false;
}

/// The place of a task: taken off the run queue while its parameters change, then put back.
class SchedChange {
 public:
  SchedChange(RunQueue& rq, Task& task)
      : rq_(rq),
        task_(task),
        old_class_(task.sched_class),
        old_prio_(task.prio),
        queued_(task.on_rq) {
    if (queued_) deactivate_task(rq, task, Dequeue::Save);
    if (rq.curr == &task) old_class_->put_prev_task(rq, task);
    rq.dl.this_bw -= dl_bandwidth(task);
  }
  ~SchedChange() {
    const bool same_class = task_.sched_class == old_class_;
    rq_.dl.this_bw += dl_bandwidth(task_);
    if (!same_class) task_.vruntime = rq_.fair.min_vruntime;
    // Who sinks goes before its new equals.
    if (queued_)
      activate_task(rq_, task_, old_prio_ < task_.prio ? Enqueue::Head : Enqueue::Restore);
    if (rq_.curr != &task_) return;
    task_.sched_class->set_next_task(rq_, task_);
    arch::write_once(rq_.curr_prio, task_.prio);
  }
  SchedChange(const SchedChange&) = delete;
  SchedChange& operator=(const SchedChange&) = delete;

 private:
  RunQueue& rq_;
  Task& task_;
  const SchedClass* old_class_;
  int old_prio_;
  bool queued_;
};

/// Writes what `attr` says into the task, which is off the run queue.
void set_params(Task& task, const SchedAttr& attr) {
  task.policy = attr.policy;
  task.sched_class = &class_of(attr.policy);
  task.rt_priority = static_cast<std::uint8_t>(attr.priority);
  task.time_slice = 0;
  task.dl = {};
  if (attr.policy == SchedPolicy::Deadline) {
    task.prio = kMaxDlPrio - 1;
    task.dl.dl_runtime = attr.runtime;
    task.dl.dl_deadline = attr.deadline;
    task.dl.dl_period = attr.period;
    dl_new_instance(task);
  } else if (attr.priority != 0) {
    task.prio = static_cast<std::int16_t>(kMaxRtPrio - 1 - static_cast<int>(attr.priority));
  } else {
    task.nice = static_cast<std::int8_t>(attr.nice);
    task.prio = static_cast<std::int16_t>(kDefaultPrio + attr.nice);
    task.weight = attr.policy == SchedPolicy::Idle
                      ? kIdleWeight
                      : kWeights[static_cast<unsigned>(attr.nice - kLowestNice)];
  }
}

int setscheduler_locked(RunQueue& rq, Task& task, const SchedAttr& attr) {
  if (&task == rq.stop || &task == rq.idle) return -kEinval;
  if (attr.policy == SchedPolicy::Deadline) {
    const std::uint64_t old_bw = dl_bandwidth(task);
    if (!dl_admits(rq, to_ratio(attr.period, attr.runtime) - old_bw)) return -kEbusy;
  }
  const SchedClass* const old_class = task.sched_class;
  const int old_prio = task.prio;
  {
    const SchedChange change(rq, task);
    set_params(task, attr);
  }
  if (task.sched_class != old_class) {
    task.sched_class->switched_to(rq, task);
    // Tasks of the class it has left may be due before it now.
    if (rq.curr == &task) resched_curr(rq);
  } else if (task.prio != old_prio || attr.policy == SchedPolicy::Deadline) {
    task.sched_class->prio_changed(rq, task, old_prio);
  }
  return 0;
}

}  // namespace

void sched_fork(Task& task, unsigned cpu) {
  arch::write_once(task.cpu, cpu);
  set_params(task, {});
  task.cpus_mask.set(cpu);
}

int sched_setscheduler(Task& task, const SchedAttr& asked) {
  SchedAttr attr = asked;
  if (attr.period == 0) attr.period = attr.deadline;
  if (!is_legal(attr)) return -kEinval;
  const arch::IrqFlags flags = arch::local_irq_save();
  preempt_disable();
  RunQueue& rq = task_rq_lock(task);
  const int ret = setscheduler_locked(rq, task, attr);
  rq.lock.unlock_irqrestore(flags);
  return ret;
}

std::uint64_t sched_rr_get_interval(Task& task) {
  const arch::IrqFlags flags = arch::local_irq_save();
  preempt_disable();
  RunQueue& rq = task_rq_lock(task);
  const std::uint64_t interval = task.sched_class->get_rr_interval(rq, task);
  rq.lock.unlock_irqrestore(flags);
  return interval;
}

void sched_set_stop_task(unsigned cpu, Task* stop) {
  RunQueue& rq = cpu_rq(cpu);
  const arch::IrqFlags flags = rq.lock.lock_irqsave();
  Task* const old_stop = rq.stop;
  if (old_stop != nullptr && old_stop != stop) {
    // Keeps what it looked like, so that it can end as any other task.
    const SchedChange change(rq, *old_stop);
    old_stop->sched_class = &rt_sched_class;
  }
  rq.stop = stop;
  if (stop != nullptr) {
    const SchedChange change(rq, *stop);
    set_params(*stop, {.policy = SchedPolicy::Fifo, .priority = kHighestRtPriority});
    stop->sched_class = &stop_sched_class;
    stop->no_setaffinity = true;
  }
  if ((stop != nullptr && stop->on_rq) || (old_stop != nullptr && old_stop->on_rq))
    resched_curr(rq);
  rq.lock.unlock_irqrestore(flags);
}

void sched_task_dead(RunQueue& rq, Task& task) {
  rq.dl.this_bw -= dl_bandwidth(task);
  task.policy = SchedPolicy::Normal;
  set_cpus_allowed_common(task, cpumask_of(rq.cpu));
}

}  // namespace standstill::kernel
