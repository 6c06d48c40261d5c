// Looks each address up once.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/elf/symbolizer.h"

#include <memory>
#include <unordered_map>

namespace standstill::testbench {

std::function<std::string(Addr)> symbolizer_of(const ElfImage& image) {
  struct Names {
    ElfImage image;
    std::unordered_map<Addr, std::string> known;
  };
  const auto names = std::make_shared<Names>();
  names->image.symbols = image.symbols;
  return [names](Addr address) {
    const auto [entry, is_new] = names->known.try_emplace(address);
    if (is_new) entry->second = names->image.symbol_text(address);
    return entry->second;
  };
}

}  // namespace standstill::testbench
