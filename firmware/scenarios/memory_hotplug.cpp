// memory_hotplug: blocks of memory leave and come back while every hart reads and writes its pages.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's memory hotplug (behaviour). Each hart owns pages through pointers that the kernel
// changes when it moves them. A hart writes its own, and reads those of its neighbour, too, under
// the owner's lock. What it reads must be what was written last; nothing writes to memory that is
// gone.
#include "users/memory_hotplug.h"

#include <new>

#include "kernel/check.h"
#include "kernel/errno.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"
#include "scenarios/workers.h"

namespace standstill::scenarios {
namespace {

using users::PageOwner;

constexpr unsigned kMostSlots = 6;
constexpr unsigned kPagesForAll = 48;  ///< half of the memory holds the pages of all harts
constexpr unsigned kWords = users::kPageBytes / sizeof(std::uint64_t);
constexpr std::uint64_t kPoison = 0xDEAD'BEEF'0BAD'F00D;

/// The pages of a hart.
struct alignas(64) Pages {
  kernel::RawSpinlock lock;
  PageOwner owner[kMostSlots];
  std::uint64_t written[kMostSlots];  ///< number of the last write
  std::uint64_t writes;
  alignas(kernel::Random) std::byte random[sizeof(kernel::Random)];
};
[[gnu::section(".bss.percpu")]] Pages all_pages[kernel::kNrCpus];

kernel::Random& random_of(Pages& pages) { return reinterpret_cast<kernel::Random&>(pages.random); }

unsigned slots() {
  const unsigned share = kPagesForAll / kernel::machine().harts;
  return share == 0 ? 1 : share > kMostSlots ? kMostSlots : share;
}

std::uint64_t word_of(unsigned cpu, unsigned slot, std::uint64_t number, unsigned index) {
  return (number * 0x9E3779B97F4A7C15ull) ^ (std::uint64_t{cpu} << 40 | slot << 20 | index);
}

/// Under the lock: the page of a slot gets new contents.
void write_page(Pages& pages, unsigned cpu, unsigned slot) {
  const std::uint64_t number = ++pages.writes;
  auto* const words = static_cast<volatile std::uint64_t*>(pages.owner[slot]);
  for (unsigned i = 0; i < kWords; ++i) words[i] = word_of(cpu, slot, number, i);
  pages.written[slot] = number;
}

/// Under the lock: how many words of a slot's page are not what was written last.
unsigned wrong_words(const Pages& pages, unsigned cpu, unsigned slot) {
  const auto* const words = static_cast<const volatile std::uint64_t*>(pages.owner[slot]);
  unsigned wrong = 0;
  for (unsigned i = 0; i < kWords; ++i)
    wrong += words[i] != word_of(cpu, slot, pages.written[slot], i);
  return wrong;
}

struct Verdict {
  unsigned wrong = 0;    ///< words
  unsigned offline = 0;  ///< pages in memory that is gone
  unsigned refused = 0;  ///< allocations
};

void look_at(const Pages& pages, unsigned cpu, unsigned slot, Verdict& verdict) {
  if (pages.owner[slot] == nullptr) return;
  verdict.wrong += wrong_words(pages, cpu, slot);
  const unsigned block = users::block_of(pages.owner[slot]);
  verdict.offline += block == users::kMemoryBlocks || !users::block_online(block);
}

/// A slot is looked at, then written, freed, or given a page.
void change_slot(unsigned cpu, Verdict& verdict) {
  Pages& mine = all_pages[cpu];
  mine.lock.lock();
  const auto slot = static_cast<unsigned>(random_of(mine).below(slots()));
  look_at(mine, cpu, slot, verdict);
  if (mine.owner[slot] == nullptr)
    verdict.refused += !users::alloc_page(mine.owner[slot]);
  else if (random_of(mine).below(4) == 0)
    users::free_page(mine.owner[slot]);
  if (mine.owner[slot] != nullptr) write_page(mine, cpu, slot);
  mine.lock.unlock();
}

void look_at_neighbour(unsigned cpu, Verdict& verdict) {
  const unsigned other = (cpu + 1) % kernel::machine().harts;
  Pages& theirs = all_pages[other];
  theirs.lock.lock();
  for (unsigned slot = 0; slot < slots(); ++slot) look_at(theirs, other, slot, verdict);
  theirs.lock.unlock();
}

void read_and_write(unsigned cpu) {
  Verdict verdict;
  for (unsigned i = 0; i < 8; ++i) change_slot(cpu, verdict);
  look_at_neighbour(cpu, verdict);
  STANDSTILL_CHECK(verdict.wrong == 0, "a page holds what was written last", verdict.wrong,
                   " words are wrong on hart ", cpu);
  STANDSTILL_CHECK(verdict.offline == 0, "no page in use lies in memory that is gone");
  STANDSTILL_CHECK(verdict.refused == 0 || slots() == 1, "there is memory for all");
}

/// All of them before any hart starts, as each hart looks at its neighbour's.
void prepare_pages(unsigned cpu, std::uint64_t seed) {
  Pages& pages = *new (&all_pages[cpu]) Pages;
  for (unsigned slot = 0; slot < kMostSlots; ++slot) {
    pages.owner[slot] = nullptr;
    pages.written[slot] = 0;
  }
  pages.writes = 0;
  random_of(pages) = kernel::Random(seed, 0x5000 + cpu);
}

void prepare(const Arguments& arguments) {
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu)
    prepare_pages(cpu, arguments.get("seed"));
  users::memory_init();
  STANDSTILL_CHECK(users::nr_free_pages() == users::kMemoryBlocks * users::kPagesPerBlock,
                   "all memory is free at first");
  STANDSTILL_CHECK(users::zonelist_length() == users::kZones, "all zones are listed at first");
  prepare_workers(read_and_write);
}

volatile std::uint64_t* words_of(unsigned block) {
  return reinterpret_cast<volatile std::uint64_t*>(users::block_memory(block));
}

void poison(unsigned block) {
  for (unsigned i = 0; i < kWords * users::kPagesPerBlock; ++i) words_of(block)[i] = kPoison + i;
}

bool is_poisoned(unsigned block) {
  for (unsigned i = 0; i < kWords * users::kPagesPerBlock; ++i)
    if (words_of(block)[i] != kPoison + i) return false;
  return true;
}

/// Returns whether the block is out now; without room, which only large machines lack, it stays.
bool take_out(unsigned block, bool stopped) {
  const unsigned present = users::nr_present_pages();
  const int error = users::offline_pages(block, stopped);
  if (error == -kernel::kEbusy && slots() == 1) return false;
  STANDSTILL_CHECK(error == 0, "a block is taken out", error);
  STANDSTILL_CHECK(!users::block_online(block), "a block that is taken out is offline");
  STANDSTILL_CHECK(users::nr_present_pages() == present - users::kPagesPerBlock,
                   "its pages are not counted any more");
  STANDSTILL_CHECK(users::offline_pages(block) == -kernel::kEinval,
                   "a block that is out cannot be taken out: -EINVAL");
  poison(block);
  return true;
}

void put_back(unsigned block) {
  const unsigned present = users::nr_present_pages();
  STANDSTILL_CHECK(is_poisoned(block), "nobody writes to memory that is gone", "block ", block);
  STANDSTILL_CHECK(users::online_pages(block) == 0, "a block is put back");
  STANDSTILL_CHECK(users::block_online(block), "a block that is put back is online");
  STANDSTILL_CHECK(users::nr_present_pages() == present + users::kPagesPerBlock,
                   "its pages are counted again");
  STANDSTILL_CHECK(users::online_pages(block) == -kernel::kEinval,
                   "a block that is online cannot be put in: -EINVAL");
}

/// One block, or both of a zone, which then leaves the list.
std::uint64_t round(bool whole_zone, unsigned block, const Arguments& arguments) {
  const bool stopped = arguments.get("move") == 0;
  const unsigned zone = block / users::kBlocksPerZone;
  const unsigned sibling = block ^ 1;
  if (!take_out(block, stopped)) return 0;
  STANDSTILL_CHECK(users::zonelist_length() == users::kZones, "a zone with a block stays listed");
  const bool both = whole_zone && take_out(sibling, stopped);
  if (both) {
    STANDSTILL_CHECK(users::zonelist_length() == users::kZones - 1,
                     "a zone without memory leaves the list");
    STANDSTILL_CHECK(users::zonelist_first() != zone, "the other zone is the first then");
  }
  wait_for_passes(arguments.get("passes"));
  if (both) put_back(sibling);
  put_back(block);
  STANDSTILL_CHECK(users::zonelist_length() == users::kZones && users::zonelist_first() == 0,
                   "all zones are listed again, in their order");
  wait_for_passes(1);
  return both ? 2 : 1;
}

unsigned pages_in_use() {
  unsigned used = 0;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu)
    for (unsigned slot = 0; slot < slots(); ++slot) used += all_pages[cpu].owner[slot] != nullptr;
  return used;
}

/// With the workers gone: all pages are accounted for, and a full system refuses.
void check_full() {
  static PageOwner hoard[users::kMemoryBlocks * users::kPagesPerBlock] = {};
  const unsigned free = users::nr_free_pages();
  STANDSTILL_CHECK(free + pages_in_use() == users::nr_present_pages(), "no page is lost");
  for (unsigned i = 0; i < free; ++i)
    STANDSTILL_CHECK(users::alloc_page(hoard[i]), "every free page can be had");
  PageOwner none = nullptr;
  STANDSTILL_CHECK(!users::alloc_page(none) && none == nullptr, "then there is none left");
  const std::uint32_t before = users::nr_free_pages();
  STANDSTILL_CHECK(users::offline_pages(0) == -kernel::kEbusy,
                   "a block whose pages have no place to go stays: -EBUSY");
  STANDSTILL_CHECK(users::block_online(0) && users::nr_free_pages() == before,
                   "what is busy stays as it is");
  for (unsigned i = 0; i < free; ++i) users::free_page(hoard[i]);
  STANDSTILL_CHECK(users::nr_free_pages() == free, "what is freed is free");
  STANDSTILL_CHECK(users::offline_pages(users::kMemoryBlocks) == -kernel::kEinval &&
                       users::online_pages(users::kMemoryBlocks) == -kernel::kEinval,
                   "a block that does not exist is refused: -EINVAL");
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  kernel::Random random(arguments.get("seed"), 0x4FFF);
  std::uint64_t taken = 0;
  wait_for_passes(1);
  for (std::uint64_t i = 0; i < rounds; ++i)
    taken +=
        round(i % 2 == 1, static_cast<unsigned>(random.below(users::kMemoryBlocks)), arguments);
  stop_workers();
  Verdict verdict;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu)
    for (unsigned slot = 0; slot < slots(); ++slot) look_at(all_pages[cpu], cpu, slot, verdict);
  STANDSTILL_CHECK(verdict.wrong == 0 && verdict.offline == 0, "every page is whole at the end");
  check_full();
  kernel::printk("PASS: memory_hotplug: ", taken, " blocks out and back, ", passes_in_all(),
                 " passes of readers and writers on ", kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kMemoryHotplug = {
    .name = "memory_hotplug",
    .prepare = prepare,
    .start_hart = start_worker,
    .run = run,
};

}  // namespace standstill::scenarios
