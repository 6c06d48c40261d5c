// multi_cpu_stop(): what every stopper runs while the machine is brought to a standstill.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/stop_machine.c (behaviour and names, not text).
//
//   state       every CPU, on seeing it                          then
//   Prepare     -                                                acks
//   DisableIrq  interrupts off                                   acks
//   Run         runs fn if it is an active CPU                   acks
//   Exit        -                                                acks and leaves
// With a central barrier the last to ack publishes the next state; how else the CPUs come to know
// of it is told in policies/. From DisableIrq on a CPU that waits tells the watchdog
// that it lives; before, it does not, so that a CPU that never comes is found out. When it tells
// RCU depends on the version: see kernel/stop_version.h.
#ifndef STANDSTILL_FIRMWARE_KERNEL_MULTI_CPU_STOP_H
#define STANDSTILL_FIRMWARE_KERNEL_MULTI_CPU_STOP_H

#include "arch/irq.h"
#include "kernel/rcu.h"
#include "kernel/stop_policy.h"
#include "kernel/watchdog.h"

namespace standstill::kernel {

/// Whether fn runs on this CPU: on those of `active`, or if null on the first.
[[gnu::noinline]] inline bool is_active(const CpuMask* active) {
  const unsigned cpu = smp_processor_id();
  return active != nullptr ? active->test(cpu) : cpu == cpu_online_mask.first();
}

/// Runs fn here.
template <typename Data>
int run(Data& msdata) {
  // We counted as quiescent until now: that comes before what fn reads. Pairs with rcu_gp_start().
  arch::smp_mb();
  watchdog_enter_or_leave_fn();
  arch::mark<arch::Marker::RunBegin>(&msdata);
  const int err = msdata.fn(msdata.data);
  arch::mark<arch::Marker::RunEnd>(&msdata);
  watchdog_enter_or_leave_fn();
  return err;
}

/// Takes this CPU's step of the new state `state`. A call of its own, so that the wait loop is
/// small.
template <typename Steps, typename Place>
[[gnu::noinline]] int enter_state(typename Steps::Data& msdata, MultiStopState state, bool active,
                                  Place place) {
  using Marker = arch::Marker;
  const auto ack_state = [&]<Marker phase>() {
    Steps::Barrier::template ack_state<typename Steps::Layout, phase>(msdata, state, place);
  };
  int err = 0;
  switch (state) {
    case MultiStopState::Prepare: {
      // Interrupts are still on: none may come between the ack and its marker.
      const arch::IrqMask mask;
      ack_state.template operator()<Marker::Prepare>();
      break;
    }
    case MultiStopState::DisableIrq:
      arch::local_irq_disable();
      Steps::Nmi::mask();
      ack_state.template operator()<Marker::IrqOffAck>();
      break;
    case MultiStopState::Run:
      if (active) err = run(msdata);
      ack_state.template operator()<Marker::RunAck>();
      break;
    case MultiStopState::Exit:
      arch::mark<arch::Marker::Exit>(&msdata);
      ack_state.template operator()<Marker::None>();
      break;
    case MultiStopState::None:
      break;
  }
  // Ordered, since no ack follows that of Exit.
  if constexpr (Steps::kVersion.rcu == RcuCall::EveryPass) rcu_momentary_eqs_irqs_on();
  return err;
}

/// The work of stop_machine() on one CPU; `data` is the Policy::Data. Returns the value of fn.
template <typename Policy>
[[gnu::noinline]] int multi_cpu_stop(void* data) {
  using Barrier = typename Policy::Barrier;
  using Layout = typename Policy::Layout;
  auto& msdata = *static_cast<typename Policy::Data*>(data);
  MultiStopState curstate = MultiStopState::None;
  int err = 0;
  const arch::IrqFlags flags = arch::local_save_flags();
  // Looked up before anything stands still: the mask may have to be fetched from afar.
  const bool active = is_active(msdata.active_cpus);
  auto place = Barrier::template join<Layout>(msdata);
  do {
    Policy::Spin::stop_machine_yield(place.word(msdata), curstate);
    // Read once a pass, no more: an acker may write the next state at any time. The accesses of
    // the new state follow by control dependency and by the full barrier of our next ack.
    const MultiStopState newstate = look<Policy>(msdata, place, curstate);
    if (newstate > curstate) [[unlikely]] {
      place = Barrier::template hear<Layout>(msdata, place, curstate);
      if (place.complete()) {
        curstate = next_state(curstate);
        err |= enter_state<typename Policy::Steps>(msdata, curstate, active, place);
        place = Barrier::template await<Layout>(msdata, place, curstate);
      }
    } else if (curstate > MultiStopState::Prepare) {
      touch_nmi_watchdog();
      if constexpr (Policy::kVersion.rcu != RcuCall::Never) rcu_momentary_eqs();
    } else if constexpr (Policy::kVersion.rcu == RcuCall::EveryPass) {
      rcu_momentary_eqs_irqs_on();
    }
  } while (curstate != MultiStopState::Exit);
  Policy::Nmi::unmask();
  arch::local_irq_restore(flags);
  arch::mark<arch::Marker::Leave>(&msdata);
  return err;
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_MULTI_CPU_STOP_H
