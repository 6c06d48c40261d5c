// A completion: one or more tasks sleep until an event has happened.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's completion and swait queue (behaviour, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_COMPLETION_H
#define STANDSTILL_FIRMWARE_KERNEL_COMPLETION_H

#include "kernel/spinlock.h"
#include "lib/list.h"

namespace standstill::kernel {

/// A task that waits; lives on its stack.
struct Waiter : ListNode {
  Task* task = nullptr;
  bool granted = false;  ///< mutex: it owns the lock now
};

class Completion {
 public:
  constexpr Completion() = default;

  /// The event has happened once: wakes one waiter. Any context.
  void complete();
  /// Sleeps until the event has happened; uses up one complete().
  void wait();
  /// Forgets what has happened. Nobody waits.
  void reinit();
  /// Whether wait() would return at once.
  bool done();

 private:
  RawSpinlock lock_{LockRank::Completion};
  unsigned done_ = 0;
  List<Waiter> waiters_;
};

/// Counts parties down and completes with the last. Lives until the waiter has returned.
struct Countdown {
  std::atomic<std::int32_t> left{0};
  Completion completion;

  /// Before the first arrive().
  void expect(unsigned parties) { arch::write_once(left, static_cast<std::int32_t>(parties)); }
  void arrive() {
    // Acquire and release: what every party wrote before is seen after wait(); pairs with itself.
    if (left.fetch_sub(1, std::memory_order_acq_rel) == 1) completion.complete();
  }
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_COMPLETION_H
