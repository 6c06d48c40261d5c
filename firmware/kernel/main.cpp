// From the first C++ instruction of a hart to its idle loop.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Hart 0 reads the tree and starts harts 1 and 2; hart n starts 2n + 1 and 2n + 2,
// so that the boot of many harts takes the logarithm of their number in steps. The last one to come
// online lets the initiator begin.
#include "arch/csr.h"
#include "kernel/check.h"
#include "kernel/cpu.h"
#include "kernel/ipi.h"
#include "kernel/kthread.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/rcu.h"
#include "kernel/smpboot.h"
#include "kernel/softirq.h"
#include "kernel/stop_machine.h"
#include "kernel/tick.h"
#include "kernel/topology.h"
#include "kernel/watchdog.h"
#include "lib/bootargs.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"
#include "standstill/scenario_rules.h"

namespace standstill::kernel {
namespace {

constinit Arguments arguments;
constinit const scenarios::Scenario* scenario = nullptr;
constinit Countdown harts_to_come;

void initiator(void*) {
  harts_to_come.completion.wait();
  scenario->run(arguments);
  for (unsigned cpu = 0; cpu < machine().harts; ++cpu)
    if (!stacks_are_intact(cpu)) fail("a stack of hart ", cpu, " has overflowed");
  if (const std::uint64_t number = arguments.get_or("fire", 0); number != 0)
    printk("fire=", number, ": this run met no check of that number");
  finish_pass();
}

void start_children(unsigned cpu) {
  for (unsigned child = 2 * cpu + 1; child <= 2 * cpu + 2; ++child)
    if (child < machine().harts) smp_boot_cpu(child);
}

/// What the kernel has once: the kinds of per-CPU threads, the steps of hotplug.
void boot_cpu_init() {
  smpboot_select_simple(arguments.word("smpboot") == "simple");
  cpu_stop_init();
  softirq_init();
  cpu_init();
  stop_machine_init();
}

/// What every hart does once the boot hart has read the tree. Becomes the idle task.
[[noreturn]] void start_hart(PerCpu& area) {
  const unsigned cpu = area.local.cpu;
  preempt_disable();
  sched_init(area.rq, area.idle);
  ipi_clear();
  tick_init();
  rcutree_cpu_starting();
  if (cpu == 0) boot_cpu_init();
  smpboot_create_threads(cpu);
  start_children(cpu);
  if (cpu == 0) kthread_run(initiator, nullptr, "init");
  if (scenario->start_hart != nullptr) scenario->start_hart(arguments);
  cpu_boot_online(cpu);
  harts_to_come.arrive();
  arch::set_mie(arch::kMieSoftware | arch::kMieTimer | ipi_enable());
  preempt_enable_no_resched();
  cpu_idle();
}

template <typename... Items>
[[noreturn]] void refuse(const Items&... items) {
  Line line;
  (line.add(items), ...);
  finish_fail(ExitCode::BadArgument, line.text());
}

const char* hardware_name(platform::Need need) {
  for (const platform::Hardware& hardware : platform::kHardware)
    if (hardware.need == need) return hardware.name;
  return "";
}

void read_arguments() {
  Line complaint;
  if (!parse_bootargs(machine().bootargs, arguments, complaint))
    finish_fail(ExitCode::BadArgument, complaint.text());
  scenario = &scenarios::find(*arguments.scenario);
  if (machine().harts < arguments.scenario->min_harts)
    refuse(arguments.scenario->name, ": needs at least ", arguments.scenario->min_harts,
           kUniprocessor ? " harts; this kernel is built for " : " harts; this machine has ",
           machine().harts);
  if (memory_needed(machine().harts) > machine().memory_size)
    refuse("the machine has too little memory for its harts");
  const std::uint64_t tick_us = arguments.get_or("tick", 1000);
  const std::uint64_t period = machine().timebase * tick_us / 1'000'000;
  tick_set_period(period != 0 ? period : 1);
  for (const platform::Hardware& hardware : platform::kHardware)
    if ((arguments.scenario->needs & hardware.need) != 0 && !machine_has(hardware.need))
      refuse(arguments.scenario->name, ": needs a ", hardware.name, ", which this machine lacks");
  for (const platform::ArgumentNeed& use : platform::kArgumentNeeds)
    if (platform::is_one_of(arguments.word(use.argument), use.values) && !machine_has(use.need))
      refuse(use.argument, "=", arguments.word(use.argument), ": this machine has no ",
             hardware_name(use.need));
  lockup_detector_init(arguments);
  fire_check(arguments.get_or("fire", 0));
  ipi_init(static_cast<drivers::DoorbellKind>(arguments.get("doorbell")));
  if (!select_stop_machine(arguments.word("kernel"), arguments.word("spin"),
                           arguments.word("barrier"), arguments.word("layout"),
                           arguments.word("nmimask")))
    refuse("stop_machine: no instance of these policies");
}

}  // namespace

extern "C" [[noreturn]] void kernel_main(const void* dtb) {
  PerCpu& area = percpu_init(0);
  const char* problem = read_machine(dtb, machine());
  if (kUniprocessor) machine().harts = 1;
  console_init(machine().uart);
  if (problem != nullptr) refuse(problem);
  read_arguments();
  nr_cpu_ids = machine().harts;
  printk("standstill: ", machine().harts, " harts, scenario ", arguments.scenario->name);
  harts_to_come.expect(machine().harts);
  if (scenario->prepare != nullptr) scenario->prepare(arguments);
  start_hart(area);
}

extern "C" [[noreturn]] void secondary_main(unsigned cpu) { start_hart(percpu_init(cpu)); }

}  // namespace standstill::kernel
