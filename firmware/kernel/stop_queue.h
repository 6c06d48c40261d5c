// Giving work to stoppers: to one, to two at once, to many.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text). What the calls of
// cpu_stop.h and stop_machine.h are made of; nobody else needs it.
#ifndef STANDSTILL_FIRMWARE_KERNEL_STOP_QUEUE_H
#define STANDSTILL_FIRMWARE_KERNEL_STOP_QUEUE_H

#include "kernel/cpu_stop.h"
#include "kernel/stop_version.h"

namespace standstill::kernel {

/// Stoppers are woken in this way from now on. Never while work is being queued.
void select_stopper_wake(StopperWake wake);

/// Queues two works, as cpu_stop_queue_two_works() says, or returns -kEdeadlk to be called again.
using QueueTwoWorks = int (*)(unsigned, CpuStopWork&, unsigned, CpuStopWork&);
/// They are queued by `two` from now on: for firmware/bugs/, which has wrong ways.
void select_queue_two_works(QueueTwoWorks two);

/// Puts `work` on the stopper of `cpu` and wakes it; false, and done signalled, if it takes none.
bool cpu_stop_queue_work(unsigned cpu, CpuStopWork& work);

/// Puts both works on their stoppers or neither, as if at one moment. cpu1 < cpu2. Waits,
/// preemption on, while a stop_cpus() queues. Returns 0, or -kEnoent if one of the two takes no
/// work.
int cpu_stop_queue_two_works(unsigned cpu1, CpuStopWork& work1, unsigned cpu2, CpuStopWork& work2);

/// Puts a copy of `request` on every CPU of `cpus`, in ascending order. Needs stop_cpus_mutex.
/// Returns whether any took it; done is signalled for those that did not.
bool queue_stop_cpus_work(const CpuMask& cpus, const CpuStopRequest& request);

/// Whether a queue_stop_cpus_work() is under way; may be true a little too long.
bool stop_cpus_in_progress();

/// One of those `done` waits for has finished, or took no work.
void cpu_stop_signal_done(CpuStopDone& done);

/// The following run `request` on others as part of a rendezvous whose Call its object has seen,
/// and give `request` a done of their own.

/// On the stopper of every CPU of `cpus`: what stop_cpus() returns. May sleep.
int stop_cpus_for(const CpuMask& cpus, CpuStopRequest request);
/// The same if no other stop_cpus() is under way, else -kEagain.
int try_stop_cpus_for(const CpuMask& cpus, CpuStopRequest request);
/// On the stoppers of two different CPUs: what stop_two_cpus() returns. May sleep.
int stop_two_cpus_for(unsigned cpu1, unsigned cpu2, CpuStopRequest request);
/// On the stoppers of all active CPUs and here, where the CPU is not active and must not sleep.
int stop_active_cpus_for(CpuStopRequest request);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_STOP_QUEUE_H
