// The lock over the set of online CPUs: readers, writers, and who wakes whom.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/cpu.h"

#include <gtest/gtest.h>

#include "host/kernel_host.h"
#include "kernel/kthread.h"
#include "kernel/percpu_rwsem.h"

namespace standstill::kernel {
namespace {

class Cpu : public testing::Test {
 protected:
  void SetUp() override { host::make_machine(2); }

  static std::int32_t readers(unsigned cpu) { return per_cpu(cpu).hotplug_readers.load(); }
  /// From now on `task` is the one that calls, on the hart this thread plays.
  static void become(Task& task) { this_cpu().local.current = this_rq().curr = &task; }
};

TEST_F(Cpu, TheLockIsHeldBetweenLockAndUnlock) {
  EXPECT_FALSE(cpus_read_lock_held());
  cpus_read_lock();
  EXPECT_TRUE(cpus_read_lock_held());
  EXPECT_EQ(readers(0), 1);
  cpus_read_unlock();
  EXPECT_FALSE(cpus_read_lock_held());
  EXPECT_EQ(readers(0), 0);
}

TEST_F(Cpu, TheWriterHoldsItToo) {
  cpus_write_lock();
  EXPECT_TRUE(cpus_read_lock_held());
  cpus_write_unlock();
  EXPECT_FALSE(cpus_read_lock_held());
}

TEST_F(Cpu, TakingItTwiceIsABug) {
  cpus_read_lock();
  EXPECT_THROW(cpus_read_lock(), host::KernelEnded);
  EXPECT_THROW(cpus_write_lock(), host::KernelEnded);
  cpus_read_unlock();
  EXPECT_THROW(cpus_read_unlock(), host::KernelEnded);
  EXPECT_THROW(lockdep_assert_cpus_held(), host::KernelEnded);
}

TEST_F(Cpu, AReaderMayLeaveOnAnotherCpuThanItCameOn) {
  cpus_read_lock();
  Task& reader = *current();
  host::become_hart(1);
  become(reader);
  cpus_read_unlock();
  EXPECT_EQ(readers(0), 1);
  EXPECT_EQ(readers(1), -1);
  cpus_write_lock();  // goes in: the sum is what counts
  cpus_write_unlock();
}

TEST(CpuMask, BitsComeAndGo) {
  CpuMask mask = cpumask_of(3);
  mask.set(70);
  CpuMask copy = mask;
  mask.clear(3);
  EXPECT_FALSE(mask.test(3));
  EXPECT_EQ(mask.weight(), 1u);
  EXPECT_TRUE(copy.test(3)) << "a copy is a copy";
  EXPECT_EQ(copy.next_and(mask, 0), 70u);
  EXPECT_EQ(copy.next_and(mask, 71), kNrCpus);
  mask.clear(70);
  EXPECT_TRUE(mask.empty());
}

}  // namespace
}  // namespace standstill::kernel
