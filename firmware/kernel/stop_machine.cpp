// stop_machine(), and the table of its instances.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#include "kernel/stop_machine.h"

#include "kernel/multi_cpu_stop.h"

namespace standstill::kernel {
namespace {

using StopMachineFn = int (*)(CpuStopFn fn, void* data, const CpuMask* cpus, const void* caller);

template <typename Policy>
int stop_machine_with(CpuStopFn fn, void* data, const CpuMask* cpus, const void* caller) {
  typename Policy::Data msdata{};
  constexpr auto kKind = static_cast<std::uint64_t>(platform::RendezvousKind::StopMachine);
  const unsigned num_threads = cpu_online_mask.weight();
  arch::mark_irqsafe<arch::Marker::Call>(&msdata, kKind | std::uint64_t{num_threads} << 8);
  msdata.fn = fn;
  msdata.data = data;
  msdata.num_threads = num_threads;
  msdata.active_cpus = cpus;
  {
    const arch::IrqMask mask;
    Policy::Barrier::set_state(msdata, MultiStopState::Prepare);
  }
  const int ret = stop_cpus_for(cpu_online_mask, multi_cpu_stop<Policy>, &msdata, &msdata, caller);
  arch::mark_irqsafe<arch::Marker::Return>(&msdata, static_cast<std::uint64_t>(ret));
  return ret;
}

/// Before the stoppers exist there is one CPU, and nobody to stop.
int stop_machine_early(CpuStopFn fn, void* data, const CpuMask*, const void*) {
  const arch::IrqFlags flags = arch::local_irq_save();
  const int ret = fn(data);
  arch::local_irq_restore(flags);
  return ret;
}

struct Instance {
  const char* spin;
  const char* barrier;
  const char* layout;
  StopMachineFn run;
};

template <typename Policy>
constexpr Instance instance() {
  return {Policy::Spin::kName, Policy::Barrier::kName, Policy::Layout::kName,
          stop_machine_with<Policy>};
}

constexpr Instance kInstances[] = {instance<LinuxStopPolicy>()};

constinit StopMachineFn selected = kInstances[0].run;
constinit bool stop_machine_initialized = false;

}  // namespace

int stop_machine(CpuStopFn fn, void* data, const CpuMask* cpus) {
  const StopMachineFn run = stop_machine_initialized ? selected : stop_machine_early;
  return run(fn, data, cpus, __builtin_return_address(0));
}

bool select_stop_machine(std::string_view spin, std::string_view barrier, std::string_view layout) {
  for (const Instance& candidate : kInstances) {
    if (spin != candidate.spin || barrier != candidate.barrier || layout != candidate.layout)
      continue;
    selected = candidate.run;
    return true;
  }
  return false;
}

void stop_machine_init() { stop_machine_initialized = true; }

}  // namespace standstill::kernel
