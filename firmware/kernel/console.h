// The console: whole lines through the UART, one writer at a time.
// SPDX-License-Identifier: Apache-2.0
//
// Source: PC16550D data sheet (transmit register, line status, 16-byte FIFO).
#ifndef STANDSTILL_FIRMWARE_KERNEL_CONSOLE_H
#define STANDSTILL_FIRMWARE_KERNEL_CONSOLE_H

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace standstill::kernel {

/// A number to be printed in base 16 with its 0x.
struct Hex {
  std::uint64_t value;
};
inline constexpr Hex hex(std::uint64_t value) { return {value}; }

using Text = std::string_view;

/// One line of text, cut off if it grows too long.
class Line {
 public:
  void add(char c) {
    if (size_ < sizeof(text_)) text_[size_++] = c;
  }
  void add(const char* text) { add(Text(text)); }
  void add(Text text) {
    for (const char c : text) add(c);
  }
  void add(std::uint64_t number) { add_digits(number, 10); }
  void add(unsigned number) { add_digits(number, 10); }
  void add(int number) {
    if (number < 0) add('-');
    add_digits(number < 0 ? 0 - static_cast<std::uint64_t>(number) : number, 10);
  }
  void add(Hex number) {
    add("0x");
    add_digits(number.value, 16);
  }
  Text text() const { return {text_, size_}; }

 private:
  void add_digits(std::uint64_t number, unsigned base);

  char text_[400];
  std::size_t size_ = 0;
};

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
