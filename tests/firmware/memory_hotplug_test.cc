// The page allocator on the host: zones in their order, every page once, owners that are followed.
// SPDX-License-Identifier: Apache-2.0
#include "users/memory_hotplug.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>

#include "kernel/errno.h"
#include "kernel_host.h"

namespace standstill::users {
namespace {

constexpr unsigned kAll = kMemoryBlocks * kPagesPerBlock;

/// Before stop_machine_init() a stop is a call on the boot CPU: enough for what is pure here.
class Memory : public testing::Test {
 protected:
  Memory() {
    host::make_machine(1);
    static const bool kOnce = (memory_init(), true);
    static_cast<void>(kOnce);
  }
  ~Memory() override {
    for (PageOwner& owner : owners)
      if (owner != nullptr) free_page(owner);
    for (unsigned block = 0; block < kMemoryBlocks; ++block)
      if (!block_online(block)) online_pages(block);
    EXPECT_EQ(nr_free_pages(), kAll);
  }
  void fill(unsigned count) {
    for (unsigned i = 0; i < count; ++i) ASSERT_TRUE(alloc_page(owners[i]));
  }
  PageOwner owners[kAll + 1] = {};
};

TEST_F(Memory, GivesEachPageOnceZoneByZone) {
  fill(kAll);
  std::set<void*> pages;
  for (unsigned i = 0; i < kAll; ++i) {
    EXPECT_TRUE(pages.insert(static_cast<void*>(owners[i])).second);
    EXPECT_EQ(block_of(owners[i]) / kBlocksPerZone, i / (kBlocksPerZone * kPagesPerBlock));
  }
  EXPECT_FALSE(alloc_page(owners[kAll]));
  EXPECT_EQ(owners[kAll], nullptr);
  EXPECT_EQ(nr_free_pages(), 0u);
}

TEST_F(Memory, MovesWhatIsUsedWithItsContents) {
  fill(10);
  for (unsigned i = 0; i < 10; ++i)
    std::memset(static_cast<void*>(owners[i]), static_cast<int>(i + 1), kPageBytes);
  ASSERT_EQ(block_of(owners[3]), 0u);
  ASSERT_EQ(offline_pages(0), 0);
  std::memset(block_memory(0), 0xEE, kPagesPerBlock * kPageBytes);
  for (unsigned i = 0; i < 10; ++i) {
    EXPECT_EQ(block_of(owners[i]), 1u);
    const auto* const bytes = static_cast<const unsigned char*>(owners[i]);
    for (std::size_t byte = 0; byte < kPageBytes; ++byte) ASSERT_EQ(bytes[byte], i + 1);
  }
  EXPECT_EQ(nr_present_pages(), kAll - kPagesPerBlock);
  EXPECT_EQ(nr_free_pages(), kAll - kPagesPerBlock - 10);
}

TEST_F(Memory, ListsOnlyZonesWithMemory) {
  ASSERT_EQ(offline_pages(1), 0);
  EXPECT_EQ(zonelist_length(), 2u);
  ASSERT_EQ(offline_pages(0), 0);
  EXPECT_EQ(zonelist_length(), 1u);
  EXPECT_EQ(zonelist_first(), 1u);
  fill(1);
  EXPECT_EQ(block_of(owners[0]) / kBlocksPerZone, 1u);
  ASSERT_EQ(online_pages(0), 0);
  EXPECT_EQ(zonelist_first(), 0u);
}

TEST_F(Memory, WhatIsBusyStaysAsItIs) {
  fill(kAll - kPagesPerBlock + 1);
  EXPECT_EQ(offline_pages(0), -kernel::kEbusy);
  EXPECT_TRUE(block_online(0));
  EXPECT_EQ(nr_free_pages(), kPagesPerBlock - 1);
  free_page(owners[0]);
  free_page(owners[kPagesPerBlock]);
  EXPECT_EQ(offline_pages(0), 0);
  EXPECT_EQ(nr_free_pages(), 1u);
}

TEST_F(Memory, RefusesBlocksThatAreNotThere) {
  EXPECT_EQ(offline_pages(kMemoryBlocks), -kernel::kEinval);
  EXPECT_EQ(online_pages(kMemoryBlocks), -kernel::kEinval);
  EXPECT_EQ(online_pages(2), -kernel::kEinval);
  ASSERT_EQ(offline_pages(2), 0);
  EXPECT_EQ(offline_pages(2), -kernel::kEinval);
  EXPECT_EQ(block_of(&owners), kMemoryBlocks);
}

}  // namespace
}  // namespace standstill::users
