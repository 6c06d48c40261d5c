// Stores that have retired and wait to be written into the L1.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TILE_STORE_BUFFER_H
#define STANDSTILL_TILE_STORE_BUFFER_H

#include <vector>

#include "common/types.h"

namespace standstill::tile {

struct PendingStore {
  Addr addr = 0;
  std::uint64_t value = 0;
  unsigned size = 0;  ///< bytes
  EventId id = 0;
};

/// Oldest first. How entries leave it is the tile's affair; this only keeps them and forwards.
class StoreBuffer {
 public:
  enum class Match : std::uint8_t { None, Full, Partial };

  explicit StoreBuffer(unsigned depth) : depth_(depth) { entries_.reserve(depth); }

  bool empty() const { return entries_.empty(); }
  bool full() const { return entries_.size() >= depth_; }
  unsigned count() const { return static_cast<unsigned>(entries_.size()); }
  const PendingStore& at(unsigned index) const { return entries_[index]; }
  void push(const PendingStore& store) { entries_.push_back(store); }
  /// Index of the youngest store that has no older one to its line; the buffer is not empty.
  unsigned youngest_free() const {
    unsigned index = count() - 1;
    while (holds_line(line_of(entries_[index].addr), index)) --index;
    return index;
  }
  /// Index of the store `id`; the youngest_free() where there is none. The buffer is not empty.
  unsigned find_or_youngest(EventId id) const {
    for (unsigned i = 0; i < count(); ++i)
      if (entries_[i].id == id) return i;
    return youngest_free();
  }
  void remove(unsigned index) { entries_.erase(entries_.begin() + index); }

  /// Whether the youngest store that touches [addr, addr + size) holds all of it (then `value` is
  /// it, zero-extended), only part of it, or there is none.
  Match forward(Addr addr, unsigned size, std::uint64_t& value) const {
    for (unsigned i = count(); i-- > 0;) {
      const PendingStore& store = entries_[i];
      if (addr >= store.addr + store.size || store.addr >= addr + size) continue;
      if (addr < store.addr || addr + size > store.addr + store.size) return Match::Partial;
      value = store.value >> (8 * (addr - store.addr));
      if (size < 8) value &= (std::uint64_t{1} << (8 * size)) - 1;
      return Match::Full;
    }
    return Match::None;
  }

  /// Puts what the buffer holds of [addr, addr + count) over `bytes`, which are from the cache.
  void overlay(Addr addr, std::uint8_t* bytes, std::size_t count) const {
    for (const PendingStore& store : entries_)
      for (unsigned i = 0; i < store.size; ++i)
        if (const Addr at = store.addr + i; at >= addr && at - addr < count)
          bytes[at - addr] = static_cast<std::uint8_t>(store.value >> 8 * i);
  }

  bool holds_line(Addr line, unsigned before) const {
    for (unsigned i = 0; i < before; ++i)
      if (line_of(entries_[i].addr) == line) return true;
    return false;
  }

 private:
  unsigned depth_;
  std::vector<PendingStore> entries_;
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_STORE_BUFFER_H
