// Kernel threads: creation, first step, end; and the arenas their stacks come from.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. The arena of CPU n is the nth block after the image (boot/link.ld); its first
// STANDSTILL_STACK_SIZE bytes are the stack the CPU boots on, later that of its idle task.
#include "kernel/kthread.h"

#include "arch/layout.h"
#include "kernel/errno.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"

extern "C" std::byte __arena_start[];

namespace standstill::kernel {
namespace {

std::byte* arena(unsigned cpu) {
  return __arena_start + std::uint64_t{cpu} * STANDSTILL_ARENA_SIZE;
}

/// The first C++ a new task runs: it comes out of the context switch in schedule_once().
void task_start() {
  this_rq().lock.arch_unlock();
  preempt_enable_no_resched();
  arch::local_irq_enable();
  Task& self = *current();
  self.fn(self.data);
  arch::local_irq_disable();  // whoever waits for our end must not find us on the run queue
  set_special_state(TaskState::Dead);
  self.kthread.parked_or_ended.complete();
  schedule();
  panic("a dead task ran again");
}

/// Up to eight letters of a name from `first` on, as a marker's operand carries them.
std::uint64_t letters_of(const char* name, std::size_t first, std::size_t length) {
  std::uint64_t letters = 0;
  for (std::size_t i = 0; i < 8 && first + i < length; ++i)
    letters |= std::uint64_t{static_cast<unsigned char>(name[first + i])} << (8 * i);
  return letters;
}

}  // namespace

void task_set_name(Task& task, const char* name, unsigned cpu) {
  std::size_t length = 0;
  while (name[length] != '\0' && name[length] != '/' && length < sizeof(task.name) - 6) {
    task.name[length] = name[length];
    ++length;
  }
  task.name[length++] = '/';
  unsigned divisor = cpu >= 1000 ? 1000 : cpu >= 100 ? 100 : cpu >= 10 ? 10 : 1;
  for (; divisor != 0; divisor /= 10)
    task.name[length++] = static_cast<char>('0' + cpu / divisor % 10);
  task.name[length] = '\0';
  arch::mark_irqsafe<arch::Marker::TaskName>(&task, letters_of(task.name, 0, length));
  if (length > 8)
    arch::mark_irqsafe<arch::Marker::TaskNameMore>(&task, letters_of(task.name, 8, length));
}

void task_set_stack(Task& task, void* stack) {
  task.stack = static_cast<std::uint64_t*>(stack);
  *task.stack = kStackCanary;
}

Task& kthread_create_on_cpu(ThreadFn fn, void* data, const char* name, unsigned cpu) {
  PerCpu& area = per_cpu(cpu);
  area.pool_lock.lock();
  const unsigned index = area.thread_count++;
  area.pool_lock.unlock();
  if (index >= kMaxThreads) panic("no thread left in the pool of this CPU");
  Task& task = area.threads[index];
  sched_fork(task, cpu);
  task.fn = fn;
  task.data = data;
  task_set_stack(task, arena_alloc_on_cpu(STANDSTILL_STACK_SIZE, cpu));
  task.context.sp = reinterpret_cast<std::uint64_t>(task.stack) + STANDSTILL_STACK_SIZE;
  task.context.ra = reinterpret_cast<std::uint64_t>(&task_entry);
  task.context.s[0] = reinterpret_cast<std::uint64_t>(&task_start);
  task_set_name(task, name, cpu);
  return task;
}

Task& kthread_create(ThreadFn fn, void* data, const char* name) {
  return kthread_create_on_cpu(fn, data, name, smp_processor_id());
}

Task& kthread_run(ThreadFn fn, void* data, const char* name) {
  Task& task = kthread_create(fn, data, name);
  wake_up_new_task(task);
  return task;
}

void kthread_begin_parked(Task& task) {
  arch::write_once(task.kthread.should_park, true);
  arch::write_once(task.state, TaskState::Parked);
}

int kthread_park(Task& task) {
  if (task.state.load(std::memory_order_relaxed) == TaskState::Dead) return -kEnosys;
  if (task.kthread.should_park.load(std::memory_order_relaxed)) return -kEbusy;
  arch::write_once(task.kthread.should_park, true);
  if (&task == current()) return 0;
  wake_up_process(task);
  task.kthread.parked_or_ended.wait();
  return 0;
}

void kthread_unpark(Task& task) {
  if (!task.kthread.should_park.load(std::memory_order_relaxed)) return;
  task.kthread.parked_or_ended.reinit();  // nobody has waited for a thread that parked itself
  arch::write_once(task.kthread.should_park, false);
  wake_up_state(task, TaskState::Parked);
}

void kthread_stop(Task& task) {
  arch::write_once(task.kthread.should_stop, true);
  kthread_unpark(task);
  wake_up_process(task);
  task.kthread.parked_or_ended.wait();
}

bool kthread_should_park() {
  return current()->kthread.should_park.load(std::memory_order_relaxed);
}

bool kthread_should_stop() {
  return current()->kthread.should_stop.load(std::memory_order_relaxed);
}

void kthread_parkme() {
  for (;;) {
    // The state before the look at the request; pairs with the barrier of wake_up_state().
    set_special_state(TaskState::Parked);
    if (!kthread_should_park()) break;
    arch::local_irq_disable();  // who waits for us must not find us on the run queue
    current()->kthread.parked_or_ended.complete();
    schedule();
    arch::local_irq_enable();
  }
  set_current_state(TaskState::Running);
}

void* arena_alloc(std::size_t bytes) { return arena_alloc_on_cpu(bytes, smp_processor_id()); }

void* arena_alloc_on_cpu(std::size_t bytes, unsigned cpu) {
  PerCpu& area = per_cpu(cpu);
  bytes = (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
  area.pool_lock.lock();
  const std::uint64_t offset = STANDSTILL_STACK_SIZE + area.arena_used;
  area.arena_used += bytes;
  area.pool_lock.unlock();
  if (offset + bytes > STANDSTILL_ARENA_SIZE) panic("the arena of this CPU is full");
  return arena(cpu) + offset;
}

bool stacks_are_intact(unsigned cpu) {
  const PerCpu& area = per_cpu(cpu);
  if (*area.idle.stack != kStackCanary) return false;
  for (unsigned i = 0; i < area.thread_count; ++i)
    if (*area.threads[i].stack != kStackCanary) return false;
  return true;
}

std::uint64_t memory_needed(unsigned cpus) {
  return reinterpret_cast<std::uint64_t>(arena(cpus)) - platform::kDramBase;
}

void* boot_stack(unsigned cpu) { return arena(cpu); }

}  // namespace standstill::kernel
