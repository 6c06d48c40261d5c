// stop_machine: round after round, all harts stand still while a function runs.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the guarantees of Linux's stop_machine() (reference: its header comment), checked here
// from inside: where fn ran and how often, that interrupts were off, that no other hart moved.
#include "kernel/stop_machine.h"

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

std::uint64_t progress(unsigned cpu) {
  const HartTally& theirs = tally(cpu);
  return theirs.progress[0] + theirs.progress[1];
}

int stopped(void* data) {
  const auto& round = *static_cast<const Round*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  HartTally& mine = tally(cpu);
  mine.fn_runs = mine.fn_runs + 1;
  // Another hart each round: looking at all of them would make fn as long as the machine is wide.
  const unsigned harts = kernel::machine().harts;
  const auto other = static_cast<unsigned>((cpu + 1 + round.number) % harts);
  const std::uint64_t before = progress(other);
  begin_stop_generation();
  spin_passes(round.passes);
  if (progress(other) != before) kernel::fail("hart ", other, " moved while fn ran on ", cpu);
  if (!arch::irqs_disabled()) kernel::fail("interrupts are on while fn runs on hart ", cpu);
  if (!runs_on_stopper()) kernel::fail("fn runs outside the stopper of hart ", cpu);
  if (mine.in_section) kernel::fail("hart ", cpu, " was stopped inside a critical section");
  return static_cast<int>(round.number);
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  const bool all = arguments.get("cpus") != 0;
  const kernel::CpuMask* cpus = all ? &kernel::cpu_online_mask : nullptr;
  const std::uint64_t interval = arguments.get("interval");
  Round round{arguments.get("fn"), 0};
  for (; round.number < rounds; ++round.number) {
    spin_passes(interval);
    // Before anything was stopped, only the tick can have shared a hart between its tasks.
    if (round.number == 0) check_load();
    const int ret = kernel::stop_machine(stopped, &round, cpus);
    if (ret != static_cast<int>(round.number))
      kernel::fail("stop_machine: round ", round.number, " returned ", ret);
    if (arch::irqs_disabled()) kernel::fail("stop_machine: interrupts are off after it");
  }
  const unsigned harts = kernel::machine().harts;
  for (unsigned cpu = 0; cpu < harts; ++cpu) {
    const std::uint64_t expected = all || cpu == 0 ? rounds : 0;
    if (tally(cpu).fn_runs != expected)
      kernel::fail("stop_machine: fn ran ", std::uint64_t{tally(cpu).fn_runs}, " times on hart ",
                   cpu, " instead of ", expected);
  }
  kernel::printk("PASS: stop_machine: ", rounds, " rounds on ", harts, " harts, fn on ",
                 all ? "all" : "the first", ", load ", arguments.word("load"));
}

}  // namespace

constinit const Scenario kStopMachine = {
    .name = "stop_machine",
    .prepare = nullptr,
    .start_hart = start_load,
    .run = run,
};

}  // namespace standstill::scenarios
