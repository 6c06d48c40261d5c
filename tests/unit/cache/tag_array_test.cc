// The tag array against a plain model of a cache with true least-recently-used replacement.
// SPDX-License-Identifier: Apache-2.0
#include "cache/tag_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <random>

namespace standstill::cache {
namespace {

/// One set: its lines, most recently used first.
using Set = std::list<Addr>;

class Reference {
 public:
  Reference(unsigned sets, unsigned ways) : ways_(ways), sets_(sets) {}

  Set& set_of(Addr line) { return sets_[line / kLineBytes % sets_.size()]; }
  bool has(Addr line) {
    const Set& set = set_of(line);
    return std::find(set.begin(), set.end(), line) != set.end();
  }
  void use(Addr line) {
    set_of(line).remove(line);
    set_of(line).push_front(line);
  }
  /// What leaves when `line` comes; 0 for nothing.
  Addr leaves(Addr line) { return set_of(line).size() < ways_ ? 0 : set_of(line).back(); }
  void remove(Addr line) { set_of(line).remove(line); }

 private:
  unsigned ways_;
  std::vector<Set> sets_;
};

/// The way L1Data takes: an empty frame, else the least recently used.
unsigned choose(const TagArray& tags, Addr line) {
  for (unsigned rank = 0; rank < tags.ways(); ++rank)
    if (tags.empty(tags.candidate(line, rank))) return tags.candidate(line, rank);
  return tags.candidate(line, 0);
}

TEST(TagArray, ReplacesTheLeastRecentlyUsed) {
  std::mt19937_64 random(1);
  for (unsigned ways = 1; ways <= TagArray::kMaxWays; ++ways) {
    for (const unsigned sets : {1u, 2u, 8u}) {
      TagArray tags(std::uint64_t{kLineBytes} * ways * sets, ways);
      Reference reference(sets, ways);
      ASSERT_EQ(tags.frames(), ways * sets);
      for (int step = 0; step < 4000; ++step) {
        const Addr line = 0x80000000 + random() % (2 * ways * sets + 1) * kLineBytes;
        unsigned frame = tags.find(line);
        ASSERT_EQ(frame != TagArray::kNone, reference.has(line)) << ways << " ways";
        if (random() % 8 == 0) {  // taken away
          if (frame != TagArray::kNone) tags.remove(frame);
          reference.remove(line);
          continue;
        }
        if (frame == TagArray::kNone) {
          frame = choose(tags, line);
          const Addr leaves = reference.leaves(line);
          ASSERT_EQ(tags.empty(frame), leaves == 0);
          if (leaves != 0) {
            ASSERT_EQ(tags.line(frame), leaves) << ways << " ways";
            reference.remove(leaves);
          }
          tags.place(frame, line);
        }
        tags.touch(frame);
        reference.use(line);
        ASSERT_EQ(frame / ways, tags.set_of(line));
      }
    }
  }
}

TEST(TagArray, RanksAreAllFramesOfTheSetFromOldToNew) {
  TagArray tags(kLineBytes * 4, 4);
  for (Addr n = 0; n < 4; ++n) {
    tags.place(static_cast<unsigned>(n), n * kLineBytes);
    tags.touch(static_cast<unsigned>(n));
  }
  tags.touch(1);
  const unsigned expected[] = {0, 2, 3, 1};
  for (unsigned rank = 0; rank < 4; ++rank) EXPECT_EQ(tags.candidate(0, rank), expected[rank]);
}

TEST(TagArray, TheVersionChangesWithTheOrderOfUseAndOnlyThen) {
  TagArray tags(kLineBytes * 16, 16);
  for (unsigned frame = 0; frame < 16; ++frame) tags.touch(frame);
  const std::uint64_t before = tags.version();
  tags.touch(15);
  tags.touch(15);
  EXPECT_EQ(tags.version(), before);
  tags.touch(14);
  EXPECT_NE(tags.version(), before);
}

TEST(TagArray, ClearForgetsEverything) {
  TagArray tags(kLineBytes * 8, 2);
  tags.place(3, kLineBytes);
  tags.clear();
  EXPECT_EQ(tags.find(kLineBytes), TagArray::kNone);
  for (unsigned frame = 0; frame < tags.frames(); ++frame) EXPECT_TRUE(tags.empty(frame));
}

}  // namespace
}  // namespace standstill::cache
