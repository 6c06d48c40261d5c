// imsic: messages between harts. None is lost, the most urgent comes first; and how to lose one.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, chapter 3. A claim by two instructions is the known bug of such handlers:
// what was read is not what the write claims.
#include "drivers/imsic.h"

#include <new>

#include "arch/irq.h"
#include "kernel/check.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "kernel/trap.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

using drivers::Delivery;
using drivers::identity_bit;
using drivers::imsic_claim;
using drivers::kIdentities;

constexpr std::uint64_t kEvery = ~std::uint64_t{1};  // identities

/// How often a hart has taken each identity. Only its own handler writes it.
struct alignas(64) Taken {
  std::atomic<std::uint32_t> times[kIdentities + 1] = {};
};
struct alignas(64) TakenMemory {
  std::byte memory[sizeof(Taken)];
};
/// Raw memory, so that only harts that are there touch theirs.
[[gnu::section(".bss.percpu")]] TakenMemory taken_memory[kernel::kNrCpus];

Taken& taken_by(unsigned cpu) {
  return *std::launder(reinterpret_cast<Taken*>(taken_memory[cpu].memory));
}
std::uint32_t times(unsigned cpu, unsigned identity) {
  return taken_by(cpu).times[identity].load(std::memory_order_relaxed);
}
std::uint64_t all_times(unsigned cpu) {
  std::uint64_t sum = 0;
  for (unsigned identity = 1; identity <= kIdentities; ++identity) sum += times(cpu, identity);
  return sum;
}

void take_all() {
  Taken& own = taken_by(kernel::smp_processor_id());
  drivers::imsic_claim_all([&](unsigned identity) {
    auto& count = own.times[identity];
    arch::write_once(count, count.load(std::memory_order_relaxed) + 1);
  });
}

/// A message takes its time; ten milliseconds are more than any.
template <typename Condition>
bool wait_until(Condition condition) {
  const std::uint64_t end = arch::read_time() + kernel::machine().timebase / 100;
  while (!condition() && arch::read_time() < end) arch::cpu_relax();
  return condition();
}

constinit std::atomic<std::uint32_t> ready{0};
constinit kernel::Countdown senders;

/// Every hart sends every identity to its neighbour at once, and again when all have been taken.
void send_bursts(void* data) {
  const std::uint64_t rounds = static_cast<const Arguments*>(data)->get("rounds");
  const unsigned harts = kernel::machine().harts;
  ready.fetch_add(1, std::memory_order_relaxed);
  while (ready.load(std::memory_order_relaxed) != harts) arch::cpu_relax();
  const unsigned to = (kernel::smp_processor_id() + 1) % harts;
  for (std::uint64_t round = 1; round <= rounds; ++round) {
    for (unsigned identity = kIdentities; identity > 0; --identity)
      drivers::imsic_send(to, identity);
    for (unsigned identity = 1; identity <= kIdentities; ++identity) {
      STANDSTILL_CHECK(wait_until([&] { return times(to, identity) >= round; }),
                       "no identity of a burst is lost", "identity ", identity, " at hart ", to);
      STANDSTILL_CHECK(times(to, identity) == round, "and none is taken twice");
    }
  }
  senders.arrive();
}

void check_every_hart() {
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) {
    const std::uint64_t sum = all_times(cpu);
    const std::uint32_t before = times(cpu, drivers::kIpiIdentity);
    drivers::imsic_send(cpu, drivers::kIpiIdentity);
    STANDSTILL_CHECK(wait_until([&] { return times(cpu, drivers::kIpiIdentity) != before; }),
                     "a message reaches its hart", cpu);
    STANDSTILL_CHECK(all_times(cpu) == sum + 1, "as one interrupt");
  }
}

/// What follows is of one hart with its interrupts off: it claims by hand.
void send_self(std::initializer_list<std::uint32_t> identities) {
  const unsigned self = kernel::smp_processor_id();
  std::uint64_t expected = drivers::imsic_pending();
  for (const std::uint32_t identity : identities) {
    drivers::imsic_send(self, identity);
    expected |= identity_bit(identity);
  }
  STANDSTILL_CHECK(wait_until([&] { return drivers::imsic_pending() == expected; }),
                   "a hart's own messages are pending, and nothing else is");
}

bool signalled() { return (arch::read_mip() & arch::kMieExternal) != 0; }

void check_priority() {
  send_self({9, 63, 1, 3});
  STANDSTILL_CHECK(signalled(), "MEIP says that there is one");
  STANDSTILL_CHECK(drivers::imsic_top() == 1, "the lowest identity is the most urgent");
  STANDSTILL_CHECK(drivers::imsic_top() == 1, "to read it does not claim it");
  for (const unsigned identity : {1u, 3u, 9u, 63u})
    STANDSTILL_CHECK(imsic_claim() == identity, "claims come in the order of urgency", identity);
  STANDSTILL_CHECK(imsic_claim() == 0, "then there is none");
  STANDSTILL_CHECK(!signalled(), "and MEIP has fallen");
}

void check_threshold() {
  send_self({3, 9});
  drivers::imsic_set_threshold(3);
  STANDSTILL_CHECK(imsic_claim() == 0, "the threshold holds itself back");
  STANDSTILL_CHECK(!signalled(), "MEIP falls where all are held back");
  drivers::imsic_set_threshold(9);
  STANDSTILL_CHECK(imsic_claim() == 3 && imsic_claim() == 0, "what is more urgent comes through");
  drivers::imsic_set_threshold(0);
  STANDSTILL_CHECK(imsic_claim() == 9, "without a threshold all do");
}

void check_enables() {
  drivers::imsic_set_enabled(kEvery & ~identity_bit(5));
  send_self({5, 6});
  STANDSTILL_CHECK(imsic_claim() == 6 && imsic_claim() == 0, "one that is not enabled waits");
  drivers::imsic_set_enabled(kEvery);
  STANDSTILL_CHECK(imsic_claim() == 5, "until it is");
}

void check_delivery() {
  send_self({7});
  for (const Delivery delivery : {Delivery::Off, Delivery::Plic}) {
    drivers::imsic_set_delivery(delivery);
    STANDSTILL_CHECK(!signalled(), "without delivery MEIP is low");
    STANDSTILL_CHECK(drivers::imsic_top() == 7, "and mtopei tells all the same");
  }
  drivers::imsic_set_delivery(Delivery::File);
  STANDSTILL_CHECK(signalled(), "with delivery it comes");
  STANDSTILL_CHECK(imsic_claim() == 7, "and can be claimed");
}

void check_no_identity() {
  const unsigned self = kernel::smp_processor_id();
  for (const std::uint32_t number : {0u, 64u, 0x1'0003u, 0x8000'0000u})
    drivers::imsic_send(self, number);
  send_self({2, 2, 2});
  STANDSTILL_CHECK(imsic_claim() == 2, "a message that names no identity is ignored");
  STANDSTILL_CHECK(imsic_claim() == 0, "an identity that is pending already is pending once");
}

/// The interrupt `meanwhile` comes between the read and the write of a handler that has two.
unsigned take_by_two_instructions(unsigned meanwhile) {
  const unsigned identity = drivers::imsic_top();
  send_self({meanwhile});
  arch::write_topei();
  return identity;
}

void check_race() {
  send_self({9});
  STANDSTILL_CHECK(take_by_two_instructions(3) == 9, "the handler has read 9");
  STANDSTILL_CHECK(drivers::imsic_pending() == identity_bit(9),
                   "the write has claimed 3, which nobody saw: it is lost");
  STANDSTILL_CHECK(imsic_claim() == 9, "and 9 comes twice");
  send_self({9});
  const unsigned first = imsic_claim();
  send_self({3});
  const unsigned second = imsic_claim();
  STANDSTILL_CHECK(first == 9 && second == 3 && imsic_claim() == 0,
                   "by one instruction none is lost");
}

void prepare(const Arguments&) {
  senders.expect(kernel::machine().harts);
  drivers::imsic_init(kernel::machine().imsic);
  kernel::set_external_handler(take_all);
}

void start_hart(const Arguments& arguments) {
  new (taken_memory[kernel::smp_processor_id()].memory) Taken;
  drivers::imsic_set_enabled(kEvery);
  drivers::imsic_set_threshold(0);
  drivers::imsic_set_delivery(Delivery::File);
  arch::set_mie(arch::kMieExternal);
  kernel::kthread_run(send_bursts, const_cast<Arguments*>(&arguments), "burst");
}

void run(const Arguments&) {
  senders.completion.wait();
  check_every_hart();
  const arch::IrqFlags flags = arch::local_irq_save();
  check_priority();
  check_threshold();
  check_enables();
  check_delivery();
  check_no_identity();
  check_race();
  arch::local_irq_restore(flags);
  const unsigned harts = kernel::machine().harts;
  std::uint64_t sum = 0;
  for (unsigned cpu = 0; cpu < harts; ++cpu) sum += all_times(cpu);
  kernel::printk("PASS: imsic: ", sum, " interrupts by message, ", kernel::checks_passed(),
                 " checks on ", harts, " harts");
}

}  // namespace

constinit const Scenario kImsic = {
    .name = "imsic",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
