// The stop calls of a kernel for one CPU: nobody to gather, so fn runs at once.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's include/linux/stop_machine.h without CONFIG_SMP (behaviour and names, not text).
// Takes the place of cpu_stop.cpp, stop_queue.cpp and stop_machine.cpp in standstill-kernel-up.
#include "arch/marker.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "kernel/stop_version.h"

namespace standstill::kernel {
namespace {

using platform::RendezvousKind;

constinit const StopVersion* selected = &kLinux610;

/// Runs fn here, between the markers of a rendezvous of one.
int run_marked(RendezvousKind kind, CpuStopFn fn, void* arg) {
  const std::uint64_t object = 0;
  arch::mark_irqsafe<arch::Marker::Call>(&object, static_cast<std::uint64_t>(kind) | 1u << 8);
  arch::mark<arch::Marker::RunBegin>(&object);
  const int ret = fn(arg);
  arch::mark<arch::Marker::RunEnd>(&object);
  arch::mark_irqsafe<arch::Marker::Return>(&object, static_cast<std::uint64_t>(ret));
  return ret;
}

int run_here(RendezvousKind kind, bool here, CpuStopFn fn, void* arg) {
  int ret = -kEnoent;
  preempt_disable();
  if (here) ret = run_marked(kind, fn, arg);
  preempt_enable();
  return ret;
}

void stop_one_cpu_nowait_workfn(WorkStruct& work) {
  const CpuStopRequest request = static_cast<CpuStopWork&>(work);
  preempt_disable();
  request.fn(request.arg);
  preempt_enable();
}

}  // namespace

void cpu_stop_init() { this_cpu().stopper.thread = &workqueue_init(); }

int stop_one_cpu(unsigned cpu, CpuStopFn fn, void* arg) {
  return run_here(RendezvousKind::StopOneCpu, cpu == smp_processor_id(), fn, arg);
}

bool stop_one_cpu_nowait(unsigned cpu, CpuStopFn fn, void* arg, CpuStopWork& work) {
  if (cpu != smp_processor_id()) return false;
  work.func = stop_one_cpu_nowait_workfn;
  work.fn = fn;
  work.arg = arg;
  schedule_work(work);
  return true;
}

int stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg) {
  return run_here(RendezvousKind::StopCpus, cpus.test(smp_processor_id()), fn, arg);
}

int try_stop_cpus(const CpuMask& cpus, CpuStopFn fn, void* arg) {
  return selected->try_stop_cpus ? stop_cpus(cpus, fn, arg) : -kEnosys;
}

/// There are no two.
int stop_two_cpus(unsigned, unsigned, CpuStopFn, void*) { return -kEnosys; }

int stop_machine_cpuslocked(CpuStopFn fn, void* data, const CpuMask*) {
  const arch::IrqFlags flags = arch::local_irq_save();
  const int ret = run_marked(RendezvousKind::StopMachine, fn, data);
  arch::local_irq_restore(flags);
  return ret;
}

int stop_machine(CpuStopFn fn, void* data, const CpuMask* cpus) {
  return stop_machine_cpuslocked(fn, data, cpus);
}

int stop_machine_from_inactive_cpu(CpuStopFn fn, void* data, const CpuMask* cpus) {
  return stop_machine(fn, data, cpus);
}

/// No core has siblings.
int stop_core_cpuslocked(unsigned, CpuStopFn, void*) { return -kEnosys; }

void stop_machine_init() {}

void stop_machine_park(unsigned) {}

void stop_machine_unpark(unsigned) {}

void print_stop_info(unsigned, const Task&) {}

void print_stop_info_all() {}

const StopVersion& stop_version() { return *selected; }

bool select_stop_machine(std::string_view version, std::string_view, std::string_view,
                         std::string_view, std::string_view) {
  for (const StopVersion* candidate : kStopVersions)
    if (version == candidate->name) selected = candidate;
  return version.empty() || version == selected->name;
}

}  // namespace standstill::kernel
