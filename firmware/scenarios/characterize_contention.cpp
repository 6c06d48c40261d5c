// characterize: harts that fetch-and-add one word at a time, and how they share it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/characterize.h. The word counts the operations of all, so that each hart
// knows from what it fetches when counting begins and when it is over: none leaves early.
#include "kernel/check.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/characterize.h"

namespace standstill::scenarios {
namespace {

struct alignas(64) Word {
  std::atomic<std::uint64_t> value{0};
};
constinit Word contended;
constinit Word waiting;  ///< harts that stand ready
constinit Word started;  ///< the round that may begin

/// Operations of this hart up to the first that finds `end` or more, and what it found and when.
struct Stretch {
  std::uint64_t found;
  std::uint64_t cycle;
  std::uint64_t operations;
};

/// Called before and while it counts, so that its code is there when it counts.
[[gnu::noinline]] Stretch add_until(std::uint64_t end) {
  Stretch stretch{0, 0, 0};
  asm volatile("1: amoadd.d %0, %3, (%4)\n\taddi %2, %2, 1\n\tbltu %0, %5, 1b\n\tcsrr %1, mcycle"
               : "=&r"(stretch.found), "=&r"(stretch.cycle), "+&r"(stretch.operations)
               : "r"(1), "r"(&contended.value), "r"(end)
               : "memory");
  return stretch;
}

/// What a hart did while the operations that find `begin` to `end` - 1 counted.
struct Turn {
  std::uint64_t operations;  ///< of all harts, from one of its own to another
  std::uint64_t cycles;      ///< between these two
  std::uint64_t share;       ///< of its own, those that count
  std::uint64_t all;         ///< of its own, whether they count or not
};

Turn contend(std::uint64_t begin, std::uint64_t end) {
  const Stretch before = add_until(begin);
  if (before.found >= end) return {0, 0, 0, before.operations};
  const Stretch counted = add_until(end);
  // The last before it began counts, the last of it does not.
  return {counted.found - before.found, counted.cycle - before.cycle, counted.operations,
          before.operations + counted.operations};
}

void wait_for_start(std::uint64_t round) {
  waiting.value.fetch_add(1, std::memory_order_relaxed);
  while (started.value.load(std::memory_order_relaxed) != round) arch::cpu_relax();
}

/// The share and all operations of this hart.
std::uint64_t join(std::uint64_t begin_and_end, std::uint64_t round) {
  wait_for_start(round);
  const Turn turn = contend(begin_and_end >> 32, begin_and_end & 0xFFFF'FFFF);
  return turn.share << 32 | turn.all;
}

void measure(unsigned harts, std::uint64_t operations) {
  constexpr std::uint64_t kUntilAllAreIn = 16;  // operations of each
  const std::uint64_t begin = kUntilAllAreIn * harts;
  const std::uint64_t end = begin + operations * harts;
  arch::write_once(contended.value, 0ull);
  arch::write_once(waiting.value, 0ull);
  for (unsigned cpu = 1; cpu < harts; ++cpu) tell(cpu, join, begin << 32 | end, harts);
  while (waiting.value.load(std::memory_order_relaxed) != harts - 1) arch::cpu_relax();
  arch::write_once(started.value, std::uint64_t{harts});
  const Turn own = contend(begin, end);
  sample(Figure::ContendedShare, harts, 0, own.share);
  std::uint64_t all = own.all;
  std::uint64_t shares = own.share;
  for (unsigned cpu = 1; cpu < harts; ++cpu) {
    const std::uint64_t result = wait_for(cpu);
    sample(Figure::ContendedShare, harts, cpu, result >> 32);
    shares += result >> 32;
    all += result & 0xFFFF'FFFF;
  }
  sample(Figure::ContendedOperations, harts, 0, own.operations);
  sample(Figure::ContendedCycles, harts, 0, own.cycles);
  STANDSTILL_CHECK(contended.value.load(std::memory_order_relaxed) == all,
                   "characterize: no fetch-and-add is lost");
  STANDSTILL_CHECK(shares == end - begin, "characterize: each that counts is somebody's");
}

}  // namespace

void measure_contention(const Arguments& arguments) {
  const unsigned harts = kernel::machine().harts;
  const std::uint64_t operations = arguments.get("operations");
  for (unsigned count = 1; count < harts; count *= 2) measure(count, operations);
  measure(harts, operations);
}

}  // namespace standstill::scenarios
