// stop_two_cpus: hart after hart stands still with its neighbour, in both orders.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's stop_two_cpus() (behaviour): fn runs on the first of the two while both stand in
// lock-step with interrupts off; nobody else is stopped.
#include "kernel/check.h"
#include "kernel/cpu_stop.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

struct Pair {
  std::uint64_t passes;
  unsigned first;
  unsigned second;
};

std::uint64_t progress(unsigned cpu) { return tally(cpu).progress[0] + tally(cpu).progress[1]; }

int stopped(void* data) {
  const auto& pair = *static_cast<const Pair*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  tally(cpu).fn_runs = tally(cpu).fn_runs + 1;
  STANDSTILL_CHECK(cpu == pair.first, "fn runs on the first of the two", cpu);
  STANDSTILL_CHECK(arch::irqs_disabled(), "fn runs with interrupts off");
  STANDSTILL_CHECK(runs_on_stopper(), "fn runs on the stopper of its hart");
  STANDSTILL_CHECK(!tally(pair.first).in_section && !tally(pair.second).in_section,
                   "neither of the two is stopped inside a critical section");
  const std::uint64_t before = progress(pair.first) + progress(pair.second);
  spin_passes(pair.passes);
  STANDSTILL_CHECK(progress(pair.first) + progress(pair.second) == before,
                   "neither of the two moves while fn runs");
  return static_cast<int>(cpu) + 7;
}

void stop_pair(unsigned first, unsigned second, std::uint64_t passes) {
  Pair pair{passes, first, second};
  const int ret = kernel::stop_two_cpus(first, second, stopped, &pair);
  STANDSTILL_CHECK(ret == static_cast<int>(first) + 7, "the value of fn comes back", ret);
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  const unsigned harts = kernel::machine().harts;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    for (unsigned cpu = 0; cpu < harts; ++cpu) {
      const unsigned neighbour = (cpu + 1) % harts;
      spin_passes(arguments.get("interval"));
      stop_pair(cpu, neighbour, arguments.get("fn"));
      stop_pair(neighbour, cpu, arguments.get("fn"));
    }
  }
  for (unsigned cpu = 0; cpu < harts; ++cpu)
    STANDSTILL_CHECK(tally(cpu).fn_runs == 2 * rounds, "fn ran as often as it was asked to", cpu);
  kernel::printk("PASS: stop_two_cpus: ", rounds, " rounds on ", harts, " harts, load ",
                 arguments.word("load"));
}

}  // namespace

constinit const Scenario kStopTwoCpus = {
    .name = "stop_two_cpus",
    .prepare = nullptr,
    .start_hart = start_load,
    .run = run,
};

}  // namespace standstill::scenarios
