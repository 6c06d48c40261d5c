// The registers of Google's Goldfish real-time clock.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Android's goldfish virtual hardware document; QEMU 7.2's `goldfish_rtc`.
#include "devices/rtc_registers.h"

#include <limits>

#include "standstill/devices.h"

namespace standstill::devices {
namespace {

namespace rtc = platform::rtc;

std::uint64_t with_low(std::uint64_t value, std::uint64_t low) {
  return (value & ~std::uint64_t{0xFFFF'FFFF}) | (low & 0xFFFF'FFFF);
}
std::uint64_t with_high(std::uint64_t value, std::uint64_t high) {
  return (value & 0xFFFF'FFFF) | high << 32;
}

}  // namespace

void RtcRegisters::settle(Cycle cycle) {
  if (!due(cycle)) return;
  set_ = false;
  rung_ = true;
}

/// The alarm, as the first cycle at which time() has reached it.
Cycle RtcRegisters::next_irq_change(Cycle cycle) const {
  if (!enabled_ || !set_ || irq(cycle)) return kNever;
  const std::uint64_t left = alarm_ - time(cycle);  // more than 0, as it is not due
  const std::uint64_t now_ns = cycle * period_ps_ / 1000;
  if (left > std::numeric_limits<std::uint64_t>::max() / 1000 - now_ns - period_ps_) return kNever;
  return ((now_ns + left) * 1000 + period_ps_ - 1) / period_ps_;
}

bool RtcRegisters::read(Addr offset, unsigned size, std::uint64_t& value, Cycle cycle) {
  if (size != 4) return false;
  settle(cycle);
  value = 0;
  switch (offset) {
    case rtc::kTimeLow:
      value = time(cycle) & 0xFFFF'FFFF;
      kept_high_ = static_cast<std::uint32_t>(time(cycle) >> 32);
      break;
    case rtc::kTimeHigh:
      value = kept_high_;
      break;
    case rtc::kAlarmLow:
      value = alarm_ & 0xFFFF'FFFF;
      break;
    case rtc::kAlarmHigh:
      value = alarm_ >> 32;
      break;
    case rtc::kIrqEnabled:
      value = enabled_;
      break;
    case rtc::kAlarmStatus:
      value = set_;
      break;
    default:
      break;
  }
  return true;
}

bool RtcRegisters::write(Addr offset, unsigned size, std::uint64_t value, Cycle cycle) {
  if (size != 4) return false;
  settle(cycle);
  switch (offset) {
    case rtc::kTimeLow:
      offset_ += with_low(time(cycle), value) - time(cycle);
      break;
    case rtc::kTimeHigh:
      offset_ += with_high(time(cycle), value) - time(cycle);
      break;
    case rtc::kAlarmLow:
      alarm_ = with_low(alarm_, value);
      set_ = true;
      break;
    case rtc::kAlarmHigh:
      alarm_ = with_high(alarm_, value);
      break;
    case rtc::kIrqEnabled:
      enabled_ = (value & 1) != 0;
      break;
    case rtc::kClearAlarm:
      set_ = false;
      break;
    case rtc::kClearInterrupt:
      rung_ = false;
      break;
    default:
      break;
  }
  settle(cycle);
  return true;
}

}  // namespace standstill::devices
