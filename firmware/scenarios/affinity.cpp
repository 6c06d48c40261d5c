// affinity: a running task is taken from hart to hart by the migration threads.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's set_cpus_allowed_ptr() and migration_cpu_stop() (behaviour). A task that waits
// can be moved by anybody; one that runs has to be stopped first, by a thread that preempts it.
#include "kernel/check.h"
#include "kernel/kthread.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/scenario.h"
#include "scenarios/sched_live.h"

namespace standstill::scenarios {
namespace {

unsigned where(const Worker& worker) { return worker.where.load(std::memory_order_relaxed); }

void start_hart(const Arguments&) {
  if (kernel::smp_processor_id() == 0) make_workers();
}

/// Another hart than `cpu`, by chance.
unsigned another(kernel::Random& random, unsigned cpu) {
  const unsigned harts = kernel::machine().harts;
  return static_cast<unsigned>((cpu + 1 + random.below(harts - 1)) % harts);
}

/// Moves a task that runs, from outside.
void check_moves(std::uint64_t rounds, kernel::Random& random) {
  Worker& runner = mine(0);
  Task& task = *runner.task;
  be_fifo(50);  // the runner will be there when we look, be it on our hart
  kernel::sched_setaffinity(task, kernel::cpumask_of(kernel::machine().harts - 1));
  give(runner, spin_until_stopped);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const unsigned from = kernel::task_cpu(task);
    const unsigned to = another(random, from);
    const std::uint32_t moves = task.nr_migrations;
    if (from != 0)
      STANDSTILL_CHECK(wait_until([&] { return where(runner) == from; }), "the task runs");
    STANDSTILL_CHECK(kernel::sched_setaffinity(task, kernel::cpumask_of(to)) == 0,
                     "a running task is moved");
    STANDSTILL_CHECK(kernel::task_cpu(task) == to, "it is where it was sent", to);
    STANDSTILL_CHECK(task.nr_migrations == moves + 1, "by one move");
    if (to == 0) continue;  // there it waits for us
    const std::uint64_t progress = runner.progress.load(std::memory_order_relaxed);
    STANDSTILL_CHECK(wait_until([&] {
                       return runner.progress.load(std::memory_order_relaxed) != progress &&
                              where(runner) == to;
                     }),
                     "it goes on there");
  }
  stop(runner);
}

struct Tour {
  std::uint64_t rounds;
  std::uint64_t seed;
};
constinit Tour tour;

/// A job: the task sends itself from hart to hart.
void travel(Worker& self) {
  kernel::Random random(tour.seed, 1);
  for (std::uint64_t round = 0; round < tour.rounds; ++round) {
    const unsigned to = another(random, kernel::smp_processor_id());
    STANDSTILL_CHECK(kernel::sched_setaffinity(*self.task, kernel::cpumask_of(to)) == 0,
                     "a task moves itself");
    STANDSTILL_CHECK(kernel::smp_processor_id() == to && kernel::current() == self.task,
                     "when the call returns it runs there");
    STANDSTILL_CHECK(kernel::preempt_count() == 0 && !arch::irqs_disabled(),
                     "and can be preempted as before");
  }
}

void check_refusals() {
  Task& task = *mine(0).task;
  const unsigned cpu = kernel::task_cpu(task);
  STANDSTILL_CHECK(kernel::sched_setaffinity(task, {}) == -kernel::kEinval,
                   "an affinity to no CPU is refused");
  STANDSTILL_CHECK(
      kernel::sched_setaffinity(*kernel::this_rq().stop, kernel::cpumask_of(1)) == -kernel::kEinval,
      "a migration thread stays on its hart");
  STANDSTILL_CHECK(
      kernel::sched_setaffinity(kernel::this_cpu().idle, kernel::cpumask_of(1)) == -kernel::kEinval,
      "so does an idle task");
  STANDSTILL_CHECK(kernel::task_cpu(task) == cpu, "refused, nothing moves");
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  kernel::Random random(arguments.get("seed"), 0);
  check_moves(rounds, random);
  be_fair();
  tour = {rounds, arguments.get("seed")};
  for (unsigned i = 0; i < 2; ++i) give(mine(i), travel);
  for (unsigned i = 0; i < 2; ++i) wait_for(mine(i));
  check_refusals();
  kernel::printk("PASS: affinity: ", 3 * rounds, " moves of running tasks on ",
                 kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kAffinity = {
    .name = "affinity",
    .prepare = nullptr,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
