// CPUs that come and go, and the lock that keeps them as they are.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's include/linux/cpu.h and kernel/cpu.c (behaviour and names, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_CPU_H
#define STANDSTILL_FIRMWARE_KERNEL_CPU_H

#include "kernel/cpumask.h"

namespace standstill::kernel {

/// Keeps every CPU as it is, online or not, until cpus_read_unlock(). May sleep. Panics if the
/// task holds the lock already: a writer between the two would wait for ever, and so would we.
void cpus_read_lock();
void cpus_read_unlock();

/// Whether the current task keeps the CPUs as they are, as a reader or as the writer.
bool cpus_read_lock_held();

/// Lets the caller, and nobody else, take CPUs up and down. May sleep.
void cpus_write_lock();
void cpus_write_unlock();

/// Panics unless cpus_read_lock_held(). Linux's lockdep_assert_cpus_held().
void lockdep_assert_cpus_held();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPU_H
