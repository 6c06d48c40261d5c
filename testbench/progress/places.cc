// Names without what makes them long.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/progress/places.h"

#include <fmt/format.h>

namespace standstill::testbench {
namespace {

/// Without the template arguments, and the type that the name of a template begins with.
std::string without_templates(const std::string& name) {
  std::string text;
  unsigned depth = 0;
  for (const char character : name) {
    if (character == '<') ++depth;
    if (depth == 0) text += character;
    if (character == '>' && depth > 0) --depth;
  }
  return text.substr(text.rfind(' ') + 1);
}

/// `pc` as it lies `offset` behind a symbol.
std::string text_of(const ElfImage& image, Addr pc, std::uint64_t offset) {
  const std::string name = without_templates(image.symbol_text(pc - offset));
  return offset == 0 ? name : fmt::format("{}+{:#x}", name, offset);
}

/// The half word at `address` as it was loaded; 0 where nothing was.
std::uint32_t half_at(const ElfImage& image, Addr address) {
  for (const ElfSegment& segment : image.segments) {
    const std::uint64_t offset = address - segment.address;
    if (segment.bytes.size() >= 2 && offset <= segment.bytes.size() - 2)
      return segment.bytes[offset] | std::uint32_t{segment.bytes[offset + 1]} << 8;
  }
  return 0;
}

/// Whether a call ends there: JAL or JALR with ra, or C.JALR.
bool follows_call(const ElfImage& image, Addr pc) {
  constexpr std::uint32_t kOpcodeAndRd = 0xFFF;
  constexpr std::uint32_t kJal = 0x0EF;
  constexpr std::uint32_t kJalr = 0x0E7;
  const std::uint32_t compressed = half_at(image, pc - 2);
  if ((compressed & 0xF07F) == 0x9002 && (compressed & 0x0F80) != 0) return true;
  const std::uint32_t first = half_at(image, pc - 4) & kOpcodeAndRd;
  return first == kJal || first == kJalr;
}

}  // namespace

std::string place_of(const ElfImage& image, Addr pc) {
  const SymbolPlace place = image.symbolize(pc);
  return *place.name == '\0' ? fmt::format("{:#x}", pc) : text_of(image, pc, place.offset);
}

std::string caller_of(const ElfImage& image, Addr back) {
  if (!follows_call(image, back)) return place_of(image, back);
  const SymbolPlace place = image.symbolize(back - 1);
  return *place.name == '\0' ? fmt::format("{:#x}", back) : text_of(image, back, place.offset + 1);
}

}  // namespace standstill::testbench
