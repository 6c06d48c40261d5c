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

/// Names a task "NAME/CPU" and tells the observer.
void task_set_name(Task& task, const char* name, unsigned cpu);

/// Makes a thread of this CPU that runs `fn(data)` once woken. At most kMaxThreads per CPU.
Task& kthread_create(ThreadFn fn, void* data, const char* name, const SchedClass& sched_class);

/// Makes a thread of the fair class on this CPU and starts it.
Task& kthread_run(ThreadFn fn, void* data, const char* name);

/// `bytes` of memory of this CPU's arena, aligned to a cache line; never given back.
void* arena_alloc(std::size_t bytes);

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
