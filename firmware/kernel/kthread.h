// Kernel threads, each bound to one CPU.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kthread interface (names), from a fixed pool per CPU.
#ifndef STANDSTILL_FIRMWARE_KERNEL_KTHREAD_H
#define STANDSTILL_FIRMWARE_KERNEL_KTHREAD_H

#include <cstddef>

#include "kernel/task.h"

namespace standstill::kernel {

using ThreadFn = void (*)(void* data);

/// Names a task "NAME/CPU", also if `name` ends in "/%u", and tells the observer.
void task_set_name(Task& task, const char* name, unsigned cpu);

/// Makes a thread of the fair class, bound to this CPU, that runs `fn(data)` once woken. At most
/// kMaxThreads per CPU. sched_setscheduler() and sched_setaffinity() make something else of it.
Task& kthread_create(ThreadFn fn, void* data, const char* name);

/// The same for any present CPU, and for this one before it is.
Task& kthread_create_on_cpu(ThreadFn fn, void* data, const char* name, unsigned cpu);

/// kthread_create(), and wakes it.
Task& kthread_run(ThreadFn fn, void* data, const char* name);

/// Parks a thread that was created and never woken: kthread_unpark() starts it.
void kthread_begin_parked(Task& task);

/// Asks the thread to park and waits until it has, unless it is the caller: that one parks when it
/// calls kthread_parkme(). Returns 0, or -kEbusy if it was asked already, -kEnosys if it has ended.
/// May sleep.
int kthread_park(Task& task);

/// Lets a thread go on that was asked to park, whether it has done so or not.
void kthread_unpark(Task& task);

/// Asks the thread to end, unparking it if need be, and waits until it has. May sleep. Not for a
/// thread that ends by itself.
void kthread_stop(Task& task);

/// Whether the calling thread is asked to call kthread_parkme() soon.
bool kthread_should_park();
/// Whether the calling thread is asked to return soon.
bool kthread_should_stop();

/// Sleeps for as long as the calling thread is asked to park.
void kthread_parkme();

/// `bytes` of memory of this CPU's arena, aligned to a cache line; never given back.
void* arena_alloc(std::size_t bytes);
/// The same from the arena of `cpu`.
void* arena_alloc_on_cpu(std::size_t bytes, unsigned cpu);

/// Whether no task of `cpu` has run over the end of its stack.
bool stacks_are_intact(unsigned cpu);

/// Lays the canary of a stack that begins at `stack`.
void task_set_stack(Task& task, void* stack);

/// Bytes of DRAM from the start of memory that `cpus` CPUs need.
std::uint64_t memory_needed(unsigned cpus);

/// The lowest word of the stack `cpu` boots on.
void* boot_stack(unsigned cpu);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_KTHREAD_H
