// Soft interrupts: what an interrupt leaves to be done at its end, interrupts on.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/softirq.c (behaviour and names, not text).
#ifndef STANDSTILL_FIRMWARE_KERNEL_SOFTIRQ_H
#define STANDSTILL_FIRMWARE_KERNEL_SOFTIRQ_H

#include "kernel/cpu_local.h"

namespace standstill::kernel {

/// The vectors, the most urgent first.
enum class Softirq : unsigned { Hi, Timer, Sched, Rcu };
inline constexpr unsigned kNrSoftirqs = 4;

/// From now on `action` runs for `nr`, with interrupts on and preemption off. It must not sleep.
void open_softirq(Softirq nr, void (*action)());

/// Has this CPU run the action of `nr`: at the end of the interrupt that calls, else in the thread
/// ksoftirqd/%u. Raised twice before it runs, it runs once. Any context.
void raise_softirq(Softirq nr);

/// The same for an interrupt handler, which has interrupts off: it leaves the thread asleep.
void raise_softirq_irqoff(Softirq nr);

/// Whether this CPU is running an action.
bool in_softirq();

/// Runs all that is pending on this CPU; interrupts are off, and on meanwhile.
void do_softirq();

/// The end of every interrupt. Interrupts are off.
inline void irq_exit() {
  if (cpu_local().softirq_pending != 0) [[unlikely]]
    do_softirq();
}

/// Takes over what a CPU that is dead has left undone.
void softirq_take_over(unsigned dead_cpu);

/// Makes ksoftirqd part of every CPU. Boot hart only.
void softirq_init();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_SOFTIRQ_H
