// How a CPU that waits in the rendezvous spends the time between two looks at the state.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V Zihintpause 2.0, Zawrs 1.01; Linux's cpu_relax() and __cmpwait() on RISC-V (idea).
// The default, one `pause`, is in kernel/stop_policy.h.
#ifndef STANDSTILL_FIRMWARE_POLICIES_SPIN_H
#define STANDSTILL_FIRMWARE_POLICIES_SPIN_H

#include "arch/csr.h"
#include "arch/irq.h"
#include "kernel/rcu.h"
#include "kernel/stop_policy.h"
#include "kernel/watchdog.h"

namespace standstill::kernel {

/// Sleeps by `wait` for nobody knows how long: nothing may make this CPU pass the loop again while
/// fn runs. After Prepare it tells the watchdog that it lives before it falls asleep, and until it
/// wakes is as quiescent as in the idle loop. Inline: a pass makes no call.
template <typename Wait>
[[gnu::always_inline]] inline void stop_machine_sleep(MultiStopState curstate, Wait wait) {
  if (curstate <= MultiStopState::Prepare) return wait();
  touch_nmi_watchdog();
  rcu_idle_enter();
  wait();
  rcu_idle_exit();
}

/// Spin: looks seldom, `kPauses` times `pause` between two looks. A hart that looks seldom fetches
/// the line seldom that others write to, and sees the state later.
struct PauseSpin {
  static constexpr const char* kName = "pause";
  static constexpr unsigned kPauses = 32;
  static void stop_machine_yield(const StateWord& /*word*/, MultiStopState /*curstate*/) {
    arch::cpu_pause<kPauses>();
  }
};

/// Spin: sleeps until an interrupt is pending; for a barrier whose release is one. In PREPARE the
/// interrupts that wake it are taken when it has looked.
struct WfiSpin {
  static constexpr const char* kName = "wfi";
  static void stop_machine_yield(const StateWord& /*word*/, MultiStopState curstate) {
    if (curstate == MultiStopState::None) return;
    constexpr std::uint64_t kRelease = arch::bit_of(platform::Interrupt::Barrier);
    const arch::IrqFlags flags = arch::local_irq_save();
    arch::set_mie(kRelease);
    stop_machine_sleep(curstate, arch::wait_for_interrupt);
    arch::clear_mie(kRelease);
    arch::local_irq_restore(flags);
  }
};

/// Spin: stalls until another hart writes to the line of the word, or an interrupt is pending.
struct WrsNtoSpin {
  static constexpr const char* kName = "wrs.nto";
  static void stop_machine_yield(const StateWord& word, MultiStopState curstate) {
    stop_machine_sleep(curstate, [&] { arch::wait_on_reservation<true>(word, curstate); });
  }
};

/// Spin: the same, but for a bounded time, so that the watchdog and RCU are told now and then.
struct WrsStoSpin {
  static constexpr const char* kName = "wrs.sto";
  static void stop_machine_yield(const StateWord& word, MultiStopState curstate) {
    arch::wait_on_reservation<false>(word, curstate);
  }
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_POLICIES_SPIN_H
