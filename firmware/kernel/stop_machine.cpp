// The calls that bring CPUs to a standstill.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#include "kernel/stop_machine.h"

#include "kernel/cpu.h"
#include "kernel/panic.h"
#include "kernel/stop_queue.h"
#include "kernel/topology.h"
#include "kernel/warn.h"
#include "policies/instance.h"

namespace standstill::kernel {
namespace {

using platform::RendezvousKind;

int gather_cpus(const Standstill& standstill, CpuStopRequest request) {
  return stop_cpus_for(*standstill.cpus, request);
}

int gather_two(const Standstill& standstill, CpuStopRequest request) {
  return stop_two_cpus_for(standstill.cpu1, standstill.cpu2, request);
}

int gather_active(const Standstill&, CpuStopRequest request) {
  return stop_active_cpus_for(request);
}

/// Before the stoppers exist there is one CPU, and nobody to stop.
int stop_early(const Standstill& standstill) {
  if (num_online_cpus() > 1) warn("stop_machine: several CPUs, and none has a stopper yet");
  const arch::IrqFlags flags = arch::local_irq_save();
  const int ret = standstill.fn(standstill.data);
  arch::local_irq_restore(flags);
  return ret;
}

constinit const StopInstance* selected = &kDefaultStopInstance;
constinit bool stop_machine_initialized = false;

int stop(const Standstill& standstill) {
  return stop_machine_initialized ? selected->run(standstill, selected->stop)
                                  : stop_early(standstill);
}

bool is_name(std::string_view name, const char* candidate, std::string_view in_use) {
  return (name.empty() ? in_use : name) == candidate;
}

}  // namespace

int stop_machine(CpuStopFn fn, void* data, const CpuMask* cpus) {
  return stop({.kind = RendezvousKind::StopMachine,
               .fn = fn,
               .data = data,
               .active = cpus,
               .cpus = &cpu_online_mask,
               .caller = __builtin_return_address(0),
               .gather = gather_cpus,
               .takes_cpus_lock = true});
}

int stop_machine_cpuslocked(CpuStopFn fn, void* data, const CpuMask* cpus) {
  if (stop_machine_initialized) lockdep_assert_cpus_held();
  return stop({.kind = RendezvousKind::StopMachine,
               .fn = fn,
               .data = data,
               .active = cpus,
               .cpus = &cpu_online_mask,
               .caller = __builtin_return_address(0),
               .gather = gather_cpus});
}

int stop_core_cpuslocked(unsigned cpu, CpuStopFn fn, void* data) {
  if (!stop_version().stop_core) return -kEnosys;
  lockdep_assert_cpus_held();
  const CpuMask siblings = cpu_smt_mask(cpu);
  return stop({.kind = RendezvousKind::StopCore,
               .fn = fn,
               .data = data,
               .active = &siblings,
               .cpus = &siblings,
               .caller = __builtin_return_address(0),
               .gather = gather_cpus});
}

int stop_machine_from_inactive_cpu(CpuStopFn fn, void* data, const CpuMask* cpus) {
  return stop({.kind = RendezvousKind::FromInactiveCpu,
               .fn = fn,
               .data = data,
               .active = cpus,
               .cpus = &cpu_active_mask,
               .caller = __builtin_return_address(0),
               .gather = gather_active});
}

int stop_two_cpus(unsigned cpu1, unsigned cpu2, CpuStopFn fn, void* arg) {
  if (cpu1 == cpu2) panic("stop_two_cpus: one CPU twice");
  if (cpu1 >= nr_cpu_ids || cpu2 >= nr_cpu_ids) return -kEnoent;
  const CpuMask active = cpumask_of(cpu1);
  CpuMask both = active;
  both.set(cpu2);
  return stop({.kind = RendezvousKind::StopTwoCpus,
               .fn = fn,
               .data = arg,
               .active = &active,
               .cpus = &both,
               .caller = __builtin_return_address(0),
               .gather = gather_two,
               .cpu1 = cpu1,
               .cpu2 = cpu2});
}

const StopVersion& stop_version() { return *selected->version; }

bool select_stop_machine(std::string_view version, std::string_view spin, std::string_view barrier,
                         std::string_view layout, std::string_view nmi_mask) {
  for (const StopInstance* candidate : stop_instances()) {
    if (!is_name(version, candidate->version->name, selected->version->name)) continue;
    if (!is_name(spin, candidate->spin, selected->spin)) continue;
    if (!is_name(barrier, candidate->barrier, selected->barrier)) continue;
    if (!is_name(layout, candidate->layout, selected->layout)) continue;
    if (!is_name(nmi_mask, candidate->nmi_mask, selected->nmi_mask)) continue;
    selected = candidate;
    select_stopper_wake(candidate->version->wake);
    return true;
  }
  return false;
}

void stop_machine_init() {
  if (selected->uses_pool) clear_stop_pool(nr_cpu_ids);
  stop_machine_initialized = true;
}

}  // namespace standstill::kernel
