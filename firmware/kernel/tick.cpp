// The timer tick on the machine timer (MTIMER).
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, MTIMER: pending while mtime >= mtimecmp.
#include "kernel/tick.h"

#include "arch/barrier.h"
#include "arch/csr.h"
#include "kernel/percpu.h"
#include "kernel/rcu.h"
#include "lib/machine.h"

namespace standstill::kernel {
namespace {

constexpr std::uint64_t kNever = ~0ull;
constinit std::uint64_t period_ticks = 10000;

void program(std::uint64_t when) {
  cpu_local().tick_due = when;
  arch::mmio_write<std::uint64_t>(machine().mtimecmp + 8 * smp_processor_id(), when);
}

}  // namespace

void tick_set_period(std::uint64_t period) { period_ticks = period; }

std::uint64_t tick_period() { return period_ticks; }

void tick_init() { program(kNever); }

void tick_start() {
  if (cpu_local().tick_due == kNever) program(arch::read_time() + period_ticks);
}

void tick_interrupt() {
  // Served already, and the new compare value is still on its way to a timer that takes posted
  // stores. Another one would put it off further, for ever if the bus is slow.
  if (arch::read_time() < cpu_local().tick_due) return;
  const bool shares = scheduler_tick();
  rcu_sched_clock_irq();
  program(shares || rcu_needs_cpu() ? arch::read_time() + period_ticks : kNever);
}

}  // namespace standstill::kernel
