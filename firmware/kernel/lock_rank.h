// The order in which raw spinlocks are taken, asserted in debug builds.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the idea of Linux's lockdep, with an order that is declared instead of learnt.
//
// Whoever holds a lock takes another only if its rank comes later in the list. Two of one rank may
// be held if each CPU has one of it, the lower CPU's taken first. Without STANDSTILL_DEBUG nothing
// of this is in the code, nor is there a rank in the lock.
#ifndef STANDSTILL_FIRMWARE_KERNEL_LOCK_RANK_H
#define STANDSTILL_FIRMWARE_KERNEL_LOCK_RANK_H

#include <cstdint>

namespace standstill::kernel {

class RawSpinlock;

/// Outermost first; lock_rank.cpp has the names.
enum class LockRank : std::uint8_t {
  Scenario,    ///< of a scenario, or none was given: taken under no other
  Pool,        ///< threads and memory of a CPU
  Workqueue,   ///< work that waits for its thread
  Wait,        ///< waiters of a mutex or rwsem, who are woken under it
  Stopper,     ///< works of a CPU's stopper; one per CPU, stop_two_cpus() takes two
  Completion,  ///< waiters of an event, which may happen under a stopper's lock
  RunQueue,    ///< one per CPU; what wakes a task takes it under all of the above
  Rcu,         ///< grace periods
  Console,     ///< anybody may have something to say
};

#ifdef STANDSTILL_DEBUG
/// This CPU is about to take `lock`. Panics, with the names of both, if it holds one that does not
/// come before it. Preemption or interrupts are off.
void lock_rank_acquire(const RawSpinlock& lock, LockRank rank);
/// This CPU drops `lock`. Panics if it does not hold it.
void lock_rank_release(const RawSpinlock& lock);
/// Panics if preemption is off or this CPU holds a raw spinlock, unless it still boots: who is
/// about to sleep must not.
void might_sleep();
#else
inline void lock_rank_acquire(const RawSpinlock&, LockRank) {}
inline void lock_rank_release(const RawSpinlock&) {}
inline void might_sleep() {}
#endif

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_LOCK_RANK_H
