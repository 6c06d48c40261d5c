// hello: every hart prints its lines, one hart after the other.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. A hart sleeps until it is its turn, prints, and wakes the next: each line is one
// completion, one doorbell, one interrupt and one switch of tasks on its way.
#include <new>

#include "kernel/completion.h"
#include "kernel/kthread.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

/// Raw memory, so that only harts that are there touch theirs.
struct alignas(64) Turn {
  std::byte memory[sizeof(kernel::Completion)];
};
[[gnu::section(".bss.percpu")]] Turn turns[kernel::kNrCpus];
constinit kernel::Completion all_said;
constinit std::uint64_t lines_printed = 0;  // by whose turn it is

kernel::Completion& turn_of(unsigned cpu) {
  return *std::launder(reinterpret_cast<kernel::Completion*>(turns[cpu].memory));
}

void speak(void* data) {
  const std::uint64_t rounds = static_cast<const Arguments*>(data)->get("rounds");
  const unsigned cpu = kernel::smp_processor_id();
  const unsigned next = (cpu + 1) % kernel::machine().harts;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    turn_of(cpu).wait();
    kernel::printk("hello from hart ", cpu);
    ++lines_printed;
    const bool last = next == 0 && round + 1 == rounds;
    (last ? all_said : turn_of(next)).complete();
  }
}

void start_hart(const Arguments& arguments) {
  new (turns[kernel::smp_processor_id()].memory) kernel::Completion;
  kernel::kthread_run(speak, const_cast<Arguments*>(&arguments), "hello");
}

void run(const Arguments& arguments) {
  turn_of(0).complete();
  all_said.wait();
  const unsigned harts = kernel::machine().harts;
  if (lines_printed != harts * arguments.get("rounds"))
    kernel::fail("hello: ", lines_printed, " lines printed");
  kernel::printk("PASS: hello: ", lines_printed, " lines from ", harts, " harts");
}

}  // namespace

constinit const Scenario kHello = {
    .name = "hello",
    .prepare = nullptr,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
