// A list of tasks to wake once a lock has been dropped.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's wake_q (behaviour, not text): a task is on at most one such list at a time.
#ifndef STANDSTILL_FIRMWARE_KERNEL_WAKE_Q_H
#define STANDSTILL_FIRMWARE_KERNEL_WAKE_Q_H

#include "kernel/sched.h"

namespace standstill::kernel {

class WakeQ {
 public:
  /// Adds the task. If another list holds it already, that list's wake-up will do.
  void add(Task& task) {
    Task* expected = nullptr;
    // What the caller wrote comes before the look at the link, also if it is taken: then the list
    // that holds the task wakes it on our behalf. Pairs with the barrier of wake_up_process().
    arch::smp_mb();
    if (!task.wake_q_next.compare_exchange_strong(expected, tail(), std::memory_order_relaxed,
                                                  std::memory_order_relaxed))
      return;
    if (last_ != nullptr)
      arch::write_once(last_->wake_q_next, &task);
    else
      first_ = &task;
    last_ = &task;
  }

  /// Wakes every task of the list, in the order they were added.
  void wake_up() {
    for (Task* task = first_; task != nullptr;) {
      Task* next = task->wake_q_next.load(std::memory_order_relaxed);
      arch::write_once(task->wake_q_next, nullptr);
      // Begins with a full barrier; pairs with the one in add() of a list that found it taken.
      wake_up_process(*task);
      task = next == tail() ? nullptr : next;
    }
    first_ = last_ = nullptr;
  }

 private:
  static Task* tail() { return reinterpret_cast<Task*>(1); }

  Task* first_ = nullptr;
  Task* last_ = nullptr;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_WAKE_Q_H
