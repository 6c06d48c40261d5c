// Integers only, so that no rounding depends on the host.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/text/number.h"

namespace standstill::testbench {

std::string grouped(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  const std::uint64_t tenths = static_cast<std::uint64_t>(
      (__extension__ static_cast<unsigned __int128>(part) * 1000 + whole / 2) / whole);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

}  // namespace standstill::testbench
