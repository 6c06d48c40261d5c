// Numbers as text.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#include "lib/line.h"

namespace standstill::kernel {

void Line::add_digits(std::uint64_t number, unsigned base) {
  char digits[20];
  unsigned count = 0;
  do {
    digits[count++] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number != 0);
  while (count != 0) add(digits[--count]);
}

}  // namespace standstill::kernel
