// Since when a hart has been looking at a word.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TILE_LOOK_TABLE_H
#define STANDSTILL_TILE_LOOK_TABLE_H

#include <cstddef>
#include <cstdint>

#include "common/types.h"

namespace standstill::tile {

/// The looks at a word are one streak while no more than kLongestGap instructions retire from one
/// to the next and they lie close together: a loop that waits for the word to change, with its
/// first pass before it. Of words in one set of the table that looked at longest ago is displaced.
class LookTable {
 public:
  static constexpr std::uint64_t kLongestGap = 128;  ///< instructions
  static constexpr Addr kReach = 256;                ///< bytes from one look's pc to the next's

  /// A load at `pc` sees the word of `addr` at `now`, `retired` instructions after reset; it has
  /// tried since `tried`. `reach` is kReach, or 0 where only the same instruction goes on.
  /// @return since when the hart has looked: `now` where this is the first look.
  Cycle look(Addr addr, Addr pc, Cycle now, std::uint64_t retired, Cycle tried, Addr reach) {
    Look& entry = entry_of(addr);
    const bool close = retired - entry.retired <= kLongestGap;
    return put(entry, addr, pc, retired, close ? reach + 1 : 0, tried) ? entry.since : now;
  }

  /// The same for a look of a loop that has gone on since its last look here, without a gap.
  void repeat(Addr addr, Addr pc, Cycle now, std::uint64_t retired) {
    put(entry_of(addr), addr, pc, retired, kReach + 1, now);
  }

 private:
  static constexpr std::size_t kSets = 32, kWays = 4;

  struct Look {
    Addr word = kNever;
    Addr pc = 0;
    Cycle since = 0;
    std::uint64_t retired = 0;  ///< at the last look
  };

  /// The word's entry, or the one that it is to take.
  Look& entry_of(Addr addr) {
    Look* const set = looks_[addr / 4 % kSets];
    Look* oldest = set;
    for (Look* entry = set; entry != set + kWays; ++entry) {
      if (entry->word == (addr & ~Addr{3})) return *entry;
      if (entry->retired < oldest->retired) oldest = entry;
    }
    return *oldest;
  }

  /// True: the streak goes on, which it does if it was less than `reach` bytes away.
  static bool put(Look& entry, Addr addr, Addr pc, std::uint64_t retired, Addr reach, Cycle since) {
    const Addr word = addr & ~Addr{3};
    const Addr distance = pc < entry.pc ? entry.pc - pc : pc - entry.pc;
    const bool goes_on = entry.word == word && distance < reach;
    if (!goes_on) entry = {word, pc, since, retired};
    entry.pc = pc;
    entry.retired = retired;
    return goes_on;
  }

  Look looks_[kSets][kWays]{};
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_LOOK_TABLE_H
