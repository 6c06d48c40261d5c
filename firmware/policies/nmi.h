// What happens to the NMI of a CPU while a rendezvous has its interrupts off.
// SPDX-License-Identifier: Apache-2.0
//
// Source: openEuler's "mask sdei before running the callback" (idea). Linux lets the NMI come: see
// kernel/stop_policy.h.
#ifndef STANDSTILL_FIRMWARE_POLICIES_NMI_H
#define STANDSTILL_FIRMWARE_POLICIES_NMI_H

#include "kernel/watchdog.h"

namespace standstill::kernel {

/// Nmi: held back for the whole window, as openEuler does with the SDEI watchdog.
struct NmiMasked {
  static constexpr const char* kName = "on";
  static void mask() { watchdog_pause(); }
  static void unmask() { watchdog_resume(); }
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_POLICIES_NMI_H
