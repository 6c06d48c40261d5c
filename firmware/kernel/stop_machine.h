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
/// spinlock or has preemption off. Returns 0, or any nonzero value of fn. May sleep.
int stop_machine(CpuStopFn fn, void* data, const CpuMask* cpus);

/// Picks the instance stop_machine() uses from now on, by the names of its policies; false if
/// there is none of these names. Never while a rendezvous is under way.
bool select_stop_machine(std::string_view spin, std::string_view barrier, std::string_view layout);

/// From now on stop_machine() goes through the stoppers; before, only the boot CPU runs.
void stop_machine_init();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_STOP_MACHINE_H
