// A reader-writer semaphore whose readers touch nothing but their own CPU's line.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's percpu_rw_semaphore (behaviour, not text), with a fence in the reader's path
// where Linux lets RCU stand in for it.
#ifndef STANDSTILL_FIRMWARE_KERNEL_PERCPU_RWSEM_H
#define STANDSTILL_FIRMWARE_KERNEL_PERCPU_RWSEM_H

#include "kernel/mutex.h"

namespace standstill::kernel {

struct PerCpu;

class PercpuRwsem {
 public:
  /// Where the count of readers lies in a CPU's area. A reader may leave on another CPU than it
  /// came on, so only the sum over all CPUs says how many there are.
  using ReadCount = std::atomic<std::int32_t> PerCpu::*;

  constexpr explicit PercpuRwsem(ReadCount read_count) : read_count_(read_count) {}

  /// Sleeps while a writer is in or waits. Not recursive: a writer may come between.
  void read_lock();
  void read_unlock();
  /// Sleeps until all readers have left; no new one comes in meanwhile.
  void write_lock();
  /// Lets in the readers that wait, then the next writer.
  void write_unlock();

 private:
  bool try_read_lock();
  bool no_readers() const;
  void wake_writer();

  const ReadCount read_count_;
  std::atomic<bool> block_{false};  ///< a writer is in or waits
  std::atomic<Task*> writer_{nullptr};
  Mutex writers_;
  RawSpinlock wait_lock_{LockRank::Wait};
  List<Waiter> waiters_;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_PERCPU_RWSEM_H
