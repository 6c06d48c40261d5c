// The walk through a flattened device tree.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Devicetree Specification 0.4, 5.2 (header), 5.4 (structure block).
#include "lib/fdt.h"

namespace standstill::kernel {
namespace {

constexpr std::uint32_t kMagic = 0xd00dfeed;
constexpr std::uint32_t kBeginNode = 1;
constexpr std::uint32_t kEndNode = 2;
constexpr std::uint32_t kProperty = 3;
constexpr std::uint32_t kNop = 4;
constexpr std::uint32_t kEnd = 9;
constexpr std::uint32_t kHeaderBytes = 40;
constexpr std::uint32_t kOldestVersion = 16;

std::uint32_t big32(const std::uint8_t* p) {
  return static_cast<std::uint32_t>(p[0]) << 24 | static_cast<std::uint32_t>(p[1]) << 16 |
         static_cast<std::uint32_t>(p[2]) << 8 | p[3];
}

/// A block of the tree: offsets into it are checked against its size.
struct Block {
  const std::uint8_t* base;
  std::uint32_t size;

  bool holds(std::uint32_t offset, std::uint32_t bytes) const {
    return offset <= size && bytes <= size - offset;
  }
  /// The string at `offset`, or null if it does not end inside the block.
  const char* string(std::uint32_t offset) const {
    for (std::uint32_t at = offset; at < size; ++at)
      if (base[at] == 0) return reinterpret_cast<const char*>(base + offset);
    return nullptr;
  }
};

class Walk {
 public:
  Walk(Block structure, Block strings, FdtVisitor& visitor)
      : structure_(structure), strings_(strings), visitor_(visitor) {}

  bool run() {
    for (;;) {
      if (!structure_.holds(at_, 4)) return false;
      const std::uint32_t token = big32(structure_.base + at_);
      at_ += 4;
      if (token == kEnd) return depth_ == 0;
      if (token != kNop && !step(token)) return false;
    }
  }

 private:
  bool step(std::uint32_t token) {
    switch (token) {
      case kBeginNode:
        return begin_node();
      case kEndNode:
        if (depth_ == 0) return false;
        visitor_.end_node(--depth_);
        return true;
      case kProperty:
        return depth_ != 0 && property();
      default:
        return false;
    }
  }

  bool begin_node() {
    const char* name = structure_.string(at_);
    if (name == nullptr) return false;
    std::uint32_t length = 1;
    for (const char* c = name; *c != '\0'; ++c) ++length;
    advance(length);
    visitor_.begin_node(name, depth_++);
    return true;
  }

  bool property() {
    if (!structure_.holds(at_, 8)) return false;
    const std::uint32_t size = big32(structure_.base + at_);
    const char* name = strings_.string(big32(structure_.base + at_ + 4));
    at_ += 8;
    if (name == nullptr || !structure_.holds(at_, size)) return false;
    visitor_.property(name, {structure_.base + at_, size}, depth_ - 1);
    advance(size);
    return true;
  }

  void advance(std::uint32_t bytes) { at_ = (at_ + bytes + 3) & ~3u; }

  Block structure_;
  Block strings_;
  FdtVisitor& visitor_;
  std::uint32_t at_ = 0;
  unsigned depth_ = 0;
};

}  // namespace

std::uint32_t FdtValue::cell(std::uint32_t index) const {
  return index < size / 4 ? big32(bytes + std::size_t{4} * index) : 0;
}

std::uint64_t FdtValue::number(std::uint32_t index, std::uint32_t cells) const {
  std::uint64_t value = 0;
  for (std::uint32_t i = 0; i < cells && i < 2; ++i) value = value << 32 | cell(index + i);
  return value;
}

const char* FdtValue::string() const { return Block{bytes, size}.string(0); }

bool FdtValue::has_string(const char* text) const {
  std::uint32_t at = 0;
  while (at < size) {
    const char* item = Block{bytes, size}.string(at);
    if (item == nullptr) return false;
    if (item[0] == text[0] && same_string(item, text)) return true;
    while (item[0] != '\0') ++item, ++at;
    ++at;
  }
  return false;
}

bool fdt_walk(const void* blob, FdtVisitor& visitor) {
  const auto* base = static_cast<const std::uint8_t*>(blob);
  if (base == nullptr || big32(base) != kMagic) return false;
  const Block tree{base, big32(base + 4)};
  const std::uint32_t structure = big32(base + 8);
  const std::uint32_t strings = big32(base + 12);
  if (tree.size < kHeaderBytes || big32(base + 20) < kOldestVersion) return false;
  const std::uint32_t strings_size = big32(base + 32);
  if (structure >= tree.size || structure % 4 != 0 || !tree.holds(strings, strings_size))
    return false;
  return Walk({base + structure, tree.size - structure}, {base + strings, strings_size}, visitor)
      .run();
}

bool same_string(const char* a, const char* b) {
  while (*a == *b && *a != '\0') ++a, ++b;
  return *a == *b;
}

}  // namespace standstill::kernel
