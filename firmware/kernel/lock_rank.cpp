// Which raw spinlocks each CPU holds, and whether it may take one more.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see kernel/lock_rank.h. A lock may change its task, as that of a run queue does in a
// switch, but it stays with its CPU.
#include "kernel/lock_rank.h"

#ifdef STANDSTILL_DEBUG

#include "kernel/cpumask.h"
#include "kernel/panic.h"
#include "kernel/preempt.h"

namespace standstill::kernel {
namespace {

constexpr const char* kNames[] = {"a scenario's lock",  "a pool's lock",    "a workqueue's lock",
                                  "a lock of waiters",  "a stopper's lock", "a completion's lock",
                                  "a run queue's lock", "the lock of RCU",  "the console's lock"};
static_assert(sizeof(kNames) / sizeof(kNames[0]) == static_cast<unsigned>(LockRank::Console) + 1);

constexpr bool one_per_cpu(LockRank rank) {
  return rank == LockRank::Stopper || rank == LockRank::RunQueue;
}

struct Held {
  const RawSpinlock* lock;
  LockRank rank;
};

constexpr unsigned kMostHeld = 8;

/// What one CPU holds, in the order it was taken. Only that CPU touches it.
struct HeldLocks {
  Held held[kMostHeld];
  unsigned count;
};
constinit HeldLocks held_locks[kNrCpus] = {};

void add_lock(Line& line, const RawSpinlock* lock, LockRank rank) {
  line.add(kNames[static_cast<unsigned>(rank)]);
  line.add(" (");
  line.add(hex(reinterpret_cast<std::uint64_t>(lock)));
  line.add(")");
}

[[noreturn]] void complain(const Held& wanted, const char* how, const Held& held) {
  Line line;
  line.add("lock rank on hart ");
  line.add(smp_processor_id());
  line.add(": ");
  add_lock(line, wanted.lock, wanted.rank);
  line.add(how);
  add_lock(line, held.lock, held.rank);
  finish_fail(ExitCode::Panic, line.text());
}

/// The areas of the CPUs lie in the order of their numbers, and so do the locks in them.
bool comes_after(const Held& wanted, const Held& held) {
  if (wanted.rank != held.rank) return wanted.rank > held.rank;
  return one_per_cpu(wanted.rank) && wanted.lock > held.lock;
}

}  // namespace

void lock_rank_acquire(const RawSpinlock& lock, LockRank rank) {
  HeldLocks& mine = held_locks[smp_processor_id()];
  const Held wanted{&lock, rank};
  for (unsigned i = 0; i < mine.count; ++i) {
    if (mine.held[i].lock == &lock) complain(wanted, " taken twice: ", mine.held[i]);
    if (!comes_after(wanted, mine.held[i])) complain(wanted, " taken under ", mine.held[i]);
  }
  if (mine.count == kMostHeld) complain(wanted, " is one lock too many over ", mine.held[0]);
  mine.held[mine.count++] = wanted;
}

void lock_rank_release(const RawSpinlock& lock) {
  HeldLocks& mine = held_locks[smp_processor_id()];
  unsigned i = 0;
  while (i < mine.count && mine.held[i].lock != &lock) ++i;
  if (i == mine.count) panic("a raw spinlock is dropped that this hart does not hold");
  for (--mine.count; i < mine.count; ++i) mine.held[i] = mine.held[i + 1];
}

void might_sleep() {
  // A CPU that boots has no other task yet, and nobody to wait for.
  if (!cpu_online(smp_processor_id())) return;
  const HeldLocks& mine = held_locks[smp_processor_id()];
  if (mine.count != 0)
    complain(mine.held[mine.count - 1], " held while a task goes to sleep; first of all ",
             mine.held[0]);
  if (preempt_count() != 0) panic("scheduling while atomic: a task sleeps with preemption off");
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_DEBUG
