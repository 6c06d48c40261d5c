// The guest's DRAM as bytes: sparse, so that only what was written costs host memory.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_MEMORY_GUEST_MEMORY_H
#define STANDSTILL_MEMORY_GUEST_MEMORY_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "common/types.h"

namespace standstill::memory {

/// `size` bytes from `base`, zero until written. Reads outside give zero, writes outside nothing.
class GuestMemory {
 public:
  GuestMemory(Addr base, std::uint64_t size);

  Addr base() const { return base_; }
  std::uint64_t size() const { return size_; }  ///< bytes
  /// The `bytes` at `addr` are all inside.
  bool contains(Addr addr, std::uint64_t bytes) const {
    return addr >= base_ && addr - base_ <= size_ && bytes <= size_ - (addr - base_);
  }

  void read(Addr addr, void* bytes, std::size_t count) const;
  void write(Addr addr, const void* bytes, std::size_t count);
  /// Little endian, `size` 1, 2, 4 or 8 bytes.
  std::uint64_t read_value(Addr addr, unsigned size) const;
  void write_value(Addr addr, std::uint64_t value, unsigned size);

  /// Host memory for pages that were written, in bytes.
  std::size_t resident() const { return pages_ * kPage; }

 private:
  static constexpr std::size_t kPage = 4096;
  static constexpr std::size_t kPagesPerGroup = 512;
  using Page = std::array<std::uint8_t, kPage>;
  using Group = std::array<std::unique_ptr<Page>, kPagesPerGroup>;

  const Page* find(std::uint64_t page) const;
  Page& touch(std::uint64_t page);

  Addr base_;
  std::uint64_t size_;
  std::vector<std::unique_ptr<Group>> groups_;
  std::size_t pages_ = 0;
};

}  // namespace standstill::memory

#endif  // STANDSTILL_MEMORY_GUEST_MEMORY_H
