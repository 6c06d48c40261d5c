// The calls that bring CPUs to a standstill, and the table of their instances.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#include "kernel/stop_machine.h"

#include "kernel/cpu.h"
#include "kernel/multi_cpu_stop.h"
#include "kernel/panic.h"
#include "kernel/stop_queue.h"
#include "kernel/topology.h"
#include "kernel/warn.h"

namespace standstill::kernel {
namespace {

using platform::RendezvousKind;

/// What differs between the calls that end in multi_cpu_stop().
struct Standstill {
  RendezvousKind kind;
  CpuStopFn fn;
  void* data;
  const CpuMask* active;  ///< where fn runs; null: on the first online CPU
  const CpuMask* cpus;    ///< the stoppers that take part
  const void* caller;
  /// Runs multi_cpu_stop() on all who take part; returns the value of fn, or an error.
  int (*gather)(const Standstill&, CpuStopRequest);
  bool takes_cpus_lock = false;
  unsigned cpu1 = 0;  ///< stop_two_cpus(): in the caller's order
  unsigned cpu2 = 0;

  unsigned num_threads() const {
    return cpus->weight() + (kind == RendezvousKind::FromInactiveCpu ? 1 : 0);
  }
};

int gather_cpus(const Standstill& standstill, CpuStopRequest request) {
  return stop_cpus_for(*standstill.cpus, request);
}

int gather_two(const Standstill& standstill, CpuStopRequest request) {
  return stop_two_cpus_for(standstill.cpu1, standstill.cpu2, request);
}

int gather_active(const Standstill&, CpuStopRequest request) {
  return stop_active_cpus_for(request);
}

template <typename Policy>
int stop_with(const Standstill& standstill) {
  typename Policy::Data msdata{};
  msdata.num_threads = standstill.num_threads();
  arch::mark_irqsafe<arch::Marker::Call>(&msdata, static_cast<std::uint64_t>(standstill.kind) |
                                                      std::uint64_t{msdata.num_threads} << 8);
  if (standstill.takes_cpus_lock) {
    cpus_read_lock();
    msdata.num_threads = standstill.num_threads();
  }
  msdata.fn = standstill.fn;
  msdata.data = standstill.data;
  msdata.active_cpus = standstill.active;
  {
    const arch::IrqMask mask;
    Policy::Barrier::set_state(msdata, MultiStopState::Prepare);
  }
  const int ret = standstill.gather(standstill, {.fn = multi_cpu_stop<Policy>,
                                                 .arg = &msdata,
                                                 .caller = standstill.caller,
                                                 .object = &msdata,
                                                 .fn_marks_itself = true});
  if (standstill.takes_cpus_lock) cpus_read_unlock();
  arch::mark_irqsafe<arch::Marker::Return>(&msdata, static_cast<std::uint64_t>(ret));
  return ret;
}

/// Before the stoppers exist there is one CPU, and nobody to stop.
int stop_early(const Standstill& standstill) {
  if (num_online_cpus() > 1) warn("stop_machine: several CPUs, and none has a stopper yet");
  const arch::IrqFlags flags = arch::local_irq_save();
  const int ret = standstill.fn(standstill.data);
  arch::local_irq_restore(flags);
  return ret;
}

struct Instance {
  const StopVersion* version;
  const char* spin;
  const char* barrier;
  const char* layout;
  const char* nmi_mask;
  int (*run)(const Standstill&);
};

template <const StopVersion& version, typename Spin, typename Barrier, typename Layout,
          typename Nmi>
constexpr Instance kInstance = {
    &version,      Spin::kName, Barrier::kName,
    Layout::kName, Nmi::kName,  stop_with<StopPolicy<version, Spin, Barrier, Layout, Nmi>>};

template <const StopVersion& version, typename Nmi>
constexpr Instance kLinuxInstance = kInstance<version, RelaxSpin, CentralBarrier, LinuxLayout, Nmi>;

constexpr Instance kInstances[] = {
    kLinuxInstance<kLinux47, NmiOn>,      kLinuxInstance<kLinux419, NmiOn>,
    kLinuxInstance<kLinux610, NmiOn>,     kLinuxInstance<kLinux2025, NmiOn>,
    kLinuxInstance<kLinux47, NmiMasked>,  kLinuxInstance<kLinux419, NmiMasked>,
    kLinuxInstance<kLinux610, NmiMasked>, kLinuxInstance<kLinux2025, NmiMasked>};

constinit const Instance* selected = &kInstances[2];
constinit bool stop_machine_initialized = false;

int stop(const Standstill& standstill) {
  return stop_machine_initialized ? selected->run(standstill) : stop_early(standstill);
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
  for (const Instance& candidate : kInstances) {
    if (!is_name(version, candidate.version->name, selected->version->name)) continue;
    if (!is_name(spin, candidate.spin, selected->spin)) continue;
    if (!is_name(barrier, candidate.barrier, selected->barrier)) continue;
    if (!is_name(layout, candidate.layout, selected->layout)) continue;
    if (!is_name(nmi_mask, candidate.nmi_mask, selected->nmi_mask)) continue;
    selected = &candidate;
    select_stopper_wake(candidate.version->wake);
    return true;
  }
  return false;
}

void stop_machine_init() { stop_machine_initialized = true; }

}  // namespace standstill::kernel
