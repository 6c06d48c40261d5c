// The stopper: its queue, its thread, and the calls that give it work.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text). A stopper is woken
// after its lock has been dropped, with preemption off all the while, so that the stopper of the
// caller's own CPU cannot come between the queueing and the wake-up.
#include "kernel/cpu_stop.h"

#include "kernel/console.h"
#include "kernel/machine.h"
#include "kernel/mutex.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/smpboot.h"
#include "kernel/wake_q.h"

namespace standstill::kernel {
namespace {

constinit Mutex stop_cpus_mutex;
constinit std::atomic<bool> in_progress{false};

void cpu_stop_signal_done(CpuStopDone& done) {
  // Full barrier: what fn wrote is seen by the waiter; pairs with the lock in Completion::wait().
  if (arch::dec_and_test(done.nr_todo)) done.completion.complete();
}

bool queue_stop_cpus_work(const CpuMask& cpus, const CpuStopWork& request) {
  bool queued = false;
  // Preemption off: our own stopper would keep us from handing out the rest.
  preempt_disable();
  arch::write_once(in_progress, true);
  arch::barrier();
  for (unsigned cpu = cpus.first(); cpu < kNrCpus; cpu = cpus.next(cpu + 1)) {
    CpuStopWork& work = per_cpu(cpu).stopper.stop_work;
    work.fn = request.fn;
    work.arg = request.arg;
    work.done = request.done;
    work.caller = request.caller;
    work.object = request.object;
    if (cpu_stop_queue_work(cpu, work)) queued = true;
  }
  arch::barrier();
  arch::write_once(in_progress, false);
  preempt_enable();
  return queued;
}

void run_work(CpuStopper& stopper, const CpuStopWork& work) {
  // Once fn begins the work may be reused by who queued it, so take all of it first.
  const CpuStopFn fn = work.fn;
  void* const arg = work.arg;
  CpuStopDone* const done = work.done;
  const void* const object = work.object;
  stopper.fn = fn;
  stopper.caller = work.caller;
  arch::mark<arch::Marker::Stopper>(object);
  preempt_count_inc();
  // multi_cpu_stop() marks its own fn; its argument is what its markers carry.
  const bool mark_fn = object != arg;
  if (mark_fn) arch::mark<arch::Marker::RunBegin>(object);
  const int ret = fn(arg);
  if (mark_fn) arch::mark<arch::Marker::RunEnd>(object);
  if (done != nullptr) {
    if (ret != 0) arch::write_once(done->ret, ret);
    cpu_stop_signal_done(*done);
  }
  preempt_count_dec();
  stopper.fn = nullptr;
  stopper.caller = nullptr;
  if (preempt_count() != 0) panic("cpu_stop: fn leaked a preempt count");
}

constexpr SmpbootThread kStopperThread = {
    .name = "migration",
    .sched_class = &stop_sched_class,
    .should_run = cpu_stop_should_run,
    .run = cpu_stopper_thread,
};

}  // namespace

void cpu_stop_init() {
  CpuStopper& stopper = this_cpu().stopper;
  stopper.thread = &smpboot_create_thread(kStopperThread);
  stopper.thread->is_stopper = true;
  stopper.enabled = true;
}

bool cpu_stop_should_run() {
  CpuStopper& stopper = this_cpu().stopper;
  const arch::IrqFlags flags = stopper.lock.lock_irqsave();
  const bool run = !stopper.works.empty();
  stopper.lock.unlock_irqrestore(flags);
  return run;
}

void cpu_stopper_thread() {
  CpuStopper& stopper = this_cpu().stopper;
  for (;;) {
    const arch::IrqFlags flags = stopper.lock.lock_irqsave();
    CpuStopWork* work = stopper.works.pop_front();
    stopper.lock.unlock_irqrestore(flags);
    if (work == nullptr) return;
    run_work(stopper, *work);
  }
}

bool cpu_stop_queue_work(unsigned cpu, CpuStopWork& work) {
  CpuStopper& stopper = per_cpu(cpu).stopper;
  WakeQ wakeq;
  preempt_disable();
  const arch::IrqFlags flags = stopper.lock.lock_irqsave();
  const bool enabled = stopper.enabled;
  if (enabled) {
    stopper.works.push_back(work);
    arch::mark<arch::Marker::Queued>(work.object, cpu);
    wakeq.add(*stopper.thread);
    cpu_local().doorbell_object = work.object;
  } else if (work.done != nullptr) {
    cpu_stop_signal_done(*work.done);
  }
  stopper.lock.unlock_irqrestore(flags);
  wakeq.wake_up();
  cpu_local().doorbell_object = nullptr;
  preempt_enable();
  return enabled;
}

int stop_one_cpu(unsigned cpu, CpuStopFn fn, void* arg) {
  if (cpu >= machine().harts) return -kEnoent;
  CpuStopDone done(1);
  CpuStopWork work;
  work.fn = fn;
  work.arg = arg;
  work.done = &done;
  work.caller = __builtin_return_address(0);
  work.object = &work;
  constexpr auto kKind = static_cast<std::uint64_t>(platform::RendezvousKind::StopOneCpu);
  arch::mark_irqsafe<arch::Marker::Call>(&work, kKind | 1u << 8);
  int ret = -kEnoent;
  if (cpu_stop_queue_work(cpu, work)) {
    // If it is our own CPU the stopper is waiting for us: give way rather than sleep and wake.
    cond_resched();
    done.completion.wait();
    arch::mark<arch::Marker::Done>(&work);
    ret = done.ret.load(std::memory_order_relaxed);
  }
  arch::mark_irqsafe<arch::Marker::Return>(&work, static_cast<std::uint64_t>(ret));
  return ret;
}

bool stop_one_cpu_nowait(unsigned cpu, CpuStopFn fn, void* arg, CpuStopWork& work) {
  if (cpu >= machine().harts) return false;
  work.fn = fn;
  work.arg = arg;
  work.done = nullptr;
  work.caller = __builtin_return_address(0);
  work.object = &work;
  return cpu_stop_queue_work(cpu, work);
}

int stop_cpus_for(const CpuMask& cpus, CpuStopFn fn, void* arg, const void* object,
                  const void* caller) {
  CpuStopDone done(cpus.weight());
  CpuStopWork request;
  request.fn = fn;
  request.arg = arg;
  request.done = &done;
  request.object = object;
  request.caller = caller;
  stop_cpus_mutex.lock();
  int ret = -kEnoent;
  if (queue_stop_cpus_work(cpus, request)) {
    done.completion.wait();
    arch::mark<arch::Marker::Done>(object);
    ret = done.ret.load(std::memory_order_relaxed);
  }
  stop_cpus_mutex.unlock();
  return ret;
}

int stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg) {
  // Nothing else names the whole request: a word of its own on our stack does.
  const std::uint64_t request = 0;
  constexpr auto kKind = static_cast<std::uint64_t>(platform::RendezvousKind::StopCpus);
  arch::mark_irqsafe<arch::Marker::Call>(&request, kKind | std::uint64_t{cpus.weight()} << 8);
  const int ret = stop_cpus_for(cpus, fn, arg, &request, __builtin_return_address(0));
  arch::mark_irqsafe<arch::Marker::Return>(&request, static_cast<std::uint64_t>(ret));
  return ret;
}

bool stop_cpus_in_progress() { return in_progress.load(std::memory_order_relaxed); }

void print_stop_info(const Task& task) {
  const CpuStopper& stopper = this_cpu().stopper;
  if (&task != stopper.thread) return;
  Line line;
  line.add("Stopper: ");
  line.add(hex(reinterpret_cast<std::uint64_t>(stopper.fn)));
  line.add(" <- ");
  line.add(hex(reinterpret_cast<std::uint64_t>(stopper.caller)));
  console_write_unlocked(line.text());  // whoever holds the console lock may never give it back
}

}  // namespace standstill::kernel
