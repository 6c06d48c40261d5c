// Threads that exist once per CPU: made, parked and unparked as their CPU goes and comes.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's include/linux/smpboot.h and kernel/smpboot.c (behaviour and names, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_SMPBOOT_H
#define STANDSTILL_FIRMWARE_KERNEL_SMPBOOT_H

#include "kernel/task.h"

namespace standstill::kernel {

/// One kind of per-CPU thread. What may be null is said so; every call is made for CPU `cpu`.
struct SmpHotplugThread {
  Task*& (*store)(unsigned cpu);               ///< where the thread of a CPU is kept
  bool (*thread_should_run)(unsigned cpu);     ///< asked on the CPU, preemption off
  void (*thread_fn)(unsigned cpu);             ///< runs on the CPU when it should
  void (*create)(unsigned cpu);                ///< may be null: the thread exists and has not run
  void (*setup)(unsigned cpu);                 ///< may be null: on the thread, when it first runs
  void (*cleanup)(unsigned cpu, bool online);  ///< may be null: on the thread, when it stops
  void (*park)(unsigned cpu);                  ///< may be null: on the thread, before it parks
  void (*unpark)(unsigned cpu);                ///< may be null: on the thread, after it was parked
  bool selfparking;                            ///< it is parked and unparked by its owner, not here
  const char* thread_comm;                     ///< name, with the CPU in the place of %u
};

/// From now on every CPU has such a thread, those that are online at once. May sleep, unless no CPU
/// is online yet. Not from under cpus_read_lock().
void smpboot_register_percpu_thread(const SmpHotplugThread& plug_thread);

/// Stops the threads of this kind on all CPUs. May sleep. Not from under cpus_read_lock().
void smpboot_unregister_percpu_thread(const SmpHotplugThread& plug_thread);

/// Makes the threads of `cpu` that are not there yet; they are parked.
void smpboot_create_threads(unsigned cpu);

/// Unparks the threads of `cpu`, in the order of their registration, selfparking ones aside.
void smpboot_unpark_threads(unsigned cpu);

/// Parks them, in the opposite order. May sleep.
void smpboot_park_threads(unsigned cpu);

/// Chooses the simple variant, or not: threads made by hand that know no parking, on CPUs that
/// stay. Before the first registration only.
void smpboot_select_simple(bool chosen);

/// Whether CPUs can come and go, that is: the simple variant has not been chosen.
bool smpboot_knows_hotplug();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_SMPBOOT_H
