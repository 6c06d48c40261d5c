// Mutexes: fast path by one compare-and-swap, slow path through a queue of sleepers.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; Linux's kernel/locking/mutex.c without optimistic spinning (idea).
#include "kernel/mutex.h"

#include "kernel/sched.h"

namespace standstill::kernel {

bool Mutex::trylock() {
  Task* nobody = nullptr;
  // By a fence: GCC 12 makes an acquire here an SC.aq, which promises nothing.
  if (!owner_.compare_exchange_strong(nobody, current(), std::memory_order_relaxed,
                                      std::memory_order_relaxed))
    return false;
  arch::smp_acquire();  // pairs with the release in unlock()
  return true;
}

void Mutex::lock() {
  might_sleep();
  if (trylock()) return;
  arch::IrqFlags flags = wait_lock_.lock_irqsave();
  // An owner frees the lock under wait_lock_ only, so a failure here means it will see us queued.
  if (trylock()) {
    wait_lock_.unlock_irqrestore(flags);
    return;
  }
  Waiter waiter;
  waiter.task = current();
  waiters_.push_back(waiter);
  while (!waiter.granted) {
    set_current_state(TaskState::Sleeping);
    wait_lock_.unlock_irqrestore(flags);
    schedule();
    flags = wait_lock_.lock_irqsave();
  }
  wait_lock_.unlock_irqrestore(flags);
}

void Mutex::unlock() {
  const arch::IrqFlags flags = wait_lock_.lock_irqsave();
  if (Waiter* waiter = waiters_.pop_front()) {
    // The new owner takes wait_lock_ before it goes on, which orders our writes before its reads.
    arch::write_once(owner_, waiter->task);
    waiter->granted = true;
    wake_up_process(*waiter->task);
  } else {
    // Release: pairs with the acquire in trylock().
    arch::smp_store_release(owner_, nullptr);
  }
  wait_lock_.unlock_irqrestore(flags);
}

}  // namespace standstill::kernel
