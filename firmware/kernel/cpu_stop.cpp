// The stopper's thread, and the calls that give it work.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#include "kernel/cpu_stop.h"

#include "kernel/console.h"
#include "kernel/kthread.h"
#include "kernel/mutex.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/smpboot.h"
#include "kernel/stop_queue.h"
#include "kernel/warn.h"
#include "lib/machine.h"

namespace standstill::kernel {
namespace {

constinit Mutex stop_cpus_mutex;

int run_fn(const CpuStopRequest& request) {
  if (request.fn_marks_itself) return request.fn(request.arg);
  arch::mark<arch::Marker::RunBegin>(request.object);
  const int ret = request.fn(request.arg);
  arch::mark<arch::Marker::RunEnd>(request.object);
  return ret;
}

void run_work(CpuStopper& stopper, const CpuStopWork& work) {
  // Once fn begins the work may be reused by who queued it, so take all of it first.
  const CpuStopRequest request = work;
  stopper.fn = request.fn;
  stopper.caller = request.caller;
  arch::mark<arch::Marker::Stopper>(request.object);
  preempt_count_inc();
  const int ret = run_fn(request);
  if (request.done != nullptr) {
    if (ret != 0) arch::write_once(request.done->ret, ret);
    cpu_stop_signal_done(*request.done);
  }
  preempt_count_dec();
  stopper.fn = nullptr;
  stopper.caller = nullptr;
  if (preempt_count() != 0) [[unlikely]] {
    warn("cpu_stop: ", hex(reinterpret_cast<std::uint64_t>(request.fn)), "(",
         hex(reinterpret_cast<std::uint64_t>(request.arg)), ") leaked preempt count ",
         preempt_count());
    cpu_local().preempt_count = 0;
  }
}

Task*& stopper_thread(unsigned cpu) { return per_cpu(cpu).stopper.thread; }

void cpu_stop_create(unsigned cpu) {
  Task& thread = *stopper_thread(cpu);
  thread.is_stopper = true;
  sched_set_stop_task(cpu, &thread);
}

void cpu_stop_park(unsigned cpu) {
  if (!per_cpu(cpu).stopper.works.empty()) panic("cpu_stop: a stopper parks with work to do");
}

constexpr SmpHotplugThread kCpuStopThreads = {
    .store = stopper_thread,
    .thread_should_run = cpu_stop_should_run,
    .thread_fn = cpu_stopper_thread,
    .create = cpu_stop_create,
    .setup = nullptr,
    .cleanup = nullptr,
    .park = cpu_stop_park,
    .unpark = nullptr,
    .selfparking = true,
    .thread_comm = "migration/%u",
};

/// What waits at the end of every request: its value once all have finished.
int wait_for_done(CpuStopDone& done, const void* object) {
  done.completion.wait();
  arch::mark<arch::Marker::Done>(object);
  return done.ret.load(std::memory_order_relaxed);
}

int stop_cpus_locked(const CpuMask& cpus, CpuStopRequest& request) {
  CpuStopDone done(cpus.weight());
  request.done = &done;
  if (!queue_stop_cpus_work(cpus, request)) return -kEnoent;
  return wait_for_done(done, request.object);
}

using StopCpusFor = int (*)(const CpuMask&, CpuStopRequest);

int stop_cpus_by(StopCpusFor stop, const CpuMask& cpus, CpuStopFn fn, void* arg,
                 const void* caller) {
  // Nothing else names the whole request: a word of its own on our stack does.
  const std::uint64_t object = 0;
  constexpr auto kKind = static_cast<std::uint64_t>(platform::RendezvousKind::StopCpus);
  arch::mark_irqsafe<arch::Marker::Call>(&object, kKind | std::uint64_t{cpus.weight()} << 8);
  const int ret = stop(cpus, {.fn = fn, .arg = arg, .caller = caller, .object = &object});
  arch::mark_irqsafe<arch::Marker::Return>(&object, static_cast<std::uint64_t>(ret));
  return ret;
}

void add_stop_info(Line& line, const CpuStopper& stopper) {
  line.add("Stopper: ");
  line.add(hex(reinterpret_cast<std::uint64_t>(stopper.fn)));
  line.add(" <- ");
  line.add(hex(reinterpret_cast<std::uint64_t>(stopper.caller)));
}

}  // namespace

void cpu_stop_init() { smpboot_register_percpu_thread(kCpuStopThreads); }

// Without the lock: who has seen it set gives its work to a thread that still runs, and that drains
// its list before it parks.
void stop_machine_park(unsigned cpu) {
  arch::write_once(per_cpu(cpu).stopper.enabled, false);
  kthread_park(*per_cpu(cpu).stopper.thread);
}

void stop_machine_unpark(unsigned cpu) {
  arch::write_once(per_cpu(cpu).stopper.enabled, true);
  kthread_unpark(*per_cpu(cpu).stopper.thread);
}

bool cpu_stop_should_run(unsigned cpu) {
  CpuStopper& stopper = per_cpu(cpu).stopper;
  const arch::IrqFlags flags = stopper.lock.lock_irqsave();
  const bool run = !stopper.works.empty();
  stopper.lock.unlock_irqrestore(flags);
  return run;
}

void cpu_stopper_thread(unsigned cpu) {
  CpuStopper& stopper = per_cpu(cpu).stopper;
  for (;;) {
    const arch::IrqFlags flags = stopper.lock.lock_irqsave();
    CpuStopWork* work = stopper.works.pop_front();
    stopper.lock.unlock_irqrestore(flags);
    if (work == nullptr) return;
    run_work(stopper, *work);
  }
}

void cpu_stop_signal_done(CpuStopDone& done) {
  // Full barrier: what fn wrote is seen by the waiter; pairs with the lock in Completion::wait().
  if (arch::dec_and_test(done.nr_todo)) done.completion.complete();
}

int stop_one_cpu(unsigned cpu, CpuStopFn fn, void* arg) {
  if (cpu >= nr_cpu_ids) return -kEnoent;
  CpuStopDone done(1);
  CpuStopWork work({.fn = fn, .arg = arg, .done = &done, .caller = __builtin_return_address(0)});
  work.object = &work;
  constexpr auto kKind = static_cast<std::uint64_t>(platform::RendezvousKind::StopOneCpu);
  arch::mark_irqsafe<arch::Marker::Call>(&work, kKind | 1u << 8);
  int ret = -kEnoent;
  if (cpu_stop_queue_work(cpu, work)) {
    // If it is our own CPU the stopper is waiting for us: give way rather than sleep and wake.
    cond_resched();
    ret = wait_for_done(done, &work);
  }
  arch::mark_irqsafe<arch::Marker::Return>(&work, static_cast<std::uint64_t>(ret));
  return ret;
}

bool stop_one_cpu_nowait(unsigned cpu, CpuStopFn fn, void* arg, CpuStopWork& work) {
  if (cpu >= nr_cpu_ids) return false;
  static_cast<CpuStopRequest&>(work) = {
      .fn = fn, .arg = arg, .caller = __builtin_return_address(0), .object = &work};
  return cpu_stop_queue_work(cpu, work);
}

int stop_cpus_for(const CpuMask& cpus, CpuStopRequest request) {
  stop_cpus_mutex.lock();
  const int ret = stop_cpus_locked(cpus, request);
  stop_cpus_mutex.unlock();
  return ret;
}

int try_stop_cpus_for(const CpuMask& cpus, CpuStopRequest request) {
  if (!stop_cpus_mutex.trylock()) return -kEagain;
  const int ret = stop_cpus_locked(cpus, request);
  stop_cpus_mutex.unlock();
  return ret;
}

int stop_two_cpus_for(unsigned cpu1, unsigned cpu2, CpuStopRequest request) {
  CpuStopDone done(2);
  request.done = &done;
  CpuStopWork work1(request);
  CpuStopWork work2(request);
  // The works are alike, so only the order of the CPUs counts.
  const int err = cpu1 < cpu2 ? cpu_stop_queue_two_works(cpu1, work1, cpu2, work2)
                              : cpu_stop_queue_two_works(cpu2, work2, cpu1, work1);
  return err != 0 ? err : wait_for_done(done, request.object);
}

int stop_active_cpus_for(CpuStopRequest request) {
  if (cpu_active(smp_processor_id())) panic("stop_machine_from_inactive_cpu: the CPU is active");
  // No task of its own, so nothing can sleep.
  while (!stop_cpus_mutex.trylock()) arch::cpu_relax();
  CpuStopDone done(cpu_active_mask.weight());
  request.done = &done;
  queue_stop_cpus_work(cpu_active_mask, request);
  const int ret = run_fn(request);
  while (!done.completion.done()) arch::cpu_relax();
  arch::mark<arch::Marker::Done>(request.object);
  stop_cpus_mutex.unlock();
  return ret != 0 ? ret : done.ret.load(std::memory_order_relaxed);
}

int stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg) {
  return stop_cpus_by(stop_cpus_for, cpus, fn, arg, __builtin_return_address(0));
}

int try_stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg) {
  if (!stop_version().try_stop_cpus) return -kEnosys;
  return stop_cpus_by(try_stop_cpus_for, cpus, fn, arg, __builtin_return_address(0));
}

void print_stop_info(unsigned cpu, const Task& task) {
  const CpuStopper& stopper = per_cpu(cpu).stopper;
  if (&task != stopper.thread) return;
  Line line;
  add_stop_info(line, stopper);
  console_write_unlocked(line.text());  // whoever holds the console lock may never give it back
}

void print_stop_info_all() {
  for (unsigned cpu = cpu_online_mask.first(); cpu < kNrCpus; cpu = cpu_online_mask.next(cpu + 1)) {
    CpuStopper& stopper = per_cpu(cpu).stopper;
    Line line;
    line.add("hart ");
    line.add(cpu);
    line.add(": ");
    if (stopper.fn != nullptr)
      add_stop_info(line, stopper);
    else
      line.add(stopper.works.empty() ? "Stopper: none" : "Stopper: work waits");
    console_write_unlocked(line.text());
  }
}

}  // namespace standstill::kernel
