// The console: whole lines through the UART.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#include "kernel/console.h"

#include "drivers/uart.h"
#include "kernel/spinlock.h"
#include "kernel/watchdog.h"

namespace standstill::kernel {
namespace {

constinit RawSpinlock console_lock{LockRank::Console};
constinit drivers::Uart uart;

}  // namespace

void console_init(std::uint64_t base) { uart.init(base); }

void console_write_unlocked(Text line) {
  if (!uart.present()) return;
  for (const char c : line) uart.put(c);
  uart.put('\n');
}

void console_wait_for_line_end() {
  constexpr unsigned kPatience = 100000;
  for (unsigned pass = 0; pass < kPatience && console_lock.is_locked(); ++pass) arch::cpu_relax();
}

void console_write(Text line) {
  const arch::IrqFlags flags = console_lock.lock_irqsave();
  for (std::size_t at = 0; at < line.size() && uart.present(); ++at) {
    // The UART is slow, and interrupts are off; Linux's console drivers do the same.
    touch_nmi_watchdog();
    uart.put(line[at]);
  }
  console_write_unlocked({});
  console_lock.unlock_irqrestore(flags);
}

}  // namespace standstill::kernel
