// Names for addresses.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/elf/image.h"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "testbench/text/sha256.h"

namespace standstill::testbench {
namespace {

/// A label without a size names what follows it for this far; beyond is nobody's.
constexpr std::uint64_t kLabelReach = 1 << 20;

bool contains(const ElfSymbol& symbol, Addr address) {
  const std::uint64_t reach = symbol.size > 0 ? symbol.size : kLabelReach;
  return address - symbol.address < reach;
}

struct Free {
  void operator()(char* text) const { std::free(text); }
};

/// The name in a demangled declaration: no parameters, no template arguments, and so no type of
/// what is returned, which only templates have.
std::string name_in(const std::string& declaration) {
  constexpr const char* kOperator = "operator";
  std::string name;
  unsigned depth = 0;
  for (const char c : declaration) {
    const bool of_operator = name.find(kOperator) != std::string::npos;
    if (c == '<' && !of_operator)
      ++depth;
    else if (c == '>' && depth > 0)
      --depth;
    else if (depth == 0 && c == '(')
      break;
    else if (depth == 0)
      name += c;
  }
  return name.find(kOperator) == std::string::npos ? name.substr(name.rfind(' ') + 1) : name;
}

/// "scope::function" for a mangled name; any other name as it is.
std::string readable(const char* name) {
  int status = 0;
  const std::unique_ptr<char, Free> demangled(abi::__cxa_demangle(name, nullptr, nullptr, &status));
  if (status != 0 || !demangled) return name;
  std::string text = demangled.get();
  const std::string anonymous = "(anonymous namespace)::";
  for (std::size_t at; (at = text.find(anonymous)) != std::string::npos;)
    text.erase(at, anonymous.size());
  return name_in(text);
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

std::string ElfImage::sha256() const {
  Sha256 digest;
  digest.add_number(entry);
  for (const ElfSegment& segment : segments) {
    digest.add_number(segment.address);
    digest.add_number(segment.size);
    digest.add_number(segment.bytes.size());
    digest.add(segment.bytes.data(), segment.bytes.size());
  }
  return digest.finish();
}

std::string ElfImage::symbol_text(Addr address) const {
  const SymbolPlace place = symbolize(address);
  if (*place.name == '\0') return fmt::format("{:#x}", address);
  if (place.offset == 0) return readable(place.name);
  return fmt::format("{}+{:#x}", readable(place.name), place.offset);
}

}  // namespace standstill::testbench
