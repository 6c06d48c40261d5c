// What differs between the versions of Linux whose stopper this kernel can be.
// SPDX-License-Identifier: Apache-2.0
//
// Source: kernel/stop_machine.c of Linux 4.7, 4.19, 6.10 and 6.16 (behaviour, not text). A version
// is a row of constants; what is measured is a template over it, so nothing looks at a row while
// the machine stands still.
#ifndef STANDSTILL_FIRMWARE_KERNEL_STOP_VERSION_H
#define STANDSTILL_FIRMWARE_KERNEL_STOP_VERSION_H

#include <cstdint>

namespace standstill::kernel {

/// When the stopper is woken to whom work was given.
enum class StopperWake : std::uint8_t {
  UnderLock,    ///< while its lock is held: the wake-up takes a run-queue lock inside it
  WakeQ,        ///< through a wake_q once the lock is dropped, preemption off all the while
  AfterUnlock,  ///< directly once the lock is dropped, preemption off all the while
};

/// When a hart in the rendezvous tells RCU that it holds no reference.
enum class RcuCall : std::uint8_t {
  Never,
  EveryPass,     ///< in PREPARE too, where interrupts are on: wrong, and mended in December 2024
  AfterPrepare,  ///< only while its interrupts are off
};

struct StopVersion {
  const char* name;  ///< word of the boot argument `kernel`
  StopperWake wake;
  RcuCall rcu;
  bool marked_reads;   ///< the state is read by READ_ONCE(), else as any word
  bool try_stop_cpus;  ///< the call exists; stop_cpus() is public as long as it does
  bool stop_core;      ///< stop_core_cpuslocked() exists
};

inline constexpr StopVersion kLinux47 = {"4.7", StopperWake::UnderLock, RcuCall::Never, false, true,
                                         false};
inline constexpr StopVersion kLinux419 = {"4.19", StopperWake::WakeQ, RcuCall::Never, false, true,
                                          false};
inline constexpr StopVersion kLinux610 = {
    "6.10", StopperWake::WakeQ, RcuCall::EveryPass, true, false, true};
inline constexpr StopVersion kLinux2025 = {
    "2025", StopperWake::AfterUnlock, RcuCall::AfterPrepare, true, false, true};

inline constexpr const StopVersion* kStopVersions[] = {&kLinux47, &kLinux419, &kLinux610,
                                                       &kLinux2025};

/// The version that is in use; 6.10 unless select_stop_machine() chose another.
const StopVersion& stop_version();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_STOP_VERSION_H
