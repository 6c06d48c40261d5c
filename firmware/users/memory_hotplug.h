// Pages of memory in zones, and blocks of them taken out of the running system and put back.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's page allocator and memory hotplug while build_all_zonelists() still went through
// stop_machine() (behaviour and names, not text). Much smaller: a page has one owner, a pointer
// that is made to point elsewhere when the page moves.
//
// Who follows an owner's pointer, or walks the list of zones, has preemption off meanwhile: then no
// stop_machine() comes between, and nobody sees half a move.
#ifndef STANDSTILL_FIRMWARE_USERS_MEMORY_HOTPLUG_H
#define STANDSTILL_FIRMWARE_USERS_MEMORY_HOTPLUG_H

#include <cstddef>
#include <cstdint>

namespace standstill::users {

inline constexpr std::size_t kPageBytes = 256;
inline constexpr unsigned kPagesPerBlock = 32;
inline constexpr unsigned kBlocksPerZone = 2;
inline constexpr unsigned kZones = 2;
inline constexpr unsigned kMemoryBlocks = kZones * kBlocksPerZone;

/// A pointer that owns a page. Volatile: it changes while its reader is stopped.
using PageOwner = void* volatile;

/// All blocks online, all pages free. Before the first allocation, by one CPU.
void memory_init();

/// Gives `owner` a page of the first zone of the list that has one; false if none has. Preemption
/// may be on or off.
bool alloc_page(PageOwner& owner);

/// Takes the page of `owner` back and makes it null.
void free_page(PageOwner& owner);

/// Takes the block's pages out of use: no page of it is given out any more, its used pages move to
/// other blocks, a zone that has no page left leaves the list. Returns 0; -EINVAL if the block is
/// not online; -EBUSY if the other blocks have too few free pages, and all is as before. May sleep.
/// `stopped` false moves without stop_machine(), which is a bug to be caught.
int offline_pages(unsigned block, bool stopped = true);

/// Puts the block back, all its pages free. -EINVAL if it is online. May sleep.
int online_pages(unsigned block);

bool block_online(unsigned block);
/// The block `page` lies in; kMemoryBlocks if in none.
unsigned block_of(const volatile void* page);
/// The memory of a block.
std::byte* block_memory(unsigned block);
/// Zones in the list, and the first of them.
unsigned zonelist_length();
unsigned zonelist_first();
/// Free pages of all zones, and pages of all blocks that are online.
unsigned nr_free_pages();
unsigned nr_present_pages();

}  // namespace standstill::users

#endif  // STANDSTILL_FIRMWARE_USERS_MEMORY_HOTPLUG_H
