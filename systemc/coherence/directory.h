// One bank of the shared L2: tags, true LRU, data, and who holds each line.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COHERENCE_DIRECTORY_H
#define STANDSTILL_COHERENCE_DIRECTORY_H

#include <cstdint>
#include <vector>

#include "coherence/home_table.h"
#include "common/line.h"

namespace standstill::coherence {

/// A set-associative store of lines with their holders. The holders are a bit set of one bit a
/// hart, kept only for lines that are here: 1024 harts cost 128 bytes a line.
class Directory {
 public:
  static constexpr NodeId kNobody = ~NodeId{0};
  static constexpr std::int32_t kNone = -1;

  struct Way {
    bool dirty = false;                ///< newer than memory
    std::int32_t transaction = kNone;  ///< the one that keeps it busy
    NodeId owner = kNobody;            ///< in HomeState::U
    std::uint64_t used = 0;            ///< larger is more recent
    Line data;
  };

  /// @param lines  lines in this bank; sets = lines / ways, at least one
  /// @param banks  lines are interleaved over so many banks
  Directory(std::uint64_t lines, unsigned ways, unsigned banks, unsigned harts);

  /// Index of the way that has `line`; kNone if absent.
  std::int32_t find(Addr line) const;
  /// The way to put `line` in: an empty one, else the least recently used that is not busy; kNone
  /// if all are busy.
  std::int32_t choose(Addr line) const;
  Way& at(std::int32_t way) { return ways_[static_cast<std::size_t>(way)]; }
  const Way& at(std::int32_t way) const { return ways_[static_cast<std::size_t>(way)]; }
  /// The line in `way`. Requires: it has one.
  Addr line(std::int32_t way) const { return tags_[static_cast<std::size_t>(way)]; }
  bool empty(std::int32_t way) const { return line(way) == kEmpty; }
  /// Puts `line` into `way`: clean, held by nobody, most recently used.
  void place(std::int32_t way, Addr line);
  void touch(std::int32_t way) { at(way).used = ++clock_; }
  unsigned set_of(Addr line) const {
    return static_cast<unsigned>(line / kLineBytes / banks_ % sets_);
  }

  /// State of the line by its holders. kNone: I.
  HomeState state_of(std::int32_t way) const;
  bool holds(std::int32_t way, NodeId tile) const;
  void add_sharer(std::int32_t way, NodeId tile);
  void remove(std::int32_t way, NodeId tile);
  void set_owner(std::int32_t way, NodeId tile);
  void forget_all(std::int32_t way);
  /// Any holder other than `tile`.
  bool held_by_other(std::int32_t way, NodeId tile) const;

  /// Calls `visit(tile)` for each sharer in ascending order.
  template <typename Visit>
  void for_each_sharer(std::int32_t way, Visit visit) const {
    const std::uint64_t* words = sharers(way);
    for (unsigned word = 0; word < words_; ++word) {
      for (std::uint64_t left = words[word]; left != 0; left &= left - 1) {
        visit(static_cast<NodeId>(word * 64 + static_cast<unsigned>(__builtin_ctzll(left))));
      }
    }
  }

 private:
  static constexpr Addr kEmpty = ~Addr{0};

  const std::uint64_t* sharers(std::int32_t way) const {
    return &sharers_[static_cast<std::size_t>(way) * words_];
  }
  std::uint64_t* sharers(std::int32_t way) {
    return &sharers_[static_cast<std::size_t>(way) * words_];
  }

  unsigned way_count_;
  unsigned banks_;
  unsigned sets_;
  unsigned words_;  ///< of a sharers' bit set
  std::uint64_t clock_ = 0;
  std::vector<Addr> tags_;  ///< apart from the ways, since every look-up reads a whole set of them
  std::vector<Way> ways_;
  std::vector<std::uint64_t> sharers_;
};

}  // namespace standstill::coherence

#endif  // STANDSTILL_COHERENCE_DIRECTORY_H
