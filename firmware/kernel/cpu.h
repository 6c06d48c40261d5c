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

/// Takes `cpu` up. Returns 0, also if it is up already; -kEinval if there is no such CPU,
/// -kEopnotsupp if this kernel knows no hotplug, or the error of the step that failed: then it is
/// down as before. May sleep.
int cpu_up(unsigned cpu);

/// Takes `cpu` down: its tasks move to others, its threads park, it sleeps. Returns 0, also if it
/// is down already; -kEbusy if it is the last CPU or the boot CPU, otherwise as cpu_up(). May
/// sleep.
int cpu_down(unsigned cpu);

/// This CPU has booted: its threads run, and tasks may come. On each CPU once.
void cpu_boot_online(unsigned cpu);

/// The idle task of a CPU that is offline: dead, until cpu_up() takes it up again. Interrupts are
/// off before and after.
void cpu_idle_dead();

/// Hooks the kernel's own steps into the states of a CPU. Boot hart only.
void cpu_init();

/// Panics unless cpus_read_lock_held(). Linux's lockdep_assert_cpus_held().
void lockdep_assert_cpus_held();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPU_H
