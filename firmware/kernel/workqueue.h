// Work that some thread of this CPU does later.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's schedule_work() (behaviour and names, not text), with one kworker per CPU.
#ifndef STANDSTILL_FIRMWARE_KERNEL_WORKQUEUE_H
#define STANDSTILL_FIRMWARE_KERNEL_WORKQUEUE_H

#include "kernel/task.h"

namespace standstill::kernel {

/// A piece of work; must stay untouched until its function has begun.
struct WorkStruct : ListNode {
  void (*func)(WorkStruct& work) = nullptr;
};

/// Makes the kworker of this CPU, a thread of the fair class, and returns it.
Task& workqueue_init();

/// Lets the kworker of this CPU call work.func(work). False if the work is waiting already.
bool schedule_work(WorkStruct& work);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_WORKQUEUE_H
