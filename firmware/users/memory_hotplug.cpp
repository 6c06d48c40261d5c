// The page allocator, and the moves of memory hotplug.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see users/memory_hotplug.h.
#include "users/memory_hotplug.h"

#include "kernel/errno.h"
#include "kernel/mutex.h"
#include "kernel/spinlock.h"
#include "kernel/stop_machine.h"
#include "lib/list.h"

namespace standstill::users {
namespace {

enum class PageState : std::uint8_t { Offline, Isolated, Free, Used };

struct Page : kernel::ListNode {
  PageState state = PageState::Offline;
  PageOwner* owner = nullptr;  ///< of a used page
};

struct Zone {
  kernel::RawSpinlock lock{kernel::LockRank::Pool};
  kernel::List<Page> free;
  unsigned nr_free = 0;
  unsigned present = 0;  ///< pages of its blocks that are online
};

constexpr unsigned kPages = kMemoryBlocks * kPagesPerBlock;

/// Outside .bss, which the boot would clear at length.
[[gnu::section(".bss.percpu")]] alignas(64) std::byte memory[kPages][kPageBytes];
constinit Page pages[kPages];
constinit Zone zones[kZones];
/// Changes while no CPU moves; zone numbers, those with pages only.
constinit volatile unsigned zonelist[kZones] = {};
constinit volatile unsigned zonelist_count = 0;
constinit volatile bool online[kMemoryBlocks] = {};
constinit kernel::Mutex hotplug_mutex;

unsigned index_of(const Page& page) { return static_cast<unsigned>(&page - pages); }
unsigned block_of_page(const Page& page) { return index_of(page) / kPagesPerBlock; }
Zone& zone_of(const Page& page) { return zones[block_of_page(page) / kBlocksPerZone]; }
Page& first_page(unsigned block) { return pages[block * kPagesPerBlock]; }

Page& page_of(const volatile void* address) {
  const auto offset = static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(address) -
                                               reinterpret_cast<std::uintptr_t>(memory));
  return pages[offset / kPageBytes];
}

/// The block whose pages are not to be given out again, kMemoryBlocks for none; under all zones'
/// locks by turns: who frees a page of it sees it under the lock of its zone.
constinit volatile unsigned isolated_block = kMemoryBlocks;

/// Under the zone's lock, or while no CPU moves.
void add_free(Page& page) {
  Zone& zone = zone_of(page);
  page.state = PageState::Free;
  page.owner = nullptr;
  zone.free.push_back(page);
  ++zone.nr_free;
}

Page* take_free(Zone& zone) {
  Page* const page = zone.free.pop_front();
  if (page != nullptr) --zone.nr_free;
  return page;
}

void give(Page& page, PageOwner& owner) {
  page.state = PageState::Used;
  page.owner = &owner;
  owner = memory[index_of(page)];
}

void build_all_zonelists() {
  unsigned count = 0;
  for (unsigned zone = 0; zone < kZones; ++zone)
    if (zones[zone].present != 0) zonelist[count++] = zone;
  zonelist_count = count;
}

/// No page of the block is given out from now on.
void isolate(unsigned block) {
  Zone& zone = zones[block / kBlocksPerZone];
  zone.lock.lock();
  isolated_block = block;
  for (unsigned i = 0; i < kPagesPerBlock; ++i) {
    Page& page = (&first_page(block))[i];
    if (page.state != PageState::Free) continue;
    zone.free.remove(page);
    --zone.nr_free;
    page.state = PageState::Isolated;
  }
  zone.lock.unlock();
}

/// While no CPU moves: the used pages go where there is room, the owners' pointers after them.
bool move_used_pages(unsigned block) {
  unsigned room = 0;
  unsigned used = 0;
  for (const Zone& zone : zones) room += zone.nr_free;
  for (unsigned i = 0; i < kPagesPerBlock; ++i)
    used += (&first_page(block))[i].state == PageState::Used;
  if (used > room) return false;
  for (unsigned i = 0; i < kPagesPerBlock; ++i) {
    Page& old = (&first_page(block))[i];
    if (old.state != PageState::Used) continue;
    Page* page = nullptr;
    for (unsigned zone = 0; page == nullptr; ++zone) page = take_free(zones[zone]);
    for (std::size_t byte = 0; byte < kPageBytes; ++byte)
      memory[index_of(*page)][byte] = memory[index_of(old)][byte];
    give(*page, *old.owner);
    old.state = PageState::Isolated;
    old.owner = nullptr;
  }
  return true;
}

int take_block_out(void* data) {
  const unsigned block = *static_cast<const unsigned*>(data);
  if (!move_used_pages(block)) return -kernel::kEbusy;
  for (unsigned i = 0; i < kPagesPerBlock; ++i) (&first_page(block))[i].state = PageState::Offline;
  zones[block / kBlocksPerZone].present -= kPagesPerBlock;
  online[block] = false;
  isolated_block = kMemoryBlocks;
  build_all_zonelists();
  return 0;
}

int put_block_in(void* data) {
  const unsigned block = *static_cast<const unsigned*>(data);
  for (unsigned i = 0; i < kPagesPerBlock; ++i) add_free((&first_page(block))[i]);
  zones[block / kBlocksPerZone].present += kPagesPerBlock;
  online[block] = true;
  build_all_zonelists();
  return 0;
}

void undo_isolation(unsigned block) {
  Zone& zone = zones[block / kBlocksPerZone];
  zone.lock.lock();
  isolated_block = kMemoryBlocks;
  for (unsigned i = 0; i < kPagesPerBlock; ++i)
    if ((&first_page(block))[i].state == PageState::Isolated) add_free((&first_page(block))[i]);
  zone.lock.unlock();
}

}  // namespace

void memory_init() {
  for (unsigned block = 0; block < kMemoryBlocks; ++block) put_block_in(&block);
}

bool alloc_page(PageOwner& owner) {
  bool found = false;
  kernel::preempt_disable();  // the list stays as it is
  for (unsigned i = 0; !found && i < zonelist_count; ++i) {
    Zone& zone = zones[zonelist[i]];
    zone.lock.lock();
    Page* const page = take_free(zone);
    if (page != nullptr) give(*page, owner);
    found = page != nullptr;
    zone.lock.unlock();
  }
  kernel::preempt_enable();
  return found;
}

void free_page(PageOwner& owner) {
  kernel::preempt_disable();  // the page stays where it is
  Page& page = page_of(owner);
  Zone& zone = zone_of(page);
  zone.lock.lock();
  owner = nullptr;
  page.owner = nullptr;
  if (block_of_page(page) == isolated_block)
    page.state = PageState::Isolated;
  else
    add_free(page);
  zone.lock.unlock();
  kernel::preempt_enable();
}

int offline_pages(unsigned block, bool stopped) {
  if (block >= kMemoryBlocks) return -kernel::kEinval;
  hotplug_mutex.lock();
  int error = online[block] ? 0 : -kernel::kEinval;
  if (error == 0) {
    isolate(block);
    error =
        stopped ? kernel::stop_machine(take_block_out, &block, nullptr) : take_block_out(&block);
    if (error != 0) undo_isolation(block);
  }
  hotplug_mutex.unlock();
  return error;
}

int online_pages(unsigned block) {
  if (block >= kMemoryBlocks) return -kernel::kEinval;
  hotplug_mutex.lock();
  const int error =
      online[block] ? -kernel::kEinval : kernel::stop_machine(put_block_in, &block, nullptr);
  hotplug_mutex.unlock();
  return error;
}

bool block_online(unsigned block) { return online[block]; }

unsigned block_of(const volatile void* page) {
  const auto offset =
      reinterpret_cast<std::uintptr_t>(page) - reinterpret_cast<std::uintptr_t>(memory);
  return offset < sizeof memory ? block_of_page(page_of(page)) : kMemoryBlocks;
}

std::byte* block_memory(unsigned block) { return memory[block * kPagesPerBlock]; }
unsigned zonelist_length() { return zonelist_count; }
unsigned zonelist_first() { return zonelist[0]; }

unsigned nr_free_pages() {
  unsigned sum = 0;
  for (const Zone& zone : zones) sum += zone.nr_free;
  return sum;
}

unsigned nr_present_pages() {
  unsigned sum = 0;
  for (const Zone& zone : zones) sum += zone.present;
  return sum;
}

}  // namespace standstill::users
