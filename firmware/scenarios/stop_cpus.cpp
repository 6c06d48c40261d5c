// stop_cpus: fn on the stopper of every hart, without lock-step.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's stop_cpus() (behaviour): fn runs once on every CPU, and one nonzero value of fn
// comes back.
#include "kernel/cpu_stop.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

struct Round {
  std::uint64_t passes;
  std::uint64_t number;
};

/// The one hart whose fn returns something in this round, and what.
unsigned speaker(const Round& round) {
  return static_cast<unsigned>(round.number % kernel::machine().harts);
}

int stopped(void* data) {
  const auto& round = *static_cast<const Round*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  HartTally& mine = tally(cpu);
  mine.fn_runs = mine.fn_runs + 1;
  spin_passes(round.passes);
  if (!runs_on_stopper()) kernel::fail("fn runs outside the stopper of hart ", cpu);
  if (kernel::preempt_count() != 1) kernel::fail("fn can be preempted on hart ", cpu);
  if (mine.in_section) kernel::fail("hart ", cpu, " was stopped inside a critical section");
  return cpu == speaker(round) ? static_cast<int>(cpu) + 1 : 0;
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  const unsigned harts = kernel::machine().harts;
  const std::uint64_t interval = arguments.get("interval");
  Round round{arguments.get("fn"), 0};
  for (; round.number < rounds; ++round.number) {
    spin_passes(interval);
    // Before anything was stopped, only the tick can have shared a hart between its tasks.
    if (round.number == 0) check_load();
    const int ret = kernel::stop_cpus(kernel::cpu_online_mask, stopped, &round);
    if (ret != static_cast<int>(speaker(round)) + 1)
      kernel::fail("stop_cpus: round ", round.number, " returned ", ret);
  }
  for (unsigned cpu = 0; cpu < harts; ++cpu)
    if (tally(cpu).fn_runs != rounds)
      kernel::fail("stop_cpus: fn ran ", std::uint64_t{tally(cpu).fn_runs}, " times on hart ", cpu,
                   " instead of ", rounds);
  kernel::printk("PASS: stop_cpus: ", rounds, " rounds on ", harts, " harts, load ",
                 arguments.word("load"));
}

}  // namespace

constinit const Scenario kStopCpus = {
    .name = "stop_cpus",
    .prepare = nullptr,
    .start_hart = start_load,
    .run = run,
};

}  // namespace standstill::scenarios
