// The per-CPU reader-writer semaphore: who sleeps, who wakes whom.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/locking/percpu-rwsem.c (behaviour, not text). A reader counts itself and
// then looks for a writer; a writer announces itself and then looks for readers. With a full fence
// between the two steps on both sides at least one sees the other.
#include "kernel/percpu_rwsem.h"

#include "kernel/percpu.h"

namespace standstill::kernel {

bool PercpuRwsem::try_read_lock() {
  preempt_disable();
  std::atomic<std::int32_t>& count = this_cpu().*read_count_;
  arch::write_once(count, count.load(std::memory_order_relaxed) + 1);
  arch::smp_mb();  // pairs with the one in write_lock()
  // Acquire: pairs with the release in write_unlock().
  const bool blocked = arch::smp_load_acquire(block_);
  if (blocked) {
    arch::write_once(count, count.load(std::memory_order_relaxed) - 1);
    wake_writer();
  }
  preempt_enable();
  return !blocked;
}

void PercpuRwsem::read_lock() {
  while (!try_read_lock()) {
    arch::IrqFlags flags = wait_lock_.lock_irqsave();
    // write_unlock() lifts the block under wait_lock_: it finds us queued, or we find it lifted.
    if (block_.load(std::memory_order_relaxed)) {
      Waiter waiter;
      waiter.task = current();
      waiters_.push_back(waiter);
      while (waiter.linked) {
        set_current_state(TaskState::Sleeping);
        wait_lock_.unlock_irqrestore(flags);
        schedule();
        flags = wait_lock_.lock_irqsave();
      }
    }
    wait_lock_.unlock_irqrestore(flags);
  }
}

void PercpuRwsem::read_unlock() {
  preempt_disable();
  std::atomic<std::int32_t>& count = this_cpu().*read_count_;
  // Release: what the reader did comes before; pairs with the acquire in write_lock().
  arch::smp_store_release(count, count.load(std::memory_order_relaxed) - 1);
  wake_writer();
  preempt_enable();
}

void PercpuRwsem::wake_writer() {
  // The count before the look at the block; pairs with set_current_state() in write_lock().
  arch::smp_mb();
  if (!block_.load(std::memory_order_relaxed)) return;
  if (Task* writer = writer_.load(std::memory_order_relaxed)) wake_up_process(*writer);
}

bool PercpuRwsem::no_readers() const {
  std::int32_t readers = 0;
  for (unsigned cpu = cpu_present_mask.first(); cpu < kNrCpus; cpu = cpu_present_mask.next(cpu + 1))
    readers += (per_cpu(cpu).*read_count_).load(std::memory_order_relaxed);
  return readers == 0;
}

void PercpuRwsem::write_lock() {
  writers_.lock();
  arch::write_once(writer_, current());
  arch::smp_wmb();  // whoever sees the block sees whom to wake
  arch::write_once(block_, true);
  arch::smp_mb();  // pairs with the one in try_read_lock()
  for (;;) {
    set_current_state(TaskState::Sleeping);
    if (no_readers()) break;
    schedule();
  }
  set_current_state(TaskState::Running);
  arch::smp_acquire();  // pairs with the release in read_unlock()
}

void PercpuRwsem::write_unlock() {
  const arch::IrqFlags flags = wait_lock_.lock_irqsave();
  arch::write_once(writer_, nullptr);
  // Release: pairs with the acquire in try_read_lock().
  arch::smp_store_release(block_, false);
  while (Waiter* waiter = waiters_.pop_front()) wake_up_process(*waiter->task);
  wait_lock_.unlock_irqrestore(flags);
  writers_.unlock();
}

}  // namespace standstill::kernel
