// The hard-lockup detector: finds the hart that has interrupts off for too long.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/watchdog.c, watchdog_perf.c and touch_nmi_watchdog() (behaviour and names,
// not text), on the hart watchdog of platform/standstill/devices.h.
//
// A hart that takes interrupts pets its watchdog by the pre-timeout interrupt, after half of the
// timeout. Else comes the NMI. Its handler looks at this hart's word watchdog_touches: if it has
// changed since the last look, or the hart idles, all is well. The waiters of multi_cpu_stop() add
// two in every pass after Prepare; before, a hart that does not come is found out. While fn of a
// rendezvous runs the word is odd: fn may take many timeouts, but not for ever.
#ifndef STANDSTILL_FIRMWARE_KERNEL_WATCHDOG_H
#define STANDSTILL_FIRMWARE_KERNEL_WATCHDOG_H

#include <atomic>

#include "kernel/cpu_local.h"

namespace standstill::kernel {

struct Arguments;

/// Tells the detector that this CPU lives.
inline void touch_nmi_watchdog() {
  CpuLocal& local = cpu_local();
  local.watchdog_touches = local.watchdog_touches + 2;
}

/// Around fn of a rendezvous, interrupts off: the word is odd in between.
inline void watchdog_enter_or_leave_fn() {
  CpuLocal& local = cpu_local();
  local.watchdog_touches = local.watchdog_touches + 1;
}

/// What an NMI without a sign of life leads to.
enum class OnLockup : std::uint8_t { Report, Panic, Ignore };

/// How the detector works, on all CPUs alike.
struct LockupDetector {
  bool on = false;
  bool heeds_touches = true;  ///< false, for a test: touch_nmi_watchdog() is no sign of life
  OnLockup on_lockup = OnLockup::Report;
  std::uint32_t timeout = 0;  ///< ticks of the time base from one pet to the NMI
  /// NMIs in a row that find the same fn running before it counts as locked up.
  std::uint32_t fn_patience = 100;
};
inline constinit LockupDetector lockup_detector;

/// What the detector found on one CPU. Only its own NMIs and interrupts write to it.
struct LockupRecord {
  std::atomic<std::uint64_t> interrupts{0};  ///< pre-timeout interrupts
  std::atomic<std::uint64_t> nmis{0};
  std::atomic<std::uint64_t> lockups{0};  ///< reports; one for each lockup, however long
  std::atomic<std::uint64_t> in_trap{0};  ///< NMIs that came during the entry or exit of a trap
  std::atomic<std::uint64_t> pc{0};       ///< where the last NMI came
};
const LockupRecord& lockup_record(unsigned cpu);

/// Takes the boot arguments `watchdog`, `timeout` and `lockup`. Boot hart only.
void lockup_detector_init(const Arguments& arguments);
/// Arms the watchdog of this CPU, which is `cpu`, or stops it.
void lockup_detector_online_cpu(unsigned cpu);
void lockup_detector_offline_cpu(unsigned cpu);

/// Holds the NMI of this CPU back until watchdog_resume(), as openEuler masks SDEI around fn: the
/// watchdog stands. Smrnmi knows no mask, so it costs a store to the device. Interrupts are off.
void watchdog_pause();
void watchdog_resume();

/// The pre-timeout interrupt, and the NMI that came at `pc`.
void watchdog_interrupt();
void watchdog_nmi(std::uint64_t pc);

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_WATCHDOG_H
