// How work comes onto the lists of the stoppers, and when these are woken.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
//
// Whoever queues keeps preemption off until every stopper has been woken: else the stopper of its
// own CPU could run first, and those not yet woken would never come. Two locks are taken in the
// order of the CPUs. Two works that must run side by side are queued under both locks and never
// while a stop_cpus() queues: two such requests would else wait for each other, each first on one
// of two lists.
#include "kernel/stop_queue.h"

#include <optional>

#include "kernel/ipi.h"
#include "kernel/percpu.h"
#include "kernel/wake_q.h"

namespace standstill::kernel {
namespace {

constinit std::atomic<bool> in_progress{false};

/// Wakes stoppers at the moment a version of Linux does. They are woken for the rendezvous
/// `object`, which their doorbells carry.
template <StopperWake when>
class Waker {
 public:
  explicit Waker(const void* object) : object_(object) {}

  /// Work has been added; the stopper's lock is held.
  void queued(CpuStopper& stopper) {
    if constexpr (when == StopperWake::UnderLock)
      wake(*stopper.thread);
    else if constexpr (when == StopperWake::WakeQ)
      wakeq_.add(*stopper.thread);
    else
      threads_[count_++] = stopper.thread;
  }
  /// All locks have been dropped; preemption is still off.
  void unlocked() {
    if constexpr (when == StopperWake::WakeQ) {
      cpu_local().doorbell_object = object_;
      wakeq_.wake_up();
      cpu_local().doorbell_object = nullptr;
    } else if constexpr (when == StopperWake::AfterUnlock) {
      for (unsigned i = 0; i < count_; ++i) wake(*threads_[i]);
    }
  }

 private:
  void wake(Task& thread) {
    cpu_local().doorbell_object = object_;
    wake_up_process(thread);
    cpu_local().doorbell_object = nullptr;
  }

  const void* object_;
  WakeQ wakeq_;
  Task* threads_[2] = {};
  unsigned count_ = 0;
};

/// Takes the work under the stopper's lock.
template <StopperWake when>
void add_work(unsigned cpu, CpuStopper& stopper, CpuStopWork& work, Waker<when>& waker) {
  stopper.works.push_back(work);
  arch::mark<arch::Marker::Queued>(work.object, cpu);
  waker.queued(stopper);
}

template <StopperWake when>
bool queue_work(unsigned cpu, CpuStopWork& work) {
  CpuStopper& stopper = per_cpu(cpu).stopper;
  Waker<when> waker(work.object);
  preempt_disable();
  const arch::IrqFlags flags = stopper.lock.lock_irqsave();
  const bool enabled = stopper.enabled.load(std::memory_order_relaxed);
  if (enabled)
    add_work(cpu, stopper, work, waker);
  else if (work.done != nullptr)
    cpu_stop_signal_done(*work.done);
  stopper.lock.unlock_irqrestore(flags);
  waker.unlocked();
  preempt_enable();
  return enabled;
}

/// One try of cpu_stop_queue_two_works(); -kEdeadlk while a stop_cpus() queues.
template <StopperWake when>
int queue_two_works(unsigned cpu1, CpuStopWork& work1, unsigned cpu2, CpuStopWork& work2) {
  CpuStopper& stopper1 = per_cpu(cpu1).stopper;
  CpuStopper& stopper2 = per_cpu(cpu2).stopper;
  Waker<when> waker(work1.object);
  int err = 0;
  preempt_disable();
  const arch::IrqFlags flags = stopper1.lock.lock_irqsave();
  stopper2.lock.lock();
  if (!stopper1.enabled.load(std::memory_order_relaxed) ||
      !stopper2.enabled.load(std::memory_order_relaxed)) {
    err = -kEnoent;
  } else if (stop_cpus_in_progress()) {
    err = -kEdeadlk;
  } else {
    add_work(cpu1, stopper1, work1, waker);
    add_work(cpu2, stopper2, work2, waker);
  }
  stopper2.lock.unlock();
  stopper1.lock.unlock_irqrestore(flags);
  waker.unlocked();
  preempt_enable();
  return err;
}

struct NoBatch {};

/// If `batched` the doorbells are rung when all works have been handed out.
template <StopperWake when, bool batched>
bool queue_many(const CpuMask& cpus, const CpuStopRequest& request) {
  bool queued = false;
  // Preemption off: our own stopper would keep us from handing out the rest.
  preempt_disable();
  arch::write_once(in_progress, true);
  arch::barrier();
  std::optional<std::conditional_t<batched, IpiBatch, NoBatch>> batch(std::in_place);
  for (unsigned cpu = cpus.first(); cpu < kNrCpus; cpu = cpus.next(cpu + 1)) {
    CpuStopWork& work = per_cpu(cpu).stopper.stop_work;
    static_cast<CpuStopRequest&>(work) = request;
    if (queue_work<when>(cpu, work)) queued = true;
  }
  batch.reset();
  arch::barrier();
  arch::write_once(in_progress, false);
  preempt_enable();
  return queued;
}

/// The ways to queue of one version.
struct Queueing {
  bool (*one)(unsigned, CpuStopWork&);
  QueueTwoWorks two;
  bool (*many)(const CpuMask&, const CpuStopRequest&);
};

template <StopperWake when, bool batched>
constexpr Queueing kQueueing = {queue_work<when>, queue_two_works<when>, queue_many<when, batched>};
template <StopperWake when>
constexpr Queueing kByBatched[] = {kQueueing<when, false>, kQueueing<when, true>};

constinit Queueing queueing = kQueueing<StopperWake::WakeQ, false>;

}  // namespace

void select_stopper_wake(StopperWake wake) {
  static constexpr const Queueing* kByWake[] = {kByBatched<StopperWake::UnderLock>,
                                                kByBatched<StopperWake::WakeQ>,
                                                kByBatched<StopperWake::AfterUnlock>};
  queueing = kByWake[static_cast<unsigned>(wake)][ipi_rings_many()];
}

void select_queue_two_works(QueueTwoWorks two) { queueing.two = two; }

bool stop_cpus_in_progress() { return in_progress.load(std::memory_order_relaxed); }

bool cpu_stop_queue_work(unsigned cpu, CpuStopWork& work) { return queueing.one(cpu, work); }

bool queue_stop_cpus_work(const CpuMask& cpus, const CpuStopRequest& request) {
  return queueing.many(cpus, request);
}

int cpu_stop_queue_two_works(unsigned cpu1, CpuStopWork& work1, unsigned cpu2, CpuStopWork& work2) {
  for (;;) {
    const int err = queueing.two(cpu1, work1, cpu2, work2);
    if (err != -kEdeadlk) return err;
    // With preemption on, or who queues might wait for our stopper and we for it.
    while (stop_cpus_in_progress()) arch::cpu_relax();
  }
}

}  // namespace standstill::kernel
