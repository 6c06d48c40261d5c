// A cache line as it travels and rests: its bytes, and who wrote each word of them last.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_LINE_H
#define STANDSTILL_COMMON_LINE_H

#include <array>
#include <cstring>

#include "common/types.h"

namespace standstill {

/// 64 bytes of data, and for each 4-byte word the EventId of the store that wrote it last (0: from
/// memory). The ids are for the observer; nothing in the machine decides by them.
struct Line {
  std::array<std::uint8_t, kLineBytes> bytes{};
  std::array<EventId, kLineBytes / 4> writers{};

  /// Reads `size` (1, 2, 4, 8) bytes at `offset`, zero-extended, little endian.
  std::uint64_t read(unsigned offset, unsigned size) const {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + offset, size);
    return value;
  }

  /// Writes `size` (1, 2, 4, 8) bytes at `offset` and notes the writer.
  void write(unsigned offset, unsigned size, std::uint64_t value, EventId writer) {
    std::memcpy(bytes.data() + offset, &value, size);
    writers[offset / 4] = writer;
    if (size == 8) writers[offset / 4 + 1] = writer;
  }
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_LINE_H
