// A reader of flattened device trees: one walk, one visitor.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Devicetree Specification 0.4, chapter 5 (flattened format). Every offset of the tree is
// checked before it is used: a broken tree ends the walk, it does not break the reader.
#ifndef STANDSTILL_FIRMWARE_LIB_FDT_H
#define STANDSTILL_FIRMWARE_LIB_FDT_H

#include <cstddef>
#include <cstdint>

namespace standstill::kernel {

/// The bytes of a property value, big endian, inside the tree.
struct FdtValue {
  const std::uint8_t* bytes = nullptr;
  std::uint32_t size = 0;

  /// Cell `index` (32 bits); 0 beyond the end.
  std::uint32_t cell(std::uint32_t index) const;
  /// `cells` (0 to 2) cells from `index` on as one number.
  std::uint64_t number(std::uint32_t index, std::uint32_t cells) const;
  /// The value as a string, or null if it does not end inside the property.
  const char* string() const;
  /// Whether the value, a list of strings, holds `text`.
  bool has_string(const char* text) const;
};

/// What a walk reports, in the order of the tree. `depth` of the root node is 0.
class FdtVisitor {
 public:
  virtual void begin_node(const char* name, unsigned depth) = 0;
  virtual void property(const char* name, const FdtValue& value, unsigned depth) = 0;
  virtual void end_node(unsigned depth) = 0;

 protected:
  ~FdtVisitor() = default;
};

/// Walks the whole tree at `blob`; false if it is not a well-formed tree.
bool fdt_walk(const void* blob, FdtVisitor& visitor);

/// Whether two strings are equal.
bool same_string(const char* a, const char* b);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_LIB_FDT_H
