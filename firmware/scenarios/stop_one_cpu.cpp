// stop_one_cpu: fn on the stopper of one hart after another, then once without waiting.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's stop_one_cpu() and stop_one_cpu_nowait() (behaviour).
#include "kernel/cpu_stop.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

struct Request {
  std::uint64_t passes;
  unsigned target;
};

struct Unawaited {
  kernel::CpuStopWork work;
  kernel::Completion ran;
};

int stopped(void* data) {
  const auto& request = *static_cast<const Request*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  HartTally& mine = tally(cpu);
  mine.fn_runs = mine.fn_runs + 1;
  spin_passes(request.passes);
  if (cpu != request.target) kernel::fail("fn ran on hart ", cpu, ", not ", request.target);
  if (!runs_on_stopper()) kernel::fail("fn runs outside the stopper of hart ", cpu);
  if (kernel::preempt_count() != 1) kernel::fail("fn can be preempted on hart ", cpu);
  if (mine.in_section) kernel::fail("hart ", cpu, " was stopped inside a critical section");
  return static_cast<int>(cpu) + 7;
}

int announce(void* data) {
  static_cast<Unawaited*>(data)->ran.complete();
  return 0;
}

void check_unawaited(unsigned harts) {
  Unawaited unawaited;
  if (!kernel::stop_one_cpu_nowait(harts - 1, announce, &unawaited, unawaited.work))
    kernel::fail("stop_one_cpu_nowait: the work was not queued");
  unawaited.ran.wait();
  if (kernel::stop_one_cpu_nowait(harts, announce, &unawaited, unawaited.work))
    kernel::fail("stop_one_cpu_nowait: an absent hart took work");
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  const unsigned harts = kernel::machine().harts;
  const std::uint64_t interval = arguments.get("interval");
  const std::uint64_t passes = arguments.get("fn");
  for (std::uint64_t round = 0; round < rounds; ++round) {
    for (unsigned cpu = 0; cpu < harts; ++cpu) {
      spin_passes(interval);
      Request request{passes, cpu};
      const int ret = kernel::stop_one_cpu(cpu, stopped, &request);
      if (ret != static_cast<int>(cpu) + 7)
        kernel::fail("stop_one_cpu: hart ", cpu, " returned ", ret);
    }
  }
  for (unsigned cpu = 0; cpu < harts; ++cpu)
    if (tally(cpu).fn_runs != rounds)
      kernel::fail("stop_one_cpu: fn ran ", std::uint64_t{tally(cpu).fn_runs}, " times on hart ",
                   cpu, " instead of ", rounds);
  if (kernel::stop_one_cpu(harts, stopped, nullptr) != -kernel::kEnoent)
    kernel::fail("stop_one_cpu: an absent hart took work");
  check_unawaited(harts);
  kernel::printk("PASS: stop_one_cpu: ", rounds, " rounds on ", harts, " harts, load ",
                 arguments.word("load"));
}

}  // namespace

constinit const Scenario kStopOneCpu = {
    .name = "stop_one_cpu",
    .prepare = nullptr,
    .start_hart = start_load,
    .run = run,
};

}  // namespace standstill::scenarios
