// stop_machine(): all CPUs to a standstill, a function run, and on again.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_STOP_MACHINE_H
#define STANDSTILL_FIRMWARE_KERNEL_STOP_MACHINE_H

#include <string_view>

#include "kernel/cpu_stop.h"

namespace standstill::kernel {

/// Runs fn(data) on `cpus`, or on the first online CPU if null, while every online CPU stands in
/// lock-step with interrupts off. While fn runs no other CPU is inside a section that holds a raw
/// spinlock or has preemption off. Takes cpus_read_lock(), which the caller must not hold. Returns
/// 0, or any nonzero value of fn. May sleep.
int stop_machine(CpuStopFn fn, void* data, const CpuMask* cpus);

/// stop_machine() for a caller that holds cpus_read_lock(), as a reader or as the writer.
int stop_machine_cpuslocked(CpuStopFn fn, void* data, const CpuMask* cpus);

/// Runs fn(data) on every CPU of the core of `cpu` while these, and no others, stand in lock-step
/// with interrupts off. The caller holds cpus_read_lock(). -kEnosys in versions without it.
int stop_core_cpuslocked(unsigned cpu, CpuStopFn fn, void* data);

/// stop_machine() from a CPU that is coming up: not active yet, and unable to sleep. It takes part
/// itself, waits by spinning, and leaves its interrupt enable as it was. Hotplug is under way.
int stop_machine_from_inactive_cpu(CpuStopFn fn, void* data, const CpuMask* cpus);

/// Picks the instance that is used from now on, by the version of Linux and the names of the
/// policies; an empty name stands for what is in use. False if there is none of these names.
/// Never while a rendezvous is under way.
bool select_stop_machine(std::string_view version, std::string_view spin, std::string_view barrier,
                         std::string_view layout, std::string_view nmi_mask = {});

/// From now on stop_machine() goes through the stoppers; before, only the boot CPU runs.
void stop_machine_init();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_STOP_MACHINE_H
