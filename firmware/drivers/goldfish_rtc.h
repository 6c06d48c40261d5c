// The Goldfish real-time clock: its time and its alarm.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Android's goldfish virtual hardware document, "Goldfish timer".
#ifndef STANDSTILL_FIRMWARE_DRIVERS_GOLDFISH_RTC_H
#define STANDSTILL_FIRMWARE_DRIVERS_GOLDFISH_RTC_H

#include <cstdint>

#include "arch/barrier.h"
#include "standstill/devices.h"

namespace standstill::drivers {

class GoldfishRtc {
 public:
  /// That at `base`.
  explicit constexpr GoldfishRtc(std::uint64_t base) : base_(base) {}

  /// Nanoseconds. The lower half first: with it the clock keeps the upper one.
  std::uint64_t now() const {
    const std::uint64_t low = get(platform::rtc::kTimeLow);
    return std::uint64_t{get(platform::rtc::kTimeHigh)} << 32 | low;
  }
  /// Whether the alarm interrupts.
  void enable_interrupt(bool enabled) const { set(platform::rtc::kIrqEnabled, enabled); }
  /// One alarm at the time `when`. Writing the lower half sets it.
  void set_alarm(std::uint64_t when) const {
    set(platform::rtc::kAlarmHigh, static_cast<std::uint32_t>(when >> 32));
    set(platform::rtc::kAlarmLow, static_cast<std::uint32_t>(when));
  }
  /// Whether one is still to come.
  bool alarm_set() const { return get(platform::rtc::kAlarmStatus) != 0; }
  /// Answers the interrupt. When it returns the line has fallen.
  void clear_interrupt() const {
    set(platform::rtc::kClearInterrupt, 1);
    static_cast<void>(alarm_set());
  }

 private:
  void set(std::uint64_t reg, std::uint32_t value) const {
    arch::mmio_write<std::uint32_t>(base_ + reg, value);
  }
  std::uint32_t get(std::uint64_t reg) const { return arch::mmio_read<std::uint32_t>(base_ + reg); }

  std::uint64_t base_;
};

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_GOLDFISH_RTC_H
