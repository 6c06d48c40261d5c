// What the hart watchdog should be, written a second time: the scoreboard of its tests.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/devices.h, namespace watchdog; the data sheet in rtl/hart_watchdog.v.
// Counts down where the RTL compares deadlines. An edge of the clock is one call.
#ifndef STANDSTILL_TESTS_RTL_WATCHDOG_MODEL_H
#define STANDSTILL_TESTS_RTL_WATCHDOG_MODEL_H

#include <cstdint>
#include <vector>

#include "standstill/devices.h"

namespace standstill::fabric {

class WatchdogModel {
 public:
  explicit WatchdogModel(unsigned harts) : harts_(harts) {}

  bool exists(std::uint32_t addr) const {
    return platform::kWatchdog.contains(addr) && hart_of(addr) < harts_.size();
  }

  /// A write reaches the registers at the coming edge: the byte at `addr`.
  void write_byte(std::uint32_t addr, std::uint8_t value) {
    Hart& hart = harts_[hart_of(addr)];
    const unsigned offset = addr % platform::watchdog::kStride;
    const unsigned shift = offset % 4 * 8;
    if (offset < 8) {
      std::uint32_t& limit = offset < 4 ? hart.timeout : hart.pretimeout;
      limit = (limit & ~(0xFFu << shift)) | std::uint32_t{value} << shift;
      hart.petted = true;
    } else if (offset < 12) {
      hart.petted = true;
    } else if (offset == 12) {
      hart.acknowledged |= value;
    }
  }

  /// The edge: acknowledgements first, then the tick, then the pets.
  void edge(bool tick) {
    for (Hart& hart : harts_) {
      if ((hart.acknowledged & platform::watchdog::kStatusPretimeout) != 0) hart.irq = false;
      if ((hart.acknowledged & platform::watchdog::kStatusTimeout) != 0) hart.nmi = false;
      if (tick && hart.left != 0) {
        --hart.left;
        if (hart.left == 0)
          hart.nmi = true;
        else if (hart.left == hart.pretimeout)
          hart.irq = true;
      }
      if (hart.petted) {
        hart.left = hart.timeout;
        hart.irq = hart.nmi = false;
      }
      hart.petted = false;
      hart.acknowledged = 0;
    }
  }

  std::uint8_t read_byte(std::uint32_t addr) const {
    const Hart& hart = harts_[hart_of(addr)];
    const std::uint32_t words[] = {hart.timeout, hart.pretimeout, hart.left, status(hart)};
    const unsigned offset = addr % platform::watchdog::kStride;
    return static_cast<std::uint8_t>(words[offset / 4] >> (offset % 4 * 8));
  }

  bool irq(unsigned hart) const { return harts_[hart].irq; }
  bool nmi(unsigned hart) const { return harts_[hart].nmi; }
  std::uint32_t left(unsigned hart) const { return harts_[hart].left; }
  std::uint32_t pretimeout(unsigned hart) const { return harts_[hart].pretimeout; }

 private:
  struct Hart {
    std::uint32_t timeout = 0, pretimeout = 0;
    std::uint32_t left = 0;  ///< 0: stopped
    bool irq = false, nmi = false;
    bool petted = false;            ///< at the coming edge
    std::uint8_t acknowledged = 0;  ///< bits of STATUS, at the coming edge
  };

  static unsigned hart_of(std::uint32_t addr) {
    return static_cast<unsigned>((addr - platform::kWatchdog.base) / platform::watchdog::kStride);
  }
  static std::uint32_t status(const Hart& hart) {
    return (hart.irq ? platform::watchdog::kStatusPretimeout : 0) |
           (hart.nmi ? platform::watchdog::kStatusTimeout : 0) |
           (hart.left != 0 ? platform::watchdog::kStatusRunning : 0);
  }

  std::vector<Hart> harts_;
};

}  // namespace standstill::fabric

#endif  // STANDSTILL_TESTS_RTL_WATCHDOG_MODEL_H
