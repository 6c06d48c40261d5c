// The timer tick: one machine-timer interrupt per period on every CPU that shares its time.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's tick with NO_HZ_IDLE (behaviour): a CPU that idles when its tick comes gets no
// further one until a task that needs it is picked.
#ifndef STANDSTILL_FIRMWARE_KERNEL_TICK_H
#define STANDSTILL_FIRMWARE_KERNEL_TICK_H

#include <cstdint>

namespace standstill::kernel {

/// Sets the period for all CPUs, in ticks of the time base (>= 1). Boot hart only.
void tick_set_period(std::uint64_t period);
/// The period, in ticks of the time base.
std::uint64_t tick_period();

/// Silences the timer of this CPU, whose compare register may hold anything after reset.
void tick_init();

/// Begins the tick on this CPU unless it is on. Interrupts are off.
void tick_start();

/// The machine-timer interrupt.
void tick_interrupt();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_TICK_H
