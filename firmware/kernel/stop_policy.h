// What multi_cpu_stop() is made of: how a CPU waits, how it tells the others, how the words lie.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c: set_state(), ack_state(), stop_machine_yield(), struct
// multi_stop_data (behaviour and names, not text).
//
// A policy is a type, so the wait loop holds no choice: see kernel/multi_cpu_stop.h.
#ifndef STANDSTILL_FIRMWARE_KERNEL_STOP_POLICY_H
#define STANDSTILL_FIRMWARE_KERNEL_STOP_POLICY_H

#include <cstddef>

#include "arch/barrier.h"
#include "arch/marker.h"
#include "kernel/cpu_stop.h"
#include "kernel/stop_version.h"
#include "kernel/watchdog.h"

namespace standstill::kernel {

/// The steps all CPUs take together. The last acker of Exit writes one more, which nobody reads.
enum class MultiStopState : std::int32_t { None, Prepare, DisableIrq, Run, Exit };

/// Reads the state as the version does: marked, so that the compiler must load it here and once, or
/// as any word, which the memory clobber of cpu_relax() alone keeps from being hoisted.
template <typename Policy>
MultiStopState read_state(const std::atomic<MultiStopState>& state) {
  if constexpr (Policy::kVersion.marked_reads) return state.load(std::memory_order_relaxed);
  using Plain [[gnu::may_alias]] = const std::int32_t;
  return static_cast<MultiStopState>(*reinterpret_cast<Plain*>(&state));
}

/// Spin: `pause` between two looks, as cpu_relax() does.
struct RelaxSpin {
  static constexpr const char* kName = "relax";
  static void stop_machine_yield() { arch::cpu_relax(); }
};

/// Layout: Linux's, where state and thread_ack share a cache line by construction.
struct LinuxLayout {
  static constexpr const char* kName = "linux";
  struct Data {
    CpuStopFn fn;
    void* data;
    unsigned num_threads;
    const CpuMask* active_cpus;  ///< where fn runs; null: the first online CPU
    std::atomic<MultiStopState> state;
    std::atomic<std::int32_t> thread_ack;
  };
  static_assert(offsetof(Data, num_threads) == 16 && offsetof(Data, active_cpus) == 24);
  static_assert(offsetof(Data, state) == 32 && offsetof(Data, thread_ack) == 36);
  static_assert(sizeof(Data) == 40);
};

/// Barrier: one counter for all CPUs; who brings it to zero publishes the next state.
struct CentralBarrier {
  static constexpr const char* kName = "central";

  /// Opens the next round. Interrupts are off or masked.
  template <typename Data>
  static void set_state(Data& msdata, MultiStopState state) {
    arch::mark<arch::Marker::SetState>(&msdata, static_cast<std::uint64_t>(state));
    arch::write_once(msdata.thread_ack, static_cast<std::int32_t>(msdata.num_threads));
    // The counter is full before the state invites to count; pairs with the amo in ack_state(),
    // which a CPU reaches by way of its load of the new state in multi_cpu_stop().
    arch::smp_wmb();
    arch::write_once(msdata.state, state);
  }

  /// This CPU is done with `state`; `phase` marks the moment. Interrupts are off or masked.
  template <arch::Marker phase, typename Data>
  static void ack_state(Data& msdata, MultiStopState state) {
    // Full barrier: whoever sees the next state sees what we did before; pairs with every other
    // acker's amo and, through the last one, with the load of the state in multi_cpu_stop().
    const bool last = phase == arch::Marker::None
                          ? arch::dec_and_test(msdata.thread_ack)
                          : arch::dec_and_test_and_mark<phase>(msdata.thread_ack, &msdata);
    if (last) set_state(msdata, static_cast<MultiStopState>(static_cast<std::int32_t>(state) + 1));
  }
};

/// Nmi: what happens to this CPU's NMI while its interrupts are off. Linux lets it come; the
/// waiters touch the watchdog.
struct NmiOn {
  static constexpr const char* kName = "off";
  static void mask() {}
  static void unmask() {}
};

/// Nmi: held back for the whole window, as openEuler does with the SDEI watchdog.
struct NmiMasked {
  static constexpr const char* kName = "on";
  static void mask() { watchdog_pause(); }
  static void unmask() { watchdog_resume(); }
};

/// One way to bring the machine to a standstill.
template <const StopVersion& version, typename SpinPolicy, typename BarrierPolicy,
          typename LayoutPolicy, typename NmiPolicy = NmiOn>
struct StopPolicy {
  static constexpr StopVersion kVersion = version;
  using Spin = SpinPolicy;
  using Barrier = BarrierPolicy;
  using Layout = LayoutPolicy;
  using Nmi = NmiPolicy;
  using Data = typename Layout::Data;
};

using LinuxStopPolicy = StopPolicy<kLinux610, RelaxSpin, CentralBarrier, LinuxLayout>;

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_STOP_POLICY_H
