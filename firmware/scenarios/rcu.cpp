// rcu: grace periods end when they should, not before, and a stall is found.
// SPDX-License-Identifier: Apache-2.0
//
// Source: what Linux promises of RCU (Documentation/RCU), and of multi_cpu_stop() since 2019: a
// hart that waits in it with interrupts off is quiescent. Last comes a torture: readers on every
// hart, writers that unpublish, wait for a grace period and overwrite, and readers that look for
// it.
#include "kernel/rcu.h"

#include "kernel/check.h"
#include "kernel/completion.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "kernel/stop_version.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

using kernel::Random;
using kernel::rcu_statistics;

/// Longer than any wait of this scenario, even where harts are threads of a busy host.
constexpr std::uint64_t kPatienceMs = 100;
constexpr std::uint64_t kTicksHeld = 3;

struct Awaited : kernel::RcuHead {
  kernel::Completion completion;
  std::atomic<unsigned> calls{0};
};

void ended(kernel::RcuHead& head) {
  auto& awaited = static_cast<Awaited&>(head);
  awaited.calls.fetch_add(1, std::memory_order_relaxed);
  STANDSTILL_CHECK(arch::irqs_disabled(), "a callback runs in an interrupt");
  awaited.completion.complete();
}

std::uint64_t gp_seq() { return kernel::rcu_sequence.gp_seq.load(std::memory_order_relaxed); }
std::uint64_t passes() { return rcu_statistics.passes.load(std::memory_order_relaxed); }
std::uint64_t stalls() { return arch::smp_load_acquire(rcu_statistics.stalls); }
std::uint64_t eqs_of(unsigned cpu) { return kernel::per_cpu(cpu).local.rcu_eqs; }

template <typename Condition>
bool wait_until(Condition condition) {
  const std::uint64_t end = arch::read_time() + kernel::machine().timebase * kPatienceMs / 1000;
  do {
    if (condition()) return true;
    arch::cpu_relax();
  } while (arch::read_time() < end);
  return condition();
}

void check_interface() {
  STANDSTILL_CHECK(!kernel::rcu_gp_in_progress(), "no grace period without a wish for one");
  kernel::rcu_read_lock();
  STANDSTILL_CHECK(kernel::preempt_count() == 1, "a reader cannot be preempted");
  kernel::rcu_read_lock();
  STANDSTILL_CHECK(kernel::preempt_count() == 2, "readers nest");
  kernel::rcu_read_unlock();
  kernel::rcu_read_unlock();
  STANDSTILL_CHECK(kernel::preempt_count() == 0, "the last unlock lets preemption in again");
  const std::uint64_t before = gp_seq();
  STANDSTILL_CHECK(before % 2 == 0, "between grace periods the sequence number is even");
  kernel::synchronize_rcu();
  STANDSTILL_CHECK(gp_seq() == before + 2, "synchronize_rcu() takes one grace period", gp_seq());
  STANDSTILL_CHECK(!arch::irqs_disabled(), "interrupts are on after it");
  kernel::synchronize_rcu();
  STANDSTILL_CHECK(gp_seq() == before + 4, "the next takes one more", gp_seq());
}

/// Harts that sleep are quiescent already: nobody wakes them for a grace period.
void check_idle_harts_sleep_on() {
  const unsigned last = kernel::machine().harts - 1;
  if (last == 0) return;
  // The tick of a hart that idles comes once more; then it sleeps.
  const auto sleeps = [last] {
    return kernel::per_cpu(last).local.tick_due == ~0ull && (eqs_of(last) & 1) != 0;
  };
  STANDSTILL_CHECK(wait_until(sleeps), "the word of an idle hart is odd");
  const std::uint64_t word = eqs_of(last);
  kernel::synchronize_rcu();
  STANDSTILL_CHECK(eqs_of(last) == word, "an idle hart sleeps through a grace period");
}

/// Reads on the hart that drives the grace period; only its tick can end it.
void check_local_reader(bool irqs_on) {
  Awaited awaited;
  kernel::rcu_read_lock();
  kernel::call_rcu(awaited, ended);
  STANDSTILL_CHECK(kernel::rcu_gp_in_progress(), "call_rcu() begins a grace period");
  STANDSTILL_CHECK(kernel::rcu_needs_cpu(), "the hart that begins one drives it");
  const std::uint64_t seq = gp_seq();
  const arch::IrqFlags flags = irqs_on ? 0 : arch::local_irq_save();
  const std::uint64_t looked = passes();
  if (irqs_on) {
    STANDSTILL_CHECK(wait_until([looked] { return passes() >= looked + kTicksHeld; }),
                     "the tick looks for the end of a grace period");
  } else {
    spin_passes(20000);
    STANDSTILL_CHECK(passes() == looked, "with interrupts off on its driver nobody looks");
  }
  STANDSTILL_CHECK(gp_seq() == seq, "a reader on the driver holds the grace period up");
  STANDSTILL_CHECK(awaited.calls.load() == 0, "no callback before its grace period has ended");
  arch::local_irq_restore(flags);
  kernel::rcu_read_unlock();
  awaited.completion.wait();
  STANDSTILL_CHECK(awaited.calls.load() == 1, "a callback is called once");
  STANDSTILL_CHECK(gp_seq() > seq, "a callback is called after the end");
}

/// A reader elsewhere: on the stopper of a hart, preemption off, and with or without interrupts.
struct RemoteReader {
  kernel::CpuStopWork work;
  bool irqs_off = false;
  std::atomic<bool> reads{false};
  std::atomic<bool> release{false};
  kernel::Completion left;
};

int read_until_released(void* data) {
  auto& reader = *static_cast<RemoteReader*>(data);
  const arch::IrqFlags flags = reader.irqs_off ? arch::local_irq_save() : arch::local_save_flags();
  arch::smp_store_release(reader.reads, true);
  while (!reader.release.load(std::memory_order_relaxed)) arch::cpu_relax();
  arch::local_irq_restore(flags);
  reader.left.complete();
  return 0;
}

void start_reader(RemoteReader& reader, unsigned cpu, bool irqs_off) {
  reader.irqs_off = irqs_off;
  STANDSTILL_CHECK(kernel::stop_one_cpu_nowait(cpu, read_until_released, &reader, reader.work),
                   "the stopper of an online hart takes the reader");
  STANDSTILL_CHECK(wait_until([&reader] { return arch::smp_load_acquire(reader.reads); }),
                   "the reader begins");
}

void release(RemoteReader& reader) {
  arch::write_once(reader.release, true);
  reader.left.wait();
}

void check_remote_reader(unsigned cpu, bool irqs_off) {
  RemoteReader reader;
  start_reader(reader, cpu, irqs_off);
  Awaited first;
  Awaited second;
  kernel::call_rcu(first, ended);
  const std::uint64_t seq = gp_seq();
  kernel::call_rcu(second, ended);
  const std::uint64_t looked = passes();
  const std::uint64_t reported = stalls();
  STANDSTILL_CHECK(wait_until([looked] { return passes() >= looked + kTicksHeld; }),
                   "the driver goes on looking while a hart holds a grace period up");
  STANDSTILL_CHECK(gp_seq() == seq, "a reader elsewhere holds the grace period up");
  STANDSTILL_CHECK(first.calls.load() == 0, "nor is its callback called");
  STANDSTILL_CHECK(stalls() == reported, "a detector that is off reports nothing");
  release(reader);
  first.completion.wait();
  second.completion.wait();
  STANDSTILL_CHECK(gp_seq() >= seq + 3, "a wish that came too late gets a grace period of its own",
                   gp_seq());
}

struct LongStop {
  bool quiescent;  ///< what the policies promise of the harts that wait
  bool asleep;     ///< they wait in an extended quiescent state
  std::uint64_t words_at_begin[64];
  unsigned moved;
};

/// Of the first 64 harts.
unsigned harts_seen() { return kernel::machine().harts < 64 ? kernel::machine().harts : 64; }

/// How many harts are in a quiescent state now, or were in one since the begin of `stop`.
unsigned count_quiescent(const LongStop& stop) {
  unsigned count = 0;
  for (unsigned cpu = 0; cpu < harts_seen(); ++cpu) {
    const std::uint64_t word = eqs_of(cpu);
    if (word != stop.words_at_begin[cpu] || (stop.asleep && (word & 1) != 0)) ++count;
  }
  return count;
}

/// In Run, interrupts off everywhere: waits until it has seen every other hart quiescent.
int outlast_the_others(void* data) {
  auto& stop = *static_cast<LongStop*>(data);
  const unsigned self = kernel::smp_processor_id();
  const std::uint64_t own = eqs_of(self);
  for (unsigned cpu = 0; cpu < harts_seen(); ++cpu) stop.words_at_begin[cpu] = eqs_of(cpu);
  if (stop.quiescent)
    wait_until([&stop] { return count_quiescent(stop) == harts_seen() - 1; });
  else
    spin_passes(20000);
  stop.moved = count_quiescent(stop);
  STANDSTILL_CHECK(eqs_of(self) == own, "the hart that runs fn is no quiescent hart");
  return 0;
}

/// A rendezvous inside a grace period: harts that wait with interrupts off do not hold it up, but
/// with the versions of Linux that did not know that.
void check_stop_machine_is_quiescent(const Arguments& arguments) {
  Awaited awaited;
  LongStop stop{};
  stop.quiescent = kernel::stop_version().rcu != kernel::RcuCall::Never;
  stop.asleep = arguments.word("spin") == "wfi" || arguments.word("spin") == "wrs.nto";
  kernel::call_rcu(awaited, ended);
  STANDSTILL_CHECK(kernel::stop_machine(outlast_the_others, &stop, nullptr) == 0,
                   "the long stop returns");
  STANDSTILL_CHECK(stop.moved == (stop.quiescent ? harts_seen() - 1 : 0),
                   "harts that wait in Run are as quiescent as the version has them", stop.moved);
  for (unsigned cpu = 1; cpu < harts_seen(); ++cpu)
    STANDSTILL_CHECK(stop.asleep || (stop.words_at_begin[cpu] & 1) == 0,
                     "a hart in a rendezvous is not idle", cpu);
  awaited.completion.wait();
  STANDSTILL_CHECK(awaited.calls.load() == 1, "the grace period around a rendezvous ends");
}

/// A hart that reads for too long is named, time and again, until it lets go.
void check_stall(std::uint64_t timeout_us) {
  if (timeout_us == 0) return;
  const unsigned last = kernel::machine().harts - 1;
  if (last == 0) return;
  const std::uint64_t timeout = kernel::machine().timebase * timeout_us / 1'000'000;
  kernel::rcu_set_stall_timeout(timeout);
  const std::uint64_t before = stalls();
  RemoteReader reader;
  Awaited awaited;
  start_reader(reader, last, true);
  const std::uint64_t begun = arch::read_time();
  kernel::call_rcu(awaited, ended);
  STANDSTILL_CHECK(wait_until([before] { return stalls() != before; }), "a stall is reported");
  STANDSTILL_CHECK(arch::read_time() - begun >= timeout, "no grace period is a stall too early");
  STANDSTILL_CHECK(rcu_statistics.stalled.test(last), "the hart that stalls is named");
  STANDSTILL_CHECK(rcu_statistics.stalled.weight() == 1, "no other hart is named",
                   rcu_statistics.stalled.weight());
  const std::uint64_t once = stalls();
  STANDSTILL_CHECK(wait_until([once] { return stalls() > once; }), "a stall is reported again");
  STANDSTILL_CHECK(awaited.calls.load() == 0, "a report ends no grace period");
  release(reader);
  awaited.completion.wait();
  const std::uint64_t at_end = stalls();
  kernel::synchronize_rcu();
  STANDSTILL_CHECK(stalls() == at_end, "no report once the hart lets go");
  kernel::rcu_set_stall_timeout(0);
}

// The torture. An object is alive from its publication until a grace period after it was replaced.
constexpr std::uint64_t kAlive = 0x600DDA7A;
constexpr std::uint64_t kDead = 0xDEADDEAD;
constexpr unsigned kObjects = 4;

struct alignas(64) Object : kernel::RcuHead {
  std::atomic<std::uint64_t> life{kDead};
  std::atomic<bool> free{true};
};

struct Writer {
  Object objects[kObjects];
  alignas(64) std::atomic<Object*> published{nullptr};
};

constexpr unsigned kWriters = 4;
constinit Writer writers[kWriters];
constinit kernel::Countdown tortured;
constinit std::atomic<unsigned> writing{0};
constinit kernel::Completion begin;

void bury(kernel::RcuHead& head) {
  auto& object = static_cast<Object&>(head);
  arch::write_once(object.life, kDead);
  arch::smp_store_release(object.free, true);  // pairs with the acquire in take()
}

Object* take(Writer& writer) {
  for (Object& object : writer.objects)
    if (arch::smp_load_acquire(object.free)) {
      arch::write_once(object.free, false);
      return &object;
    }
  return nullptr;
}

/// Replaces the object that readers see, by turns with and without waiting.
void write(Writer& writer, std::uint64_t rounds, Random& random) {
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Object* fresh = take(writer);
    if (fresh == nullptr) {
      kernel::synchronize_rcu();
      continue;
    }
    arch::write_once(fresh->life, kAlive);
    Object* old = writer.published.load(std::memory_order_relaxed);
    kernel::rcu_assign_pointer(writer.published, fresh);
    spin_passes(random.below(200));
    if (old == nullptr) continue;
    if (random.below(2) == 0) {
      kernel::synchronize_rcu();
      bury(*old);
    } else {
      kernel::call_rcu(*old, bury);
    }
  }
}

void read(Random& random) {
  const Writer& writer = writers[random.below(kWriters)];
  kernel::rcu_read_lock();
  if (const Object* object = kernel::rcu_dereference(writer.published)) {
    const std::uint64_t at_first = object->life.load(std::memory_order_relaxed);
    spin_passes(random.below(300));
    const std::uint64_t at_last = object->life.load(std::memory_order_relaxed);
    STANDSTILL_CHECK(at_first == kAlive, "a reader reaches only what is alive");
    STANDSTILL_CHECK(at_last == kAlive, "nothing dies under a reader");
  }
  kernel::rcu_read_unlock();
}

void torture(void* data) {
  const auto& arguments = *static_cast<const Arguments*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  Random random(arguments.get("seed"), cpu);
  begin.wait();
  begin.complete();
  if (cpu < kWriters) {
    write(writers[cpu], arguments.get("rounds"), random);
    writing.fetch_sub(1, std::memory_order_relaxed);
  }
  while (writing.load(std::memory_order_relaxed) != 0) {
    read(random);
    spin_passes(random.below(400));
  }
  tortured.arrive();
}

void prepare(const Arguments&) {
  const unsigned harts = kernel::machine().harts;
  tortured.expect(harts);
  arch::write_once(writing, harts < kWriters ? harts : kWriters);
}

void start_hart(const Arguments& arguments) {
  kernel::kthread_run(torture, const_cast<Arguments*>(&arguments), "torture");
}

void run(const Arguments& arguments) {
  const unsigned harts = kernel::machine().harts;
  check_interface();
  check_idle_harts_sleep_on();
  check_local_reader(true);
  check_local_reader(false);
  for (unsigned cpu = 1; cpu<harts; cpu += harts> 4 ? harts - 2 : 1) {
    check_remote_reader(cpu, false);
    check_remote_reader(cpu, true);
  }
  check_stop_machine_is_quiescent(arguments);
  check_stall(arguments.get("stall"));
  const std::uint64_t before = gp_seq();
  begin.complete();
  tortured.completion.wait();
  kernel::synchronize_rcu();
  STANDSTILL_CHECK(!kernel::rcu_gp_in_progress(), "after the last one no grace period is left");
  kernel::printk("PASS: rcu: ", (gp_seq() - before) / 2, " grace periods under torture, ", stalls(),
                 " stalls found, ", kernel::checks_passed(), " checks on ", harts, " harts");
}

}  // namespace

constinit const Scenario kRcu = {
    .name = "rcu",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
