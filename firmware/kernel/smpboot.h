// Threads that exist once per CPU and run when there is something to do.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/smpboot.c (behaviour, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_SMPBOOT_H
#define STANDSTILL_FIRMWARE_KERNEL_SMPBOOT_H

#include "kernel/task.h"

namespace standstill::kernel {

struct SmpbootThread {
  const char* name;
  const SchedClass* sched_class;
  bool (*should_run)();  ///< asked on the thread's CPU with preemption off
  void (*run)();         ///< runs on the thread's CPU
};

/// Makes the thread of this CPU. It sleeps until wake_up_process().
Task& smpboot_create_thread(const SmpbootThread& thread);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_SMPBOOT_H
