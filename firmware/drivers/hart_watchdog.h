// The watchdog of one hart: its registers.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/devices.h.
#ifndef STANDSTILL_FIRMWARE_DRIVERS_HART_WATCHDOG_H
#define STANDSTILL_FIRMWARE_DRIVERS_HART_WATCHDOG_H

#include <cstdint>

#include "arch/barrier.h"
#include "standstill/devices.h"

namespace standstill::drivers {

class HartWatchdog {
 public:
  /// That of `hart`, of the device at `base`.
  HartWatchdog(std::uint64_t base, unsigned hart)
      : block_(base + platform::watchdog::kStride * std::uint64_t{hart}) {}

  /// Ticks of the time base to the NMI, half of them to the interrupt; 0 stops it.
  void set_timeout(std::uint32_t ticks) const {
    arch::mmio_write<std::uint64_t>(block_, std::uint64_t{ticks / 2} << 32 | ticks);
  }
  bool timed_out() const { return (status() & platform::watchdog::kStatusTimeout) != 0; }
  /// Begins the timeout anew and answers the interrupt and the NMI.
  void pet() const {
    arch::mmio_write<std::uint32_t>(block_ + offset(platform::watchdog::pet(0)), 1);
    // Once this is read the wire has fallen, and the same interrupt does not come twice.
    static_cast<void>(status());
  }

 private:
  static constexpr std::uint64_t offset(std::uint64_t reg) {
    return reg - platform::watchdog::block(0);
  }
  std::uint32_t status() const {
    return arch::mmio_read<std::uint32_t>(block_ + offset(platform::watchdog::status(0)));
  }

  std::uint64_t block_;
};

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_HART_WATCHDOG_H
