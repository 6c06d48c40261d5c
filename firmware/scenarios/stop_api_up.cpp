// stop_api on the kernel for one CPU: the same calls, and nobody to gather.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's include/linux/stop_machine.h without CONFIG_SMP (behaviour). Takes the place of
// the other stop_api files in standstill-kernel-up.
#include "kernel/check.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "kernel/stop_version.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

using kernel::CpuMask;

struct Note {
  int value = 0;
  unsigned runs = 0;
  unsigned order = 0;
  unsigned preempt_count = 0;
  bool irqs_off = false;
  const kernel::Task* task = nullptr;
  kernel::CpuStopWork work = {};
  kernel::Completion ran = {};
};
constinit unsigned notes_taken = 0;

int take_note(void* data) {
  auto& note = *static_cast<Note*>(data);
  ++note.runs;
  note.order = ++notes_taken;
  note.preempt_count = kernel::preempt_count();
  note.irqs_off = arch::irqs_disabled();
  note.task = kernel::current();
  note.ran.complete();
  return note.value;
}

void check_one() {
  Note note{.value = 7};
  STANDSTILL_CHECK(kernel::machine().harts == 1, "this kernel knows one CPU");
  STANDSTILL_CHECK(kernel::stop_one_cpu(0, take_note, &note) == 7,
                   "stop_one_cpu returns the value of fn");
  STANDSTILL_CHECK(note.runs == 1 && note.task == kernel::current(), "which the caller runs");
  STANDSTILL_CHECK(note.preempt_count == 1 && !note.irqs_off,
                   "with preemption off and interrupts on");
  STANDSTILL_CHECK(kernel::preempt_count() == 0, "stop_one_cpu leaves preemption on");
  STANDSTILL_CHECK(kernel::stop_one_cpu(1, take_note, &note) == -kernel::kEnoent,
                   "stop_one_cpu says -ENOENT of any other CPU");
  STANDSTILL_CHECK(note.runs == 1, "and does not run fn for it");
}

/// The work goes to the kworker, so it runs when that has the CPU and not before.
void check_nowait() {
  Note first, second;
  kernel::preempt_disable();
  STANDSTILL_CHECK(kernel::stop_one_cpu_nowait(0, take_note, &first, first.work),
                   "the CPU takes work nobody waits for");
  STANDSTILL_CHECK(kernel::stop_one_cpu_nowait(0, take_note, &second, second.work),
                   "and more of it");
  STANDSTILL_CHECK(first.runs == 0, "the kworker does not run where preemption is off");
  kernel::preempt_enable();
  second.ran.wait();
  STANDSTILL_CHECK(first.runs == 1 && second.runs == 1, "each is run once");
  STANDSTILL_CHECK(first.order < second.order, "in the order they came");
  STANDSTILL_CHECK(first.task == kernel::this_cpu().stopper.thread, "by the kworker");
  STANDSTILL_CHECK(first.preempt_count == 1 && !first.irqs_off, "with preemption off");
  STANDSTILL_CHECK(!kernel::stop_one_cpu_nowait(1, take_note, &first, first.work),
                   "no other CPU takes work");
}

void check_cpus() {
  Note note{.value = 4};
  const CpuMask here = kernel::cpumask_of(0);
  const CpuMask nobody;
  STANDSTILL_CHECK(kernel::stop_cpus(here, take_note, &note) == 4,
                   "stop_cpus is stop_one_cpu of this CPU");
  STANDSTILL_CHECK(kernel::stop_cpus(nobody, take_note, &note) == -kernel::kEnoent,
                   "stop_cpus says -ENOENT of a mask without it");
  const bool exists = kernel::stop_version().try_stop_cpus;
  STANDSTILL_CHECK(kernel::try_stop_cpus(here, take_note, &note) == (exists ? 4 : -kernel::kEnosys),
                   "try_stop_cpus is stop_cpus, or not there");
  STANDSTILL_CHECK(note.runs == (exists ? 2u : 1u), "fn runs once a call");
  STANDSTILL_CHECK(kernel::stop_two_cpus(0, 1, take_note, &note) == -kernel::kEnosys,
                   "there is no stop_two_cpus");
  STANDSTILL_CHECK(kernel::stop_core_cpuslocked(0, take_note, &note) == -kernel::kEnosys,
                   "there is no stop_core_cpuslocked");
}

void check_machine() {
  using StopMachine = int (*)(kernel::CpuStopFn, void*, const CpuMask*);
  for (const StopMachine stop : {StopMachine{kernel::stop_machine}, kernel::stop_machine_cpuslocked,
                                 kernel::stop_machine_from_inactive_cpu}) {
    Note note{.value = -2};
    STANDSTILL_CHECK(stop(take_note, &note, nullptr) == -2, "the value of fn comes back");
    STANDSTILL_CHECK(note.runs == 1 && note.task == kernel::current(), "the caller runs fn");
    STANDSTILL_CHECK(note.irqs_off, "with interrupts off");
    STANDSTILL_CHECK(!arch::irqs_disabled(), "which are on again afterwards");
    const arch::IrqFlags flags = arch::local_irq_save();
    stop(take_note, &note, nullptr);
    STANDSTILL_CHECK(arch::irqs_disabled(), "or off, as they were");
    arch::local_irq_restore(flags);
  }
}

void run(const Arguments&) {
  check_one();
  check_nowait();
  check_cpus();
  check_machine();
  kernel::printk("PASS: stop_api: Linux ", kernel::stop_version().name, " without SMP, ",
                 kernel::checks_passed(), " checks on 1 harts");
}

}  // namespace

constinit const Scenario kStopApi = {
    .name = "stop_api",
    .prepare = nullptr,
    .start_hart = nullptr,
    .run = run,
};

}  // namespace standstill::scenarios
