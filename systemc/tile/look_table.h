// Since when a hart has been looking at a word.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TILE_LOOK_TABLE_H
#define STANDSTILL_TILE_LOOK_TABLE_H

#include <cstddef>
#include <cstdint>

#include "common/types.h"

namespace standstill::tile {

/// The looks at a word by one instruction are one streak while no more than kLongestGap
/// instructions retire from one to the next: a loop that waits for the word to change. The table is
/// direct-mapped; a streak that another displaces begins again.
class LookTable {
 public:
  static constexpr std::uint64_t kLongestGap = 128;  ///< instructions

  /// The instruction at `pc` loads the word of `addr` at `now`, `retired` instructions after reset.
  /// @return the cycle at which its streak began: `now` where this is the first look.
  Cycle look(Addr addr, Addr pc, Cycle now, std::uint64_t retired) {
    const bool goes_on = retired - entry_of(addr, pc).retired <= kLongestGap;
    return put(addr, pc, now, retired, goes_on);
  }

  /// The same for a look of a loop that has gone on since its last look here, without a gap.
  void repeat(Addr addr, Addr pc, Cycle now, std::uint64_t retired) {
    put(addr, pc, now, retired, true);
  }

 private:
  static constexpr std::size_t kEntries = 64;

  struct Look {
    Addr word = kNever;
    Addr pc = 0;
    Cycle since = 0;
    std::uint64_t retired = 0;  ///< at the last look
  };

  Look& entry_of(Addr addr, Addr pc) { return looks_[(addr / 4 + pc / 2) % kEntries]; }

  Cycle put(Addr addr, Addr pc, Cycle now, std::uint64_t retired, bool goes_on) {
    Look& entry = entry_of(addr, pc);
    const Addr word = addr & ~Addr{3};
    if (!goes_on || entry.word != word || entry.pc != pc) entry = {word, pc, now, retired};
    entry.retired = retired;
    return entry.since;
  }

  Look looks_[kEntries]{};
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_LOOK_TABLE_H
