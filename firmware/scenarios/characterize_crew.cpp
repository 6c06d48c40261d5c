// Harts that wait for work, each on a line of its own, so that who waits disturbs no measurement.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/characterize.h.
#include <new>

#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/characterize.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

/// What hart 0 writes, and what the hart answers.
struct alignas(128) Mailbox {
  Work work = nullptr;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::atomic<std::uint64_t> told{0};  ///< how many times
  alignas(64) std::uint64_t result = 0;
  std::atomic<std::uint64_t> done{0};  ///< how many of them
};
/// Raw memory, so that only harts that are there touch theirs.
struct alignas(128) MailboxMemory {
  std::byte memory[sizeof(Mailbox)];
};
[[gnu::section(".bss.percpu")]] MailboxMemory mailboxes[kernel::kNrCpus];
constinit kernel::Countdown crew;

/// A hart that was told something waits so long, until who told it waits too and sends nothing.
constexpr std::uint64_t kUntilQuiet = 100;

Mailbox& mailbox(unsigned cpu) {
  return *std::launder(reinterpret_cast<Mailbox*>(mailboxes[cpu].memory));
}

void serve(void*) {
  Mailbox& box = mailbox(kernel::smp_processor_id());
  const arch::IrqFlags flags = arch::local_irq_save();
  for (std::uint64_t next = 1;; ++next) {
    // Pairs with the release in tell().
    while (arch::smp_load_acquire(box.told) != next) arch::cpu_relax();
    if (box.work == nullptr) break;
    spin_passes(kUntilQuiet);
    box.result = box.work(box.a, box.b);
    // Pairs with the acquire in wait_for().
    arch::smp_store_release(box.done, next);
  }
  arch::local_irq_restore(flags);
  crew.arrive();
}

}  // namespace

void prepare_crew() { crew.expect(kernel::machine().harts - 1); }

void start_crew_member() {
  const unsigned cpu = kernel::smp_processor_id();
  if (cpu == 0) return;
  new (mailboxes[cpu].memory) Mailbox;
  kernel::kthread_run(serve, nullptr, "crew");
}

void tell(unsigned cpu, Work work, std::uint64_t a, std::uint64_t b) {
  Mailbox& box = mailbox(cpu);
  box.work = work;
  box.a = a;
  box.b = b;
  arch::smp_store_release(box.told, box.told.load(std::memory_order_relaxed) + 1);
}

std::uint64_t wait_for(unsigned cpu) {
  Mailbox& box = mailbox(cpu);
  const std::uint64_t told = box.told.load(std::memory_order_relaxed);
  while (arch::smp_load_acquire(box.done) != told) arch::cpu_relax();
  return box.result;
}

std::uint64_t do_on(unsigned cpu, Work work, std::uint64_t a, std::uint64_t b) {
  if (cpu == 0) return work(a, b);
  tell(cpu, work, a, b);
  return wait_for(cpu);
}

void dismiss_crew() {
  const unsigned harts = kernel::machine().harts;
  for (unsigned cpu = 1; cpu < harts; ++cpu) tell(cpu, nullptr, 0, 0);
  if (harts > 1) crew.completion.wait();
}

}  // namespace standstill::scenarios
