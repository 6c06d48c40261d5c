// characterize: what a line, an atomic, a device access and an interrupt cost, as a guest sees it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/characterize.h. Samples go to the observer by markers; docs/characterize.md
// says what each is.
#include "scenarios/characterize.h"

#include "kernel/check.h"
#include "kernel/percpu.h"
#include "lib/machine.h"

namespace standstill::scenarios {
namespace {

void prepare(const Arguments&) { prepare_crew(); }

void start_hart(const Arguments&) { start_crew_member(); }

void run(const Arguments& arguments) {
  const arch::IrqFlags flags = arch::local_irq_save();
  measure_lines(arguments);
  measure_core_to_core(arguments);
  measure_contention(arguments);
  measure_devices(arguments);
  measure_doorbells(arguments);
  measure_timers(arguments);
  arch::local_irq_restore(flags);
  dismiss_crew();
  kernel::printk("PASS: characterize: ", arguments.get("rounds"), " samples of each figure, ",
                 kernel::checks_passed(), " checks on ", kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kCharacterize = {
    .name = "characterize",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
