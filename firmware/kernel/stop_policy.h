// What multi_cpu_stop() is made of: how a CPU waits, how it tells the others, how the words lie.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c: set_state(), ack_state(), stop_machine_yield(), struct
// multi_stop_data (behaviour and names, not text).
//
// A policy is a type, so the wait loop holds no choice: see kernel/multi_cpu_stop.h. Those of Linux
// are here, the others in policies/.
#ifndef STANDSTILL_FIRMWARE_KERNEL_STOP_POLICY_H
#define STANDSTILL_FIRMWARE_KERNEL_STOP_POLICY_H

#include <cstddef>

#include "arch/barrier.h"
#include "arch/marker.h"
#include "kernel/cpu_stop.h"
#include "kernel/stop_version.h"

namespace standstill::kernel {

/// The steps all CPUs take together. The last acker of Exit writes one more, which nobody reads.
enum class MultiStopState : std::int32_t { None, Prepare, DisableIrq, Run, Exit };

constexpr MultiStopState next_state(MultiStopState state) {
  return static_cast<MultiStopState>(static_cast<std::int32_t>(state) + 1);
}

/// What a CPU looks at while it waits. It holds a state, and only grows during a rendezvous.
using StateWord = std::atomic<MultiStopState>;

/// Reads the state as the version does: marked, so that the compiler must load it here and once, or
/// as any word, which the memory clobber of cpu_relax() alone keeps from being hoisted.
template <typename Policy>
MultiStopState read_state(const StateWord& state) {
  if constexpr (Policy::kVersion.marked_reads) return state.load(std::memory_order_relaxed);
  using Plain [[gnu::may_alias]] = const std::int32_t;
  return static_cast<MultiStopState>(*reinterpret_cast<Plain*>(&state));
}

/// The state as a CPU at `place` sees it now: by a word, unless the barrier has none.
template <typename Policy, typename Place>
MultiStopState look(const typename Policy::Data& msdata, Place place, MultiStopState curstate) {
  if constexpr (requires { Place::look(curstate); })
    return Place::look(curstate);
  else
    return read_state<Policy>(place.word(msdata));
}

/// Spin: `pause` between two looks, as cpu_relax() does.
struct RelaxSpin {
  static constexpr const char* kName = "relax";
  /// Between two looks at `word`, which was not more than `curstate`.
  static void stop_machine_yield(const StateWord& /*word*/, MultiStopState /*curstate*/) {
    arch::cpu_relax();
  }
};

/// What a CPU knows of its place in a rendezvous while all look at one word: nothing.
struct SharedState {
  template <typename Data>
  const StateWord& word(const Data& msdata) const {
    return msdata.state;
  }
  /// Whether the word it has looked at was the last it had to see for the next state.
  static constexpr bool complete() { return true; }
};

/// A layout where all look at the word msdata.state.
struct SharedStateLayout {
  static constexpr bool kPerHart = false;
  template <typename Data>
  static SharedState join(Data&) {
    return {};
  }
  template <typename Data>
  static SharedState await(Data&, SharedState place, MultiStopState /*state*/) {
    return place;
  }
  /// Shows all CPUs that `state` has come.
  template <typename Data>
  static void publish(Data& msdata, MultiStopState state) {
    arch::write_once(msdata.state, state);
  }
};

/// Layout: Linux's, where state and thread_ack share a cache line by construction.
struct LinuxLayout : SharedStateLayout {
  static constexpr const char* kName = "linux";
  struct Data {
    CpuStopFn fn;
    void* data;
    unsigned num_threads;
    const CpuMask* active_cpus;  ///< where fn runs; null: the first online CPU
    StateWord state;
    std::atomic<std::int32_t> thread_ack;
  };
  static_assert(offsetof(Data, num_threads) == 16 && offsetof(Data, active_cpus) == 24);
  static_assert(offsetof(Data, state) == 32 && offsetof(Data, thread_ack) == 36);
  static_assert(sizeof(Data) == 40);
};

/// Barrier: one counter for all CPUs; who brings it to zero publishes the next state.
struct CentralBarrier {
  static constexpr const char* kName = "central";
  template <typename Layout>
  using Data = typename Layout::Data;

  /// This CPU takes part: what it knows of its place.
  template <typename Layout>
  static auto join(Data<Layout>& msdata) {
    return Layout::join(msdata);
  }
  /// It has found more than `curstate` in its word. No fence: the accesses of the new state follow
  /// by control dependency and by the full barrier of the next ack.
  template <typename Layout, typename Place>
  static Place hear(Data<Layout>&, Place place, MultiStopState /*curstate*/) {
    return place;
  }
  /// It has acked `state`: what it looks at from now on.
  template <typename Layout, typename Place>
  static Place await(Data<Layout>& msdata, Place place, MultiStopState state) {
    return Layout::await(msdata, place, state);
  }

  /// Opens the next round. Interrupts are off or masked.
  template <typename Layout>
  static void set_state(Data<Layout>& msdata, MultiStopState state) {
    arch::mark<arch::Marker::SetState>(&msdata, static_cast<std::uint64_t>(state));
    arch::write_once(msdata.thread_ack, static_cast<std::int32_t>(msdata.num_threads));
    // The counter is full before the state invites to count; pairs with the amo in ack_state(),
    // which a CPU reaches by way of its load of the new state in multi_cpu_stop().
    arch::smp_wmb();
    Layout::publish(msdata, state);
  }

  /// This CPU is done with `state`; `phase` marks the moment. Interrupts are off or masked.
  template <typename Layout, arch::Marker phase, typename Place>
  static void ack_state(Data<Layout>& msdata, MultiStopState state, Place /*place*/) {
    // Full barrier: whoever sees the next state sees what we did before; pairs with every other
    // acker's amo and, through the last one, with the load of the state in multi_cpu_stop().
    if (fetch_dec<phase>(msdata.thread_ack, &msdata) == 1)
      set_state<Layout>(msdata, next_state(state));
  }

  /// Subtracts one from `counter` as a full barrier, marks it unless `phase` is None; returns what
  /// it was.
  template <arch::Marker phase>
  static std::int32_t fetch_dec(std::atomic<std::int32_t>& counter, const void* msdata) {
    if constexpr (phase == arch::Marker::None)
      return arch::fetch_dec(counter);
    else
      return arch::fetch_dec_and_mark<phase>(counter, msdata);
  }
};

/// Nmi: what happens to this CPU's NMI while its interrupts are off. Linux lets it come; the
/// waiters touch the watchdog.
struct NmiOn {
  static constexpr const char* kName = "off";
  static void mask() {}
  static void unmask() {}
};

/// What a CPU does at each step of one way to bring the machine to a standstill.
template <const StopVersion& version, typename BarrierPolicy, typename LayoutPolicy,
          typename NmiPolicy>
struct StopSteps {
  static constexpr StopVersion kVersion = version;
  using Barrier = BarrierPolicy;
  using Layout = LayoutPolicy;
  using Nmi = NmiPolicy;
  using Data = typename Barrier::template Data<Layout>;
};

/// The whole way: with how a CPU waits between the steps.
template <const StopVersion& version, typename SpinPolicy, typename BarrierPolicy,
          typename LayoutPolicy, typename NmiPolicy = NmiOn>
struct StopPolicy : StopSteps<version, BarrierPolicy, LayoutPolicy, NmiPolicy> {
  using Spin = SpinPolicy;
  using Steps = StopSteps<version, BarrierPolicy, LayoutPolicy, NmiPolicy>;
};

using LinuxStopPolicy = StopPolicy<kLinux610, RelaxSpin, CentralBarrier, LinuxLayout>;

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_STOP_POLICY_H
