// The raw spinlock: a ticket lock, first come first served.
// SPDX-License-Identifier: Apache-2.0
//
// Source: D. P. Reed and R. K. Kanodia, sequencers; interface by Linux's names. Linux 6.10 has a
// ticket lock on RISC-V too. It is fair and two words small; its price is that every waiter reads
// one word again at each hand-over, so contended by n harts it costs n reads a turn.
#ifndef STANDSTILL_FIRMWARE_KERNEL_SPINLOCK_H
#define STANDSTILL_FIRMWARE_KERNEL_SPINLOCK_H

#include <atomic>
#include <cstdint>

#include "arch/marker.h"
#include "kernel/lock_rank.h"
#include "kernel/preempt.h"

namespace standstill::kernel {

class RawSpinlock {
 public:
  constexpr RawSpinlock() = default;
#ifdef STANDSTILL_DEBUG
  constexpr explicit RawSpinlock(LockRank rank) : rank_(rank) {}
#else
  constexpr explicit RawSpinlock(LockRank) {}
#endif
  RawSpinlock(const RawSpinlock&) = delete;
  RawSpinlock& operator=(const RawSpinlock&) = delete;

  void lock() {
    preempt_disable();
    arch_lock();
  }
  void unlock() {
    arch_unlock();
    preempt_enable();
  }
  [[nodiscard]] arch::IrqFlags lock_irqsave() {
    const arch::IrqFlags flags = arch::local_irq_save();
    preempt_disable();
    arch_lock();
    return flags;
  }
  void unlock_irqrestore(arch::IrqFlags flags) {
    arch_unlock();
    arch::local_irq_restore(flags);
    preempt_enable();
  }

  /// The lock alone, for a caller that looks after preemption itself (the scheduler).
  void arch_lock() {
    lock_rank_acquire(*this, rank());
    const std::uint32_t ticket = next_.fetch_add(1, std::memory_order_relaxed);
    // Acquire: pairs with the release in arch_unlock() of the holder before us.
    if (arch::smp_load_acquire(owner_) != ticket) {
      arch::mark<arch::Marker::LockWait>(this);
      while (owner_.load(std::memory_order_relaxed) != ticket) arch::cpu_relax();
      // Pairs with the release in arch_unlock(): the relaxed load above becomes an acquire.
      arch::smp_acquire();
    }
    arch::mark<arch::Marker::LockAcquired>(this);
  }
  void arch_unlock() {
    lock_rank_release(*this);
    arch::mark<arch::Marker::LockReleased>(this);
    // Release: pairs with the acquire in arch_lock() of the next holder. Only we write owner_.
    arch::smp_store_release(owner_, owner_.load(std::memory_order_relaxed) + 1);
  }
  bool is_locked() const {
    return owner_.load(std::memory_order_relaxed) != next_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint32_t> next_{0};
  std::atomic<std::uint32_t> owner_{0};
#ifdef STANDSTILL_DEBUG
  LockRank rank() const { return rank_; }
  LockRank rank_ = LockRank::Scenario;
#else
  static constexpr LockRank rank() { return LockRank::Scenario; }
#endif
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_SPINLOCK_H
