// Names for addresses.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/elf/image.h"

#include <fmt/format.h>

#include <algorithm>

namespace standstill::testbench {
namespace {

/// A label without a size names what follows it for this far; beyond is nobody's.
constexpr std::uint64_t kLabelReach = 1 << 20;

bool contains(const ElfSymbol& symbol, Addr address) {
  const std::uint64_t reach = symbol.size > 0 ? symbol.size : kLabelReach;
  return address - symbol.address < reach;
}

}  // namespace

SymbolPlace ElfImage::symbolize(Addr address) const {
  auto after = std::upper_bound(symbols.begin(), symbols.end(), address,
                                [](Addr a, const ElfSymbol& symbol) { return a < symbol.address; });
  // Symbols overlap rarely and shallowly (a label inside a function), so a short walk suffices.
  for (int steps = 0; after != symbols.begin() && steps < 64; ++steps) {
    --after;
    if (contains(*after, address)) return {after->name.c_str(), address - after->address};
  }
  return {};
}

std::string ElfImage::symbol_text(Addr address) const {
  const SymbolPlace place = symbolize(address);
  if (*place.name == '\0') return fmt::format("{:#x}", address);
  if (place.offset == 0) return place.name;
  return fmt::format("{}+{:#x}", place.name, place.offset);
}

}  // namespace standstill::testbench
