// Holders, replacement and arithmetic of an L2 bank.
// SPDX-License-Identifier: Apache-2.0
#include "coherence/directory.h"

#include <gmock/gmock.h>

#include "coherence/atomic.h"

namespace standstill::coherence {
namespace {

TEST(Directory, KeepsHoldersOf1024Harts) {
  Directory directory(64, 4, 1, 1024);
  directory.place(5, 64);
  for (NodeId tile : {0u, 63u, 64u, 1023u}) directory.add_sharer(5, tile);
  std::vector<NodeId> seen;
  directory.for_each_sharer(5, [&](NodeId tile) { seen.push_back(tile); });
  EXPECT_THAT(seen, testing::ElementsAre(0, 63, 64, 1023));
  EXPECT_EQ(directory.state_of(5), HomeState::S);
  EXPECT_TRUE(directory.held_by_other(5, 1023));
  directory.forget_all(5);
  directory.add_sharer(5, 100);
  EXPECT_FALSE(directory.held_by_other(5, 100));
  EXPECT_TRUE(directory.held_by_other(5, 1));
  directory.set_owner(5, 1000);
  EXPECT_EQ(directory.state_of(5), HomeState::U);
  EXPECT_FALSE(directory.holds(5, 63));
  EXPECT_TRUE(directory.holds(5, 1000));
  EXPECT_FALSE(directory.held_by_other(5, 1000));
  directory.remove(5, 1000);
  EXPECT_EQ(directory.state_of(5), HomeState::V);
  EXPECT_EQ(directory.state_of(4), HomeState::V);  // its neighbour was never touched
}

TEST(Directory, ChoosesEmptyThenLeastRecentButNeverBusy) {
  Directory directory(4, 4, 1, 1);
  for (std::int32_t way = 0; way < 3; ++way) {
    EXPECT_EQ(directory.choose(0), way);
    directory.place(way, 64u * static_cast<unsigned>(way));
  }
  EXPECT_EQ(directory.choose(0), 3);
  directory.place(3, 64 * 3);
  EXPECT_EQ(directory.choose(0), 0);
  directory.touch(0);
  EXPECT_EQ(directory.choose(0), 1);
  directory.at(1).transaction = 9;
  EXPECT_EQ(directory.choose(0), 2);
  for (std::int32_t way : {0, 2, 3}) directory.at(way).transaction = 9;
  EXPECT_EQ(directory.choose(0), Directory::kNone);
}

TEST(Directory, UsesEverySetOfABank) {
  Directory directory(32, 2, 4, 1);
  std::vector<unsigned> hits(16);
  for (Addr line = 64; line < 64 * 4 * 16; line += 64 * 4) ++hits[directory.set_of(line)];
  EXPECT_THAT(hits, testing::Each(1));
}

TEST(Atomic, FollowsTheExtensionInBothWidths) {
  EXPECT_EQ(apply(AtomicOp::Swap, 4, 1, 0xffffffff00000002), 2u);
  EXPECT_EQ(apply(AtomicOp::Add, 4, 0xffffffff, 2), 1u);
  EXPECT_EQ(apply(AtomicOp::Add, 8, 0xffffffff, 2), 0x100000001u);
  EXPECT_EQ(apply(AtomicOp::Xor, 8, 6, 3), 5u);
  EXPECT_EQ(apply(AtomicOp::And, 8, 6, 3), 2u);
  EXPECT_EQ(apply(AtomicOp::Or, 8, 6, 3), 7u);
  EXPECT_EQ(apply(AtomicOp::Min, 4, 0x80000000, 1), 0x80000000u);
  EXPECT_EQ(apply(AtomicOp::Min, 8, 0x80000000, 1), 1u);
  EXPECT_EQ(apply(AtomicOp::Max, 4, 0x80000000, 1), 1u);
  EXPECT_EQ(apply(AtomicOp::Minu, 4, 0x80000000, 1), 1u);
  EXPECT_EQ(apply(AtomicOp::Maxu, 4, 0x80000000, 1), 0x80000000u);
  EXPECT_EQ(apply(AtomicOp::Max, 8, ~std::uint64_t{0}, 0), 0u);
  EXPECT_EQ(apply(AtomicOp::Maxu, 8, ~std::uint64_t{0}, 0), ~std::uint64_t{0});
}

}  // namespace
}  // namespace standstill::coherence
