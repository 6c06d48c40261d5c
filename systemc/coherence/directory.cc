// Look-up, replacement and holders of one L2 bank.
// SPDX-License-Identifier: Apache-2.0
#include "coherence/directory.h"

#include <algorithm>

namespace standstill::coherence {

Directory::Directory(std::uint64_t lines, unsigned ways, unsigned banks, unsigned harts)
    : way_count_(ways),
      banks_(banks),
      sets_(static_cast<unsigned>(std::max<std::uint64_t>(lines / ways, 1))),
      words_((harts + 63) / 64),
      tags_(std::size_t{sets_} * ways, kEmpty),
      ways_(tags_.size()),
      sharers_(ways_.size() * words_) {}

std::int32_t Directory::find(Addr line) const {
  const std::int32_t first = static_cast<std::int32_t>(set_of(line) * way_count_);
  for (std::int32_t way = first; way < first + static_cast<std::int32_t>(way_count_); ++way) {
    if (tags_[static_cast<std::size_t>(way)] == line) return way;
  }
  return kNone;
}

std::int32_t Directory::choose(Addr line) const {
  const std::int32_t first = static_cast<std::int32_t>(set_of(line) * way_count_);
  std::int32_t best = kNone;
  for (std::int32_t way = first; way < first + static_cast<std::int32_t>(way_count_); ++way) {
    if (empty(way)) return way;
    if (at(way).transaction == kNone && (best == kNone || at(way).used < at(best).used)) best = way;
  }
  return best;
}

void Directory::place(std::int32_t way, Addr line) {
  tags_[static_cast<std::size_t>(way)] = line;
  at(way).dirty = false;
  forget_all(way);
  touch(way);
}

HomeState Directory::state_of(std::int32_t way) const {
  if (way == kNone) return HomeState::I;
  if (at(way).owner != kNobody) return HomeState::U;
  return held_by_other(way, kNobody) ? HomeState::S : HomeState::V;
}

bool Directory::holds(std::int32_t way, NodeId tile) const {
  if (way == kNone) return false;
  return at(way).owner == tile || (sharers(way)[tile / 64] >> (tile % 64) & 1) != 0;
}

void Directory::add_sharer(std::int32_t way, NodeId tile) {
  sharers(way)[tile / 64] |= std::uint64_t{1} << (tile % 64);
}

void Directory::remove(std::int32_t way, NodeId tile) {
  if (at(way).owner == tile) at(way).owner = kNobody;
  sharers(way)[tile / 64] &= ~(std::uint64_t{1} << (tile % 64));
}

void Directory::set_owner(std::int32_t way, NodeId tile) {
  forget_all(way);
  at(way).owner = tile;
}

void Directory::forget_all(std::int32_t way) {
  at(way).owner = kNobody;
  std::fill_n(sharers(way), words_, 0);
}

bool Directory::held_by_other(std::int32_t way, NodeId tile) const {
  if (at(way).owner != kNobody && at(way).owner != tile) return true;
  for (unsigned word = 0; word < words_; ++word) {
    std::uint64_t bits = sharers(way)[word];
    if (tile / 64 == word) bits &= ~(std::uint64_t{1} << (tile % 64));
    if (bits != 0) return true;
  }
  return false;
}

}  // namespace standstill::coherence
