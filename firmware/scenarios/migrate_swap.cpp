// migrate_swap: two running tasks change places, by the stoppers of both harts at once.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's migrate_swap() over stop_two_cpus() (behaviour), what NUMA balancing does.
#include "kernel/check.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/scenario.h"
#include "scenarios/sched_live.h"

namespace standstill::scenarios {
namespace {

constexpr unsigned kPairs = 2;

unsigned where(const Worker& worker) { return worker.where.load(std::memory_order_relaxed); }

void start_hart(const Arguments&) {
  if (kernel::smp_processor_id() == 0) make_workers();
}

unsigned any_hart(kernel::Random& random) {
  return static_cast<unsigned>(random.below(kernel::machine().harts));
}

/// Binds each to a hart.
void place(Worker& a, unsigned cpu_a, Worker& b, unsigned cpu_b) {
  kernel::sched_setaffinity(*a.task, kernel::cpumask_of(cpu_a));
  kernel::sched_setaffinity(*b.task, kernel::cpumask_of(cpu_b));
}

/// Lets both run on either of the two.
void allow_both(Worker& a, unsigned cpu_a, Worker& b, unsigned cpu_b) {
  kernel::CpuMask both = kernel::cpumask_of(cpu_a);
  both.set(cpu_b);
  kernel::sched_setaffinity(*a.task, both);
  kernel::sched_setaffinity(*b.task, both);
}

void check_swap(kernel::Random& random) {
  Worker &a = mine(0), &b = mine(1);
  const unsigned cpu_a = any_hart(random);
  const unsigned cpu_b =
      (cpu_a + 1 + any_hart(random) % (kernel::machine().harts - 1)) % kernel::machine().harts;
  place(a, cpu_a, b, cpu_b);
  STANDSTILL_CHECK(kernel::migrate_swap(*a.task, *b.task) == -kernel::kEinval,
                   "bound to their harts they cannot be swapped");
  // The balancer may have moved one of them meanwhile: then there is nothing to swap.
  int ret = -kernel::kEagain;
  std::uint32_t moves_a = 0, moves_b = 0;
  for (unsigned attempt = 0; attempt < 100 && ret == -kernel::kEagain; ++attempt) {
    place(a, cpu_a, b, cpu_b);
    allow_both(a, cpu_a, b, cpu_b);
    moves_a = a.task->nr_migrations;
    moves_b = b.task->nr_migrations;
    ret = kernel::migrate_swap(*a.task, *b.task);
  }
  STANDSTILL_CHECK(ret == 0, "two running tasks are swapped");
  STANDSTILL_CHECK(a.task->nr_migrations != moves_a && b.task->nr_migrations != moves_b,
                   "each of them has moved");
  // Bound to where they are now, that is where the swap has put them.
  kernel::sched_setaffinity(*a.task, kernel::cpumask_of(cpu_b));
  kernel::sched_setaffinity(*b.task, kernel::cpumask_of(cpu_a));
  STANDSTILL_CHECK(kernel::task_cpu(*a.task) == cpu_b && kernel::task_cpu(*b.task) == cpu_a,
                   "each is where the other was");
  STANDSTILL_CHECK(wait_until([&] { return where(a) == cpu_b && where(b) == cpu_a; }),
                   "and runs there");
}

void check_refusals() {
  Task &a = *mine(0).task, &b = *mine(1).task;
  place(mine(0), 1, mine(1), 1);
  STANDSTILL_CHECK(kernel::migrate_swap(a, b) == -kernel::kEagain,
                   "on one hart there is nothing to swap");
  STANDSTILL_CHECK(kernel::migrate_swap(a, *kernel::this_rq().stop) == -kernel::kEinval,
                   "a migration thread is not swapped");
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  kernel::Random random(arguments.get("seed"), 0);
  for (unsigned i = 0; i < kPairs; ++i) {
    kernel::sched_setaffinity(*mine(i).task, kernel::cpumask_of(1));
    give(mine(i), spin_until_stopped);
  }
  for (std::uint64_t round = 0; round < rounds; ++round) check_swap(random);
  check_refusals();
  for (unsigned i = 0; i < kPairs; ++i) stop(mine(i));
  kernel::printk("PASS: migrate_swap: ", rounds, " swaps on ", kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kMigrateSwap = {
    .name = "migrate_swap",
    .prepare = nullptr,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
