// barrier: every hart goes through several barriers of the barrier unit, and nobody comes early.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/barrier_unit.v; firmware/drivers/barrier_unit.h.
//
//   barrier 0       all harts, one generation after the other, by the interrupt alone
//   barriers 1, 2   the even harts, the odd harts
//   barrier 3       all harts; each arrives here and at its own of the two, then waits for both
// Before it arrives a hart writes the number of its round into a cell of its own, afterwards it
// reads those of all members: none may be behind, and none a whole round ahead.
#include "arch/hart.h"
#include "arch/marker.h"
#include "drivers/barrier_unit.h"
#include "kernel/check.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

namespace regs = platform::barrier;
using drivers::HardwareBarrier;

enum : unsigned { kAlone, kEven, kOdd, kTogether, kUsed };
enum class WaitBy : std::uint8_t { Irq, Poll, Mixed };  ///< words of the argument `wait`

struct alignas(64) Cell {
  std::atomic<std::uint64_t> round;
};
[[gnu::section(".bss.percpu")]] Cell cells[kernel::kNrCpus];
constinit HardwareBarrier barriers[kUsed];
constinit std::uint32_t first_generation[kUsed];
constinit bool interrupts[kUsed];
constinit kernel::Completion begin;
constinit std::atomic<unsigned> begun{0};
constinit kernel::Countdown workers;

/// Members of each barrier in a group of 64 harts.
constexpr std::uint64_t kMembers[kUsed] = {~0ull, 0x5555555555555555, 0xAAAAAAAAAAAAAAAA, ~0ull};

bool is_member(unsigned barrier, unsigned hart) {
  return (kMembers[barrier] >> hart % 64 & 1) != 0;
}

unsigned members_of(unsigned barrier) {
  unsigned count = 0;
  for (unsigned hart = 0; hart < kernel::machine().harts; ++hart) count += is_member(barrier, hart);
  return count;
}

/// All members of `barrier` have begun `round`, and none has come through the one after.
void look_at_cells(unsigned barrier, std::uint64_t round) {
  for (unsigned hart = 0; hart < kernel::machine().harts; ++hart) {
    if (!is_member(barrier, hart)) continue;
    const std::uint64_t there = cells[hart].round.load(std::memory_order_relaxed);
    STANDSTILL_CHECK(there >= round, "no hart is released before all are there", "hart ", hart,
                     " is in round ", there, ", barrier ", barrier, " in ", round);
    STANDSTILL_CHECK(there <= round + 1, "no hart is a round ahead of a barrier it is needed at",
                     "hart ", hart, " is in round ", there, ", barrier ", barrier, " in ", round);
  }
}

/// Interrupts are off. What the hart did before comes before its arrival.
void arrive(unsigned barrier, unsigned hart) {
  arch::fence_all_before_device();
  arch::mmio_write<std::uint32_t>(barriers[barrier].arrive(hart), 0);
}

/// Sleeps until some barrier has released this hart since it took the last release; takes it.
void sleep() {
  arch::wait_for_pending(arch::bit_of(platform::Interrupt::Barrier));
  drivers::barrier_take_release();
}

/// Waits until `target` generations of `barrier` are over, by its register: a hart at several
/// barriers cannot tell by the interrupt which of them it is.
void wait_at(unsigned barrier, std::uint64_t target) {
  const std::uint32_t end = first_generation[barrier] + static_cast<std::uint32_t>(target);
  while (static_cast<std::int32_t>(barriers[barrier].generation() - end) < 0) {
    if (interrupts[barrier])
      sleep();
    else
      arch::cpu_relax();
  }
  // What the others did before they arrived comes before what this hart does now.
  arch::fence_device_before_all();
}

void one_after_the_other(unsigned hart, std::uint64_t round) {
  arch::write_once(cells[hart].round, round);
  arrive(kAlone, hart);
  if (interrupts[kAlone]) {
    sleep();
    arch::fence_device_before_all();
  } else {
    wait_at(kAlone, round);
  }
  look_at_cells(kAlone, round);
}

void two_at_once(unsigned hart, std::uint64_t rounds, std::uint64_t round, bool own_first) {
  const unsigned own = hart % 2 == 0 ? kEven : kOdd;
  arch::write_once(cells[hart].round, rounds + round);
  arrive(own, hart);
  arrive(kTogether, hart);
  for (const unsigned barrier : {own_first ? own : kTogether, own_first ? kTogether : own}) {
    wait_at(barrier, round);
    look_at_cells(barrier, rounds + round);
  }
}

/// Returns when all workers run: from then on they may wait for each other with interrupts off.
void begin_together() {
  begin.wait();
  // Only the count matters, and it is one word, so relaxed will do.
  begun.fetch_add(1, std::memory_order_relaxed);
  while (begun.load(std::memory_order_relaxed) < kernel::machine().harts) kernel::cond_resched();
}

void work(void* data) {
  const auto& arguments = *static_cast<const Arguments*>(data);
  const unsigned hart = kernel::smp_processor_id();
  const std::uint64_t rounds = arguments.get("rounds"), skew = arguments.get("skew") + 1;
  kernel::Random random(arguments.get("seed"), hart);
  begin_together();
  arch::mark<arch::Marker::RegionBegin>(nullptr);
  for (std::uint64_t i = 0; i < 2 * rounds; ++i) {
    spin_passes(random.below(skew));
    const arch::IrqFlags flags = arch::local_irq_save();
    if (i < rounds)
      one_after_the_other(hart, i + 1);
    else
      two_at_once(hart, rounds, i - rounds + 1, random.below(2) == 0);
    arch::local_irq_restore(flags);
  }
  arch::mark<arch::Marker::RegionEnd>(nullptr);
  workers.arrive();
}

void prepare(const Arguments& arguments) {
  const auto by = static_cast<WaitBy>(arguments.get("wait"));
  for (unsigned b = 0; b < kUsed; ++b) {
    barriers[b] = HardwareBarrier(kernel::machine().barrier_unit, b);
    interrupts[b] = by == WaitBy::Irq || (by == WaitBy::Mixed && b != kTogether);
    barriers[b].set_members((kernel::machine().harts + 63) / 64,
                            [b](unsigned) { return kMembers[b]; }, interrupts[b]);
    first_generation[b] = barriers[b].generation();
  }
  workers.expect(kernel::machine().harts);
}

void start_hart(const Arguments& arguments) {
  arch::write_once(cells[kernel::smp_processor_id()].round, 0ull);
  kernel::kthread_run(work, const_cast<Arguments*>(&arguments), "barrier");
}

void look_at_registers(std::uint64_t rounds) {
  for (unsigned b = 0; b < kUsed; ++b) {
    const unsigned members = members_of(b);
    const std::uint32_t releases = barriers[b].generation() - first_generation[b];
    STANDSTILL_CHECK(releases == (members == 0 ? 0 : rounds), "a release a round", "barrier ", b,
                     " has ", releases);
    STANDSTILL_CHECK(barriers[b].missing() == members, "all are missing again", "barrier ", b);
    STANDSTILL_CHECK(barriers[b].status() == 0, "nothing was done wrong", "barrier ", b);
  }
}

/// What must not be done, and changes nothing but STATUS. Nobody else is at the barriers.
void misuse() {
  const HardwareBarrier& barrier = barriers[kTogether];
  const unsigned harts = kernel::machine().harts;
  STANDSTILL_CHECK(barrier.is_released(0), "a release stands until it is answered");
  barrier.acknowledge(0);
  STANDSTILL_CHECK(!barrier.is_released(0), "an answer takes a release back");
  arch::mmio_write<std::uint64_t>(barrier.members(0), 0);
  STANDSTILL_CHECK(barrier.status() == regs::kLocked && barrier.missing() == harts,
                   "members stand still while the barrier runs");
  const std::uint32_t before = barrier.generation();
  std::uint32_t flags = regs::kLocked | regs::kStranger;
  if (harts > 1) {
    for (unsigned times = 0; times < 2; ++times) arrive(kTogether, 0);
    STANDSTILL_CHECK(barrier.missing() == harts - 1 && barrier.generation() == before,
                     "an arrival counts once");
    flags |= regs::kTwice | regs::kAbandoned;
  }
  barrier.close();
  arrive(kTogether, 0);
  STANDSTILL_CHECK(barrier.missing() == harts && barrier.generation() == before,
                   "a closed barrier counts nobody");
  STANDSTILL_CHECK(barrier.status() == flags, "every misuse has its flag");
  barrier.clear_status(flags);
  STANDSTILL_CHECK(barrier.status() == 0, "flags are cleared by ones");
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  const unsigned harts = kernel::machine().harts;
  for (unsigned hart = 0; hart < harts; ++hart) begin.complete();
  workers.completion.wait();
  look_at_registers(rounds);
  misuse();
  kernel::printk("PASS: barrier: ", rounds, " rounds at ", unsigned{kUsed}, " barriers, ", harts,
                 " harts");
}

}  // namespace

constinit const Scenario kBarrier = {
    .name = "barrier",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
