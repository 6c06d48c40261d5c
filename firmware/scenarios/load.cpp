// The tasks of the background load.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/load.h.
#include "scenarios/load.h"

#include "kernel/kthread.h"
#include "kernel/mutex.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/topology.h"
#include "lib/machine.h"
#include "lib/random.h"

namespace standstill::scenarios {
namespace {

using kernel::Random;
using platform::Load;

[[gnu::section(".bss.percpu")]] HartTally tallies[kernel::kNrCpus];

/// Harts that share one lock: enough to contend, few enough that a holder's neighbours are served
/// in bounded time however large the machine is.
constexpr unsigned kHartsPerLock = 8;
constexpr std::uint64_t kHoldPasses = 64;
constexpr std::uint64_t kTurnsPerMutex = 8;
constexpr std::uint64_t kLongestGap = 2048;
constexpr std::size_t kPrivateWords = 128;

struct alignas(64) SharedLock {
  kernel::RawSpinlock lock;
  volatile std::uint64_t holders = 0;
  kernel::Mutex mutex;
  volatile std::uint64_t owners = 0;
};
constinit SharedLock locks[kernel::kNrCpus / kHartsPerLock];

struct alignas(64) Generation {
  std::atomic<std::uint64_t> count{0};
};
constinit Generation stops;
constinit std::uint64_t irqoff_passes = 0;
constinit std::uint64_t load_seed = 0;

std::uint64_t generation() { return stops.count.load(std::memory_order_relaxed); }

/// A section that no rendezvous may fall into. Preemption or interrupts are off.
class GuardedSection {
 public:
  explicit GuardedSection(HartTally& mine) : mine_(mine), begun_in_(generation()) {
    mine_.in_section = true;
  }
  ~GuardedSection() {
    mine_.in_section = false;
    if (generation() != begun_in_)
      kernel::fail("a stopped function ran while hart ", kernel::smp_processor_id(),
                   " was inside a critical section");
  }
  GuardedSection(const GuardedSection&) = delete;
  GuardedSection& operator=(const GuardedSection&) = delete;

 private:
  HartTally& mine_;
  std::uint64_t begun_in_;
};

void compute_on(std::uint64_t* words, std::uint64_t steps) {
  std::uint64_t hash = words[0];
  for (std::uint64_t i = 0; i < steps; ++i) {
    std::uint64_t& word = words[(hash >> 20) % kPrivateWords];
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ull + i;
    word += hash >> 7;
  }
  words[0] = hash;
}

std::uint64_t* private_words() {
  auto* words =
      static_cast<std::uint64_t*>(kernel::arena_alloc(kPrivateWords * sizeof(std::uint64_t)));
  for (std::size_t i = 0; i < kPrivateWords; ++i) words[i] = i;
  return words;
}

/// Stream of random numbers of task `index` of this hart.
Random random_of(std::uint64_t index) {
  return Random(load_seed, 2 * std::uint64_t{kernel::smp_processor_id()} + index);
}

[[noreturn]] void compute_forever(std::uint64_t index) {
  HartTally& mine = tally(kernel::smp_processor_id());
  Random random = random_of(index);
  auto* words = private_words();
  for (;;) {
    compute_on(words, 16 + random.below(64));
    mine.progress[index] = mine.progress[index] + 1;
  }
}

void compute_first(void*) { compute_forever(0); }

void compute_second(void*) { compute_forever(1); }

void irqoff(void*) {
  HartTally& mine = tally(kernel::smp_processor_id());
  Random random = random_of(1);
  for (;;) {
    const arch::IrqFlags flags = arch::local_irq_save();
    {
      const GuardedSection section(mine);
      spin_passes(irqoff_passes);
    }
    arch::local_irq_restore(flags);
    mine.progress[1] = mine.progress[1] + 1;
    spin_passes(random.below(kLongestGap));
  }
}

/// A turn under the spinlock: no rendezvous may fall into it.
void spinlock_turn(SharedLock& shared, HartTally& mine) {
  shared.lock.lock();
  {
    const GuardedSection section(mine);
    const std::uint64_t turn = shared.holders + 1;
    shared.holders = turn;
    spin_passes(kHoldPasses);
    if (shared.holders != turn) kernel::fail("two harts held one spinlock");
  }
  shared.lock.unlock();
}

/// A turn under the mutex: its owner can be stopped, and who waits sleeps.
void mutex_turn(SharedLock& shared) {
  shared.mutex.lock();
  const std::uint64_t turn = shared.owners + 1;
  shared.owners = turn;
  spin_passes(kHoldPasses);
  if (shared.owners != turn) kernel::fail("two tasks owned one mutex");
  shared.mutex.unlock();
}

void lock_holder(void*) {
  const unsigned cpu = kernel::smp_processor_id();
  HartTally& mine = tally(cpu);
  SharedLock& shared = locks[cpu / kHartsPerLock];
  Random random = random_of(1);
  for (;;) {
    if (random.below(kTurnsPerMutex) == 0)
      mutex_turn(shared);
    else
      spinlock_turn(shared, mine);
    mine.progress[1] = mine.progress[1] + 1;
    spin_passes(random.below(kLongestGap));
  }
}

Load load_of(const Arguments& arguments) {
  return static_cast<Load>(arguments.get_or("load", static_cast<std::uint64_t>(Load::None)));
}

}  // namespace

HartTally& tally(unsigned cpu) { return tallies[cpu]; }

void start_load(const Arguments& arguments) {
  const unsigned cpu = kernel::smp_processor_id();
  HartTally& mine = tallies[cpu];
  mine.progress[0] = 0;
  mine.progress[1] = 0;
  mine.fn_runs = 0;
  mine.in_section = false;
  if (cpu == 0) {
    irqoff_passes = arguments.get_or("irqoff", 0);
    load_seed = arguments.get_or("seed", 0);
    return;
  }
  Load load = load_of(arguments);
  if (load == Load::None) return;
  if (load == Load::Mixed) load = cpu % 2 == 1 ? Load::IrqOff : Load::Lock;
  kernel::kthread_run(compute_first, nullptr, "calc");
  if (load == Load::IrqOff)
    kernel::kthread_run(irqoff, nullptr, "irqoff");
  else if (load == Load::Lock)
    kernel::kthread_run(lock_holder, nullptr, "lock");
  else
    kernel::kthread_run(compute_second, nullptr, "calc2");
}

void begin_stop_generation() { stops.count.fetch_add(1, std::memory_order_relaxed); }

bool runs_on_stopper() {
  return kernel::kUniprocessor || kernel::current() == kernel::this_cpu().stopper.thread;
}

void check_load() {
  // A tick that finds a fair task running gives the CPU to one that has run less, of all the fair
  // threads of the hart. While the task keeps preemption off further ticks may come; they give
  // nothing and do not count.
  constexpr std::uint64_t kEnoughTicks = kernel::kMaxThreads;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) {
    const kernel::PerCpu& area = kernel::per_cpu(cpu);
    if (area.local.fair_ticks < kEnoughTicks) continue;
    for (unsigned i = 0; i < area.thread_count; ++i)
      if (area.threads[i].sched_class == &kernel::fair_sched_class &&
          area.threads[i].exec_start == 0)
        kernel::fail("task ", area.threads[i].name, " never ran in ", area.local.fair_ticks,
                     " ticks of its hart");
  }
}

}  // namespace standstill::scenarios
