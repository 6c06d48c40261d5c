// The ways a run ends: pass, a check that failed, bad arguments, a bug.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the test finisher of platform/standstill/devices.h.
#ifndef STANDSTILL_FIRMWARE_KERNEL_PANIC_H
#define STANDSTILL_FIRMWARE_KERNEL_PANIC_H

#include "kernel/console.h"

namespace standstill::kernel {

/// Exit codes the finisher carries.
enum class ExitCode : std::uint16_t {
  CheckFailed = 1,  ///< a scenario found something wrong
  BadArgument = 2,  ///< unknown scenario, argument or value; or a machine it cannot run on
  Panic = 3,        ///< a trap that nobody expected, or a broken invariant of the kernel
};

/// Whether some hart is ending the run: whatever else goes wrong is not worth a word.
bool is_ending();

/// Ends the run well.
[[noreturn]] void finish_pass();

/// Ends the run with `code`, after the line "FAIL: ..." unless another hart was first.
[[noreturn]] void finish_fail(ExitCode code, Text reason);

/// Says where and why the kernel is broken, and ends.
[[noreturn]] void panic(const char* reason);

/// Prints the items as the reason of a failed check, and ends.
template <typename... Items>
[[noreturn]] void fail(const Items&... items) {
  Line line;
  (line.add(items), ...);
  finish_fail(ExitCode::CheckFailed, line.text());
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_PANIC_H
