// The steps a CPU takes on its way up and down, and how they are undone when one fails.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's include/linux/cpuhotplug.h and kernel/cpu.c (behaviour and names, not text).
//
// A CPU climbs the states one by one, calling the startup of each, and comes down by their
// teardowns. Where a step is taken depends on its section:
//   PREPARE   below BringupCpu     on the CPU of the task that calls cpu_up() or cpu_down()
//   STARTING  up to ApOnline       on the CPU itself, interrupts off; must not fail
//   ONLINE    above TeardownCpu    on the CPU itself, in its thread cpuhp/%u
#ifndef STANDSTILL_FIRMWARE_KERNEL_CPUHP_H
#define STANDSTILL_FIRMWARE_KERNEL_CPUHP_H

#include "kernel/completion.h"

namespace standstill::kernel {

enum class CpuhpState : int {
  Offline,
  CreateThreads,
  RcutreeDead,
  SoftirqDead,
  PrepareDyn,  ///< free for cpuhp_setup_state_nocalls()
  BringupCpu,
  ApIdleDead,
  ApOffline,
  ApSync,
  ApSchedStarting,
  ApTickDying,
  ApStartingDyn,  ///< free for cpuhp_setup_state_nocalls()
  ApOnline,
  TeardownCpu,
  ApOnlineIdle,
  ApSmpbootThreads,
  ApWatchdogOnline,
  ApOnlineDyn,     ///< free for cpuhp_setup_state_nocalls()
  ApOnlineDynEnd,  ///< free for cpuhp_setup_state_nocalls()
  ApActive,
  Online,
};
inline constexpr unsigned kCpuhpStates = static_cast<unsigned>(CpuhpState::Online) + 1;

/// Returns 0, or an error, negative.
using CpuhpCallback = int (*)(unsigned cpu);

/// One step; a null callback does nothing and succeeds.
struct CpuhpStep {
  const char* name = nullptr;
  CpuhpCallback startup = nullptr;
  CpuhpCallback teardown = nullptr;
};

/// Where one CPU is. Written by who takes its steps: never two at a time.
struct CpuhpCpuState {
  std::atomic<CpuhpState> state{CpuhpState::Offline};
  std::atomic<bool> should_run{false};    ///< for the thread: go to `target`
  std::atomic<bool> boot_request{false};  ///< for a dead CPU: come back
  CpuhpState target = CpuhpState::Offline;
  int result = 0;          ///< of the thread
  Task* thread = nullptr;  ///< cpuhp/%u
  Completion done;  ///< the CPU has come to ApOnlineIdle or ApIdleDead, its thread to `target`
};

/// Gives a free state its callbacks, or takes them away again by nulls, for CPUs that come and go
/// from now on. May sleep.
void cpuhp_setup_state_nocalls(CpuhpState state, const char* name, CpuhpCallback startup,
                               CpuhpCallback teardown);

/// The step of a state; what `kernel/cpu.cpp` does in it.
CpuhpStep& cpuhp_step(CpuhpState state);

/// Takes the CPU up or down to `target`, step by step. At the first error stops, and the step that
/// failed counts as not taken.
int cpuhp_invoke_callback_range(unsigned cpu, CpuhpState target);

/// The same, and at an error back to where it was. An error on the way back is a bug.
int cpuhp_callbacks(unsigned cpu, CpuhpState target);

/// Has the thread of the CPU do that, and waits for it. May sleep.
int cpuhp_kick_ap(unsigned cpu, CpuhpState target);

/// Makes cpuhp/%u part of every CPU. Boot hart only.
void cpuhp_threads_init();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_CPUHP_H
