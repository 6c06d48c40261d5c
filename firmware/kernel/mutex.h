// A mutex: a lock whose waiters sleep, handed on in the order they came.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; Linux's mutex without its optimistic spinning.
#ifndef STANDSTILL_FIRMWARE_KERNEL_MUTEX_H
#define STANDSTILL_FIRMWARE_KERNEL_MUTEX_H

#include "kernel/completion.h"

namespace standstill::kernel {

class Mutex {
 public:
  constexpr Mutex() = default;

  /// Sleeps until the lock is ours. Not from an interrupt, not with preemption off.
  void lock();
  /// Takes the lock if it is free.
  [[nodiscard]] bool trylock();
  /// Hands the lock to the longest waiter, or frees it.
  void unlock();

 private:
  std::atomic<Task*> owner_{nullptr};
  RawSpinlock wait_lock_{LockRank::Wait};
  List<Waiter> waiters_;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_MUTEX_H
