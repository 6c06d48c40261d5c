// Host stand-in for firmware/arch/marker.h: markers go to a log in the order they happen.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_MARKER_H
#define STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_MARKER_H

#include <atomic>
#include <cstdint>

#include "arch/barrier.h"
#include "arch/irq.h"
#include "standstill/markers.h"

namespace standstill::arch {

using platform::Marker;

/// Defined by host/kernel_host.cc.
void log_marker(Marker phase, const volatile void* object, std::uint64_t operand);

template <Marker phase>
void mark(const volatile void* object, std::uint64_t operand = 0) {
  log_marker(phase, object, operand);
}
template <Marker phase>
void mark_irqsafe(const volatile void* object, std::uint64_t operand) {
  log_marker(phase, object, operand);
}
template <Marker phase>
std::int32_t fetch_dec_and_mark(std::atomic<std::int32_t>& counter, const volatile void* object) {
  const std::int32_t before = fetch_dec(counter);
  log_marker(phase, object, 0);
  return before;
}
template <Marker phase, typename T>
void store_release_and_mark(std::atomic<T>& word, T value, const volatile void* object) {
  // Who sees the store must find the marker in the log already.
  log_marker(phase, object, 0);
  smp_store_release(word, value);
}

}  // namespace standstill::arch

#endif  // STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_MARKER_H
