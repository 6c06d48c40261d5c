// The tags of a set-associative cache with true least-recently-used replacement.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_CACHE_TAG_ARRAY_H
#define STANDSTILL_CACHE_TAG_ARRAY_H

#include <vector>

#include "common/types.h"

namespace standstill::cache {

/// Where each line sits. A frame is `set * ways + way`. At most 16 ways: the order of use of a set
/// is sixteen 4-bit way numbers in one word, most recent in the low nibble.
class TagArray {
 public:
  static constexpr unsigned kNone = ~0u;
  static constexpr unsigned kMaxWays = 16;

  /// @param size bytes; size / (64 * ways) sets must be a power of two.
  TagArray(std::uint64_t size, unsigned ways)
      : ways_(ways),
        sets_(static_cast<unsigned>(size / (std::uint64_t{kLineBytes} * ways))),
        tags_(std::size_t{sets_} * ways, kEmpty),
        order_(sets_, kInitialOrder) {}

  unsigned frames() const { return sets_ * ways_; }
  unsigned ways() const { return ways_; }
  unsigned set_of(Addr line) const {
    return static_cast<unsigned>(line / kLineBytes) & (sets_ - 1);
  }

  /// Frame of `line`, or kNone. The most recently used way is looked at first.
  unsigned find(Addr line) const {
    const unsigned set = set_of(line);
    const unsigned first = set * ways_;
    const unsigned recent = first + static_cast<unsigned>(order_[set] & 0xF);
    if (tags_[recent] == line) return recent;
    for (unsigned frame = first; frame < first + ways_; ++frame)
      if (tags_[frame] == line) return frame;
    return kNone;
  }

  /// Makes `frame` the most recently used of its set.
  void touch(unsigned frame) {
    const unsigned set = frame / ways_;
    const std::uint64_t way = frame - set * ways_;
    std::uint64_t& order = order_[set];
    if ((order & 0xF) == way) return;
    ++version_;
    unsigned shift = 4;
    while ((order >> shift & 0xF) != way) shift += 4;
    const std::uint64_t newer = order & ((std::uint64_t{1} << shift) - 1);
    const std::uint64_t older = shift == 60 ? 0 : order >> (shift + 4) << (shift + 4);
    order = older | newer << 4 | way;
  }

  /// The `rank`-th frame to evict from the set of `line`: 0 is the least recently used.
  unsigned candidate(Addr line, unsigned rank) const {
    const unsigned set = set_of(line);
    const unsigned shift = 4 * (ways_ - 1 - rank);
    return set * ways_ + static_cast<unsigned>(order_[set] >> shift & 0xF);
  }

  Addr line(unsigned frame) const { return tags_[frame]; }
  bool empty(unsigned frame) const { return tags_[frame] == kEmpty; }
  void place(unsigned frame, Addr line) { tags_[frame] = line; }
  void remove(unsigned frame) { tags_[frame] = kEmpty; }
  void clear() { tags_.assign(tags_.size(), kEmpty); }

  /// Changes whenever the order of use of any set does.
  std::uint64_t version() const { return version_; }

 private:
  static constexpr Addr kEmpty = ~Addr{0};
  static constexpr std::uint64_t kInitialOrder = 0xFEDCBA9876543210;

  unsigned ways_;
  unsigned sets_;
  std::vector<Addr> tags_;
  std::vector<std::uint64_t> order_;
  std::uint64_t version_ = 0;
};

}  // namespace standstill::cache

#endif  // STANDSTILL_CACHE_TAG_ARRAY_H
