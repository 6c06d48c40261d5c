// characterize: a word on its way from hart to hart, an access in each state of its line, and
// atomics that contend. SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/characterize.h. Lines are those behind all memory the kernel uses: nobody
// has touched them, so that the first access finds them in no cache, and no cache needs flushing.
#include "kernel/check.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/characterize.h"
#include "scenarios/measure.h"

namespace standstill::scenarios {
namespace {

using kernel::kCacheLine;
using platform::LineState;
using platform::Operation;

constexpr std::uint64_t kValue = 0x5EED;

// The memory: lines of the matrix, pages that push a line out of an L1, lines not touched yet.
constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kMatrixLines = 1024;
/// As many in one set empty any L1 of up to 256 KiB whose ways are whole pages.
constexpr std::uint64_t kPushingPages = 64;

std::uint64_t memory_begin() {
  const std::uint64_t used = kernel::memory_needed(kernel::machine().harts);
  return kernel::machine().memory_base + (used + kPage - 1) / kPage * kPage;
}
std::uint64_t matrix_line(std::uint64_t number) { return memory_begin() + number * kCacheLine; }
std::uint64_t pushing_page(std::uint64_t number) {
  return matrix_line(kMatrixLines) + number * kPage;
}
constinit std::uint64_t lines_used = 0;
std::uint64_t fresh_line() { return pushing_page(kPushingPages) + lines_used++ * kCacheLine; }

volatile std::uint64_t& word_at(std::uint64_t address) {
  return *reinterpret_cast<volatile std::uint64_t*>(address);
}

// What brings a line into a state.
std::uint64_t touch_load(std::uint64_t address, std::uint64_t) { return word_at(address); }
std::uint64_t touch_store(std::uint64_t address, std::uint64_t) {
  word_at(address) = 0;
  arch::smp_mb();
  return 0;
}
std::uint64_t touch_push_out(std::uint64_t address, std::uint64_t) {
  std::uint64_t sum = 0;
  for (std::uint64_t page = 0; page < kPushingPages; ++page)
    sum += word_at(pushing_page(page) + address % kPage);
  return sum;
}

enum class Who : std::uint8_t { Self, Other, Third, All };
struct Touch {
  Who who;
  Work work;  ///< null: no more
};
struct Preparation {
  unsigned harts;  ///< that it takes
  Touch touches[2];
};
/// In the order of platform::LineState.
constexpr Preparation kPreparations[] = {
    {1, {{Who::Self, touch_store}}},
    {1, {{Who::Self, touch_load}}},
    {2, {{Who::Self, touch_load}, {Who::Other, touch_load}}},
    {2, {{Who::Other, touch_store}}},
    {2, {{Who::Other, touch_load}}},
    {3, {{Who::Other, touch_load}, {Who::Third, touch_load}}},
    {3, {{Who::All, touch_load}}},
    {1, {{Who::Self, touch_load}, {Who::Self, touch_push_out}}},
    {1, {}},
};
static_assert(std::size(kPreparations) == std::size(platform::kLineStateNames));

/// The operation, and what is measured beside it.
struct Timed {
  Work work;
  Work without;
  bool stores_value;
};
/// In the order of platform::Operation.
constexpr Timed kOperations[] = {
    {time_load, time_use, false},   {time_store, time_fence, true},
    {time_cas, time_nothing, true}, {time_fetch_add, time_use, false},
    {time_swap, time_use, true},
};
static_assert(std::size(kOperations) == std::size(platform::kOperationNames));

/// Who measures, and who else has the line: for each sample others, all over the machine.
struct Cast {
  unsigned self, other, third;
};
Cast cast_of(std::uint64_t round, std::uint64_t rounds) {
  const unsigned harts = kernel::machine().harts;
  const auto self = static_cast<unsigned>(round * harts / rounds % harts);
  return {self, (self + harts / 2) % harts, (self + harts / 2 + 1) % harts};
}

void touch(const Touch& step, const Cast& cast, std::uint64_t line) {
  if (step.work == nullptr) return;
  if (step.who == Who::All) {
    for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) do_on(cpu, step.work, line, 0);
    return;
  }
  const unsigned cpu = step.who == Who::Self    ? cast.self
                       : step.who == Who::Other ? cast.other
                                                : cast.third;
  do_on(cpu, step.work, line, 0);
}

std::uint64_t time_on_fresh_line(const Timed& timed, const Preparation& preparation,
                                 const Cast& cast) {
  const std::uint64_t line = fresh_line();
  for (const Touch& step : preparation.touches) touch(step, cast, line);
  const std::uint64_t cycles = do_on(cast.self, timed.work, line, kValue);
  STANDSTILL_CHECK(!timed.stores_value || word_at(line) == kValue,
                   "characterize: the operation has stored its value");
  return cycles;
}

void measure_state(std::uint64_t operation, std::uint64_t state, std::uint64_t rounds) {
  const Timed& timed = kOperations[operation];
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const Cast cast = cast_of(round, rounds);
    std::uint64_t cycles = 0;
    for (unsigned pass = 0; pass <= kWarmUp; ++pass)
      cycles = time_on_fresh_line(timed, kPreparations[state], cast);
    sample(Figure::Access, operation | state << 8, cast.self, cycles);
  }
}

void measure_without(std::uint64_t operation, std::uint64_t rounds) {
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const unsigned self = cast_of(round, rounds).self;
    std::uint64_t cycles = 0;
    for (unsigned pass = 0; pass <= kWarmUp; ++pass)
      cycles = do_on(self, kOperations[operation].without, 0, 0);
    sample(Figure::AccessOverhead, operation, self, cycles);
  }
}

void check_memory(std::uint64_t rounds) {
  const std::uint64_t lines =
      std::size(kPreparations) * std::size(kOperations) * rounds * (kWarmUp + 1);
  const std::uint64_t end = pushing_page(kPushingPages) + lines * kCacheLine;
  const std::uint64_t tree = reinterpret_cast<std::uint64_t>(kernel::machine().bootargs);
  const std::uint64_t top = kernel::machine().memory_base + kernel::machine().memory_size;
  // The tree is in memory, behind what the kernel uses; its head is within a page before the words.
  const std::uint64_t limit =
      tree > memory_begin() && tree < top ? tree / kPage * kPage - 16 * kPage : top;
  if (end > limit)
    kernel::fail("characterize: ", rounds, " rounds take ", end - memory_begin(),
                 " bytes of memory behind the kernel's; there are ", limit - memory_begin());
}

// Core to core.

/// Waits by compare-and-swap until `word` is `expected`, and makes it `desired`. One that finds
/// another value gives its reservation up, by an SC elsewhere that fails, or keeps it.
template <bool keeps>
void swap_when(std::uint64_t word, std::uint64_t expected, std::uint64_t desired) {
  std::uint64_t value;
  std::uint64_t elsewhere[1];
  asm volatile(
      "1: lr.d %0, (%1)\n\tbne %0, %2, 2f\n\tsc.d %0, %3, (%1)\n\tbnez %0, 1b\n\tj 3f\n"
      "2: .if !%5\n\tsc.d %0, zero, (%4)\n\t.endif\n\tj 1b\n3:"
      : "=&r"(value)
      : "r"(word), "r"(expected), "r"(desired), "r"(elsewhere), "i"(keeps)
      : "memory");
}

constexpr unsigned kMostTrips = 64;
constexpr std::uint64_t kMine = 0;
constexpr std::uint64_t kYours = 1;

/// Turns of the harts: each makes the word the other's.
template <bool keeps>
std::uint64_t echo(std::uint64_t word, std::uint64_t trips) {
  for (std::uint64_t trip = 0; trip <= trips; ++trip) swap_when<keeps>(word, kYours, kMine);
  return 0;
}

/// Round trips one after another, each from this hart's swap to its next; `answer` is what happens
/// in between. Samples go out when all are measured.
template <bool keeps, typename Answer>
void time_trips(std::uint64_t word, std::uint64_t trips, Figure figure, std::uint64_t other,
                Answer answer) {
  std::uint64_t swapped[kWarmUp + kMostTrips + 1] = {};  // written, so that no store misses later
  for (std::uint64_t trip = 0; trip <= trips; ++trip) {
    swap_when<keeps>(word, kMine, kYours);
    swapped[trip] = read_cycle();
    answer();
  }
  for (std::uint64_t trip = kWarmUp; trip < trips; ++trip)
    sample(figure, kernel::smp_processor_id(), other, swapped[trip + 1] - swapped[trip]);
}

template <bool keeps>
std::uint64_t call(std::uint64_t word, std::uint64_t trips_and_other) {
  time_trips<keeps>(word, trips_and_other >> 16, Figure::PingPong, trips_and_other & 0xFFFF, [] {});
  return 0;
}

template <bool keeps>
void measure_pair(unsigned from, unsigned to, std::uint64_t word, std::uint64_t trips) {
  if (to != 0) tell(to, echo<keeps>, word, trips);
  if (from != 0) tell(from, call<keeps>, word, trips << 16 | to);
  if (to == 0) echo<keeps>(word, trips);
  if (from == 0) call<keeps>(word, trips << 16 | to);
  if (to != 0) wait_for(to);
  if (from != 0) wait_for(from);
  STANDSTILL_CHECK(word_at(word) == kMine, "characterize: the word has come home");
}

template <bool keeps>
void measure_pairs(const Arguments& arguments) {
  const unsigned harts = kernel::machine().harts;
  const auto most = static_cast<unsigned>(arguments.get("matrix"));
  if (most == 0) return;
  const unsigned step = (harts + most - 1) / most;
  const std::uint64_t trips = kWarmUp + arguments.get("rounds");
  const std::uint64_t word = matrix_line(arguments.get("line"));
  word_at(word) = kMine;
  sample(Figure::PingPongWord, 0, 0, word);
  time_trips<keeps>(word, trips, Figure::PingPongOverhead, 0,
                    [&] { swap_when<keeps>(word, kYours, kMine); });
  for (unsigned from = 0; from < harts; from += step)
    for (unsigned to = 0; to < harts; to += step)
      if (from != to) measure_pair<keeps>(from, to, word, trips);
}

}  // namespace

void measure_lines(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  check_memory(rounds);
  for (std::uint64_t operation = 0; operation < std::size(kOperations); ++operation) {
    measure_without(operation, rounds);
    for (std::uint64_t state = 0; state < std::size(kPreparations); ++state)
      if (kernel::machine().harts >= kPreparations[state].harts)
        measure_state(operation, state, rounds);
  }
}

void measure_core_to_core(const Arguments& arguments) {
  if (arguments.word("cas") == "keep")
    measure_pairs<true>(arguments);
  else
    measure_pairs<false>(arguments);
}

}  // namespace standstill::scenarios
