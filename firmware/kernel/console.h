// The console: whole lines through the UART, one writer at a time.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#ifndef STANDSTILL_FIRMWARE_KERNEL_CONSOLE_H
#define STANDSTILL_FIRMWARE_KERNEL_CONSOLE_H

#include <cstdint>

#include "lib/line.h"

namespace standstill::kernel {

/// Begins to use the UART at `base`; 0 means that there is none and nothing is printed.
void console_init(std::uint64_t base);

/// Writes a line and its newline, under the console lock.
void console_write(Text line);

/// Waits until no hart is in the middle of a line, but not for ever: its hart may have stopped.
void console_wait_for_line_end();

/// console_write() without the lock, when the kernel is about to end.
void console_write_unlocked(Text line);

/// Prints the items as one line.
template <typename... Items>
void printk(const Items&... items) {
  Line line;
  (line.add(items), ...);
  console_write(line.text());
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CONSOLE_H
