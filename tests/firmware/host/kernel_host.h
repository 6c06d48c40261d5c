// What a test of kernel logic needs beside the kernel: harts to play, and a log of the markers.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_HOST_KERNEL_HOST_H
#define STANDSTILL_TESTS_FIRMWARE_HOST_KERNEL_HOST_H

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <vector>

#include "kernel/percpu.h"
#include "standstill/markers.h"

namespace standstill::host {

/// The kernel ended the run: a failed check or a panic.
struct KernelEnded : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct LoggedMarker {
  platform::Marker phase;
  unsigned cpu;
  const volatile void* object;
  std::uint64_t operand;
};

/// Base of the doorbells the host machine has.
inline constexpr std::uint64_t kMswi = 0x2000000;

/// Makes a machine of `harts` harts, each with an idle task and a stopper; this thread plays
/// hart 0, outside of any lock, interrupts on. At most 16.
void make_machine(unsigned harts);

/// From now on this thread plays hart `cpu`.
void become_hart(unsigned cpu);

/// Called in the place of every switch of tasks; may be empty. The switch itself does not happen.
extern std::function<void()> on_switch;

/// The markers since make_machine(), in the order they happened.
std::vector<LoggedMarker> markers();

/// The harts whose doorbell this thread has rung since the last call, in order.
std::vector<unsigned> take_doorbells();

}  // namespace standstill::host

#endif  // STANDSTILL_TESTS_FIRMWARE_HOST_KERNEL_HOST_H
