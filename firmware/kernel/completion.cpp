// Completions: the sleeping side and the waking side.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/sched/completion.c (behaviour, not text).
#include "kernel/completion.h"

#include "kernel/sched.h"

namespace standstill::kernel {

void Completion::complete() {
  const arch::IrqFlags flags = lock_.lock_irqsave();
  ++done_;
  if (Waiter* waiter = waiters_.pop_front()) wake_up_process(*waiter->task);
  lock_.unlock_irqrestore(flags);
}

void Completion::wait() {
  might_sleep();
  arch::IrqFlags flags = lock_.lock_irqsave();
  while (done_ == 0) {
    Waiter waiter;
    waiter.task = current();
    waiters_.push_back(waiter);
    set_current_state(TaskState::Sleeping);
    lock_.unlock_irqrestore(flags);
    schedule();
    flags = lock_.lock_irqsave();
    if (waiter.linked) waiters_.remove(waiter);
  }
  --done_;
  lock_.unlock_irqrestore(flags);
}

void Completion::reinit() {
  const arch::IrqFlags flags = lock_.lock_irqsave();
  done_ = 0;
  lock_.unlock_irqrestore(flags);
}

bool Completion::done() {
  const arch::IrqFlags flags = lock_.lock_irqsave();
  const bool result = done_ != 0;
  lock_.unlock_irqrestore(flags);
  return result;
}

}  // namespace standstill::kernel
