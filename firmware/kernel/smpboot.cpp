// Per-CPU threads: their loop, and the table of their kinds.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/smpboot.c (behaviour, not text). The simple variant is that of a kernel
// that makes its stoppers by hand at boot and has no CPU hotplug.
#include "kernel/smpboot.h"

#include <new>

#include "kernel/cpu.h"
#include "kernel/kthread.h"
#include "kernel/mutex.h"
#include "kernel/panic.h"
#include "kernel/sched.h"

namespace standstill::kernel {
namespace {

enum class Status : std::uint8_t { None, Active, Parked };

/// What one such thread knows; in the arena of its CPU.
struct SmpbootThreadData {
  const SmpHotplugThread& plug_thread;
  unsigned cpu;
  Status status = Status::None;
};

constexpr unsigned kMaxKinds = 8;
constinit Mutex smpboot_threads_lock;
constinit const SmpHotplugThread* kinds[kMaxKinds] = {};
constinit unsigned kind_count = 0;
constinit bool simple = false;

/// Calls `hook` as the thread, if there is one.
void call(void (*hook)(unsigned), unsigned cpu) {
  if (hook != nullptr) hook(cpu);
}

void park(SmpbootThreadData& td) {
  if (td.status == Status::Active) {
    call(td.plug_thread.park, td.cpu);
    td.status = Status::Parked;
  }
  kthread_parkme();
}

/// The first run after the thread was made, or after it was parked.
void activate(SmpbootThreadData& td) {
  call(td.status == Status::None ? td.plug_thread.setup : td.plug_thread.unpark, td.cpu);
  td.status = Status::Active;
}

/// Runs what there is to run, or sleeps; the state is Sleeping and preemption off.
void run_or_sleep(const SmpHotplugThread& plug_thread, unsigned cpu) {
  if (!plug_thread.thread_should_run(cpu)) {
    preempt_enable_no_resched();
    schedule();
  } else {
    arch::write_once(current()->state, TaskState::Running);
    preempt_enable();
    plug_thread.thread_fn(cpu);
  }
}

void smpboot_thread_fn(void* data) {
  auto& td = *static_cast<SmpbootThreadData*>(data);
  for (;;) {
    set_current_state(TaskState::Sleeping);
    preempt_disable();
    const bool stop = kthread_should_stop();
    if (stop || kthread_should_park() || td.status != Status::Active) {
      arch::write_once(current()->state, TaskState::Running);
      preempt_enable();
      if (stop) break;
      kthread_should_park() ? park(td) : activate(td);
      continue;
    }
    if (td.cpu != smp_processor_id()) panic("a per-CPU thread runs on another CPU");
    run_or_sleep(td.plug_thread, td.cpu);
  }
  if (td.plug_thread.cleanup != nullptr && td.status != Status::None)
    td.plug_thread.cleanup(td.cpu, cpu_online(td.cpu));
}

/// The same without a thought of hotplug.
void simple_thread_fn(void* data) {
  const auto& plug_thread = *static_cast<const SmpHotplugThread*>(data);
  const unsigned cpu = smp_processor_id();
  call(plug_thread.setup, cpu);
  for (;;) {
    set_current_state(TaskState::Sleeping);
    preempt_disable();
    run_or_sleep(plug_thread, cpu);
  }
}

Task& create_simple(const SmpHotplugThread& plug_thread, unsigned cpu) {
  void* const data = const_cast<SmpHotplugThread*>(&plug_thread);
  return kthread_create_on_cpu(simple_thread_fn, data, plug_thread.thread_comm, cpu);
}

Task& create_parkable(const SmpHotplugThread& plug_thread, unsigned cpu) {
  void* const memory = arena_alloc_on_cpu(sizeof(SmpbootThreadData), cpu);
  auto* td = new (memory) SmpbootThreadData{plug_thread, cpu};
  Task& thread = kthread_create_on_cpu(smpboot_thread_fn, td, plug_thread.thread_comm, cpu);
  kthread_begin_parked(thread);
  return thread;
}

void create_thread(const SmpHotplugThread& plug_thread, unsigned cpu) {
  Task*& thread = plug_thread.store(cpu);
  if (thread != nullptr) return;
  thread = simple ? &create_simple(plug_thread, cpu) : &create_parkable(plug_thread, cpu);
  thread->no_setaffinity = true;
  call(plug_thread.create, cpu);
}

void unpark_thread(const SmpHotplugThread& plug_thread, unsigned cpu) {
  Task& thread = *plug_thread.store(cpu);
  if (simple)
    wake_up_process(thread);
  else if (!plug_thread.selfparking)
    kthread_unpark(thread);
}

}  // namespace

void smpboot_register_percpu_thread(const SmpHotplugThread& plug_thread) {
  cpus_read_lock();
  smpboot_threads_lock.lock();
  if (kind_count == kMaxKinds) panic("too many kinds of per-CPU threads");
  for (unsigned cpu = cpu_online_mask.first(); cpu < kNrCpus; cpu = cpu_online_mask.next(cpu + 1)) {
    create_thread(plug_thread, cpu);
    unpark_thread(plug_thread, cpu);
  }
  kinds[kind_count++] = &plug_thread;
  smpboot_threads_lock.unlock();
  cpus_read_unlock();
}

void smpboot_unregister_percpu_thread(const SmpHotplugThread& plug_thread) {
  cpus_read_lock();
  smpboot_threads_lock.lock();
  unsigned kept = 0;
  for (unsigned i = 0; i < kind_count; ++i)
    if (kinds[i] != &plug_thread) kinds[kept++] = kinds[i];
  kind_count = kept;
  for (unsigned cpu = cpu_present_mask.first(); cpu < kNrCpus;
       cpu = cpu_present_mask.next(cpu + 1)) {
    Task*& thread = plug_thread.store(cpu);
    if (thread != nullptr && cpu_online(cpu)) kthread_stop(*thread);  // else parked for good
    thread = nullptr;
  }
  smpboot_threads_lock.unlock();
  cpus_read_unlock();
}

void smpboot_create_threads(unsigned cpu) {
  for (unsigned i = 0; i < kind_count; ++i) create_thread(*kinds[i], cpu);
}

void smpboot_unpark_threads(unsigned cpu) {
  for (unsigned i = 0; i < kind_count; ++i) unpark_thread(*kinds[i], cpu);
}

void smpboot_park_threads(unsigned cpu) {
  for (unsigned i = kind_count; i-- != 0;)
    if (!kinds[i]->selfparking) kthread_park(*kinds[i]->store(cpu));
}

void smpboot_select_simple(bool chosen) { simple = chosen; }

bool smpboot_knows_hotplug() { return !simple; }

}  // namespace standstill::kernel
