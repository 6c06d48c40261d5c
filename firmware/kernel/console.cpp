// The console on an ns16550a, polled.
// SPDX-License-Identifier: Apache-2.0
//
// Source: PC16550D data sheet: with THRE set the transmit FIFO takes 16 bytes.
#include "kernel/console.h"

#include "arch/barrier.h"
#include "kernel/spinlock.h"
#include "standstill/devices.h"

namespace standstill::kernel {
namespace {

namespace uart = platform::uart;

constexpr unsigned kFifoBytes = 16;
constexpr std::uint8_t kThrEmpty = 0x20;
constexpr std::uint8_t kEightBits = 0x03;
constexpr std::uint8_t kFifoOn = 0x01;

constinit RawSpinlock console_lock{LockRank::Console};
constinit std::uint64_t uart_base = 0;
constinit unsigned fifo_room = 0;

void put(char c) {
  if (fifo_room == 0) {
    while ((arch::mmio_read<std::uint8_t>(uart_base + uart::kLsr) & kThrEmpty) == 0) {
    }
    fifo_room = kFifoBytes;
  }
  --fifo_room;
  arch::mmio_write<std::uint8_t>(uart_base + uart::kThr, static_cast<std::uint8_t>(c));
}

}  // namespace

void Line::add_digits(std::uint64_t number, unsigned base) {
  char digits[20];
  unsigned count = 0;
  do {
    digits[count++] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number != 0);
  while (count != 0) add(digits[--count]);
}

void console_init(std::uint64_t base) {
  uart_base = base;
  if (base == 0) return;
  arch::mmio_write<std::uint8_t>(base + uart::kIer, 0);
  arch::mmio_write<std::uint8_t>(base + uart::kLcr, kEightBits);
  arch::mmio_write<std::uint8_t>(base + uart::kFcr, kFifoOn);
}

void console_write_unlocked(Text line) {
  if (uart_base == 0) return;
  for (const char c : line) put(c);
  put('\n');
}

void console_wait_for_line_end() {
  constexpr unsigned kPatience = 100000;
  for (unsigned pass = 0; pass < kPatience && console_lock.is_locked(); ++pass) arch::cpu_relax();
}

void console_write(Text line) {
  const arch::IrqFlags flags = console_lock.lock_irqsave();
  console_write_unlocked(line);
  console_lock.unlock_irqrestore(flags);
}

}  // namespace standstill::kernel
