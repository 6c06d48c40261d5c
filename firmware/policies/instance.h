// One rendezvous of any kind by any policies, and the table of what the kernel can choose from.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
#ifndef STANDSTILL_FIRMWARE_POLICIES_INSTANCE_H
#define STANDSTILL_FIRMWARE_POLICIES_INSTANCE_H

#include <span>

#include "kernel/cpu.h"
#include "kernel/multi_cpu_stop.h"
#include "kernel/stop_queue.h"

namespace standstill::kernel {

/// What differs between the calls that end in multi_cpu_stop().
struct Standstill {
  platform::RendezvousKind kind;
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
    return cpus->weight() + (kind == platform::RendezvousKind::FromInactiveCpu ? 1 : 0);
  }
};

/// One rendezvous, from Call to Return; `stop` is the multi_cpu_stop() of the instance.
template <typename Barrier, typename Layout>
int stop_with(const Standstill& standstill, CpuStopFn stop) {
  typename Barrier::template Data<Layout> msdata{};
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
  if constexpr (requires { msdata.cpus; }) msdata.cpus = standstill.cpus;
  if constexpr (requires { Barrier::template open<Layout>(msdata); })
    Barrier::template open<Layout>(msdata);
  {
    const arch::IrqMask mask;
    Barrier::template set_state<Layout>(msdata, MultiStopState::Prepare);
  }
  const int ret = standstill.gather(standstill, {.fn = stop,
                                                 .arg = &msdata,
                                                 .caller = standstill.caller,
                                                 .object = &msdata,
                                                 .fn_marks_itself = true});
  if constexpr (requires { Barrier::template close<Layout>(msdata); })
    Barrier::template close<Layout>(msdata);
  if (standstill.takes_cpus_lock) cpus_read_unlock();
  arch::mark_irqsafe<arch::Marker::Return>(&msdata, static_cast<std::uint64_t>(ret));
  return ret;
}

/// A version of Linux and one policy of each kind, by name.
struct StopInstance {
  const StopVersion* version;
  const char* spin;
  const char* barrier;
  const char* layout;
  const char* nmi_mask;
  CpuStopFn stop;  ///< what every stopper runs
  int (*run)(const Standstill&, CpuStopFn);
  bool uses_pool;  ///< clear_stop_pool() first
};

template <const StopVersion& version, typename Spin, typename Barrier, typename Layout,
          typename Nmi>
inline constexpr StopInstance kStopInstance = {
    &version,
    Spin::kName,
    Barrier::kName,
    Layout::kName,
    Nmi::kName,
    multi_cpu_stop<StopPolicy<version, Spin, Barrier, Layout, Nmi>>,
    stop_with<Barrier, Layout>,
    Layout::kPerHart || !std::is_same_v<Barrier, CentralBarrier>};

/// Linux's own.
inline constexpr const StopInstance& kDefaultStopInstance =
    kStopInstance<kLinux610, RelaxSpin, CentralBarrier, LinuxLayout, NmiOn>;

/// All there are: policies/table.cpp.
std::span<const StopInstance* const> stop_instances();

/// Makes ready the words that rendezvous of `cpus` CPUs share. Boot hart only.
void clear_stop_pool(unsigned cpus);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_POLICIES_INSTANCE_H
