// Text put together piece by piece, without memory that is allocated.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#ifndef STANDSTILL_FIRMWARE_LIB_LINE_H
#define STANDSTILL_FIRMWARE_LIB_LINE_H

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

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_LIB_LINE_H
