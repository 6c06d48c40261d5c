// The registers of Google's Goldfish real-time clock.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Android's goldfish virtual hardware document, "Goldfish timer"; QEMU 7.2's
// `goldfish_rtc`, whose access size (4 bytes) and register behaviour are facts of the board.
#ifndef STANDSTILL_DEVICES_RTC_REGISTERS_H
#define STANDSTILL_DEVICES_RTC_REGISTERS_H

#include "devices/register_file.h"

namespace standstill::devices {

/// Time in nanoseconds, which is simulated time and starts at 0, and one alarm. The line is high
/// from the alarm, if interrupts are enabled, to a write of CLEAR_INTERRUPT. An alarm set for a
/// time that has passed comes at once.
class RtcRegisters : public RegisterFile {
 public:
  /// @param period_ps  of a cycle
  explicit RtcRegisters(std::uint64_t period_ps) : period_ps_(period_ps) {}

  bool read(Addr offset, unsigned size, std::uint64_t& value, Cycle cycle) override;
  bool write(Addr offset, unsigned size, std::uint64_t value, Cycle cycle) override;
  bool irq(Cycle cycle) const override { return enabled_ && (rung_ || due(cycle)); }
  Cycle next_irq_change(Cycle cycle) const override;

 private:
  std::uint64_t time(Cycle cycle) const { return cycle * period_ps_ / 1000 + offset_; }
  /// The alarm is set and its time has come.
  bool due(Cycle cycle) const { return set_ && time(cycle) >= alarm_; }
  /// Makes what is due a fact, before an access that may move the clock or the alarm.
  void settle(Cycle cycle);

  const std::uint64_t period_ps_;
  std::uint64_t offset_ = 0;  ///< of TIME to simulated time, modulo 2^64
  std::uint64_t alarm_ = 0;
  std::uint32_t kept_high_ = 0;  ///< upper half of the time when its lower half was read
  bool set_ = false;             ///< an alarm is to come
  bool rung_ = false;            ///< and this one has not been answered
  bool enabled_ = false;
};

}  // namespace standstill::devices

#endif  // STANDSTILL_DEVICES_RTC_REGISTERS_H
