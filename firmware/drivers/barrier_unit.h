// One barrier of the barrier unit: its registers.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/devices.h, rtl/barrier_unit.v.
#ifndef STANDSTILL_FIRMWARE_DRIVERS_BARRIER_UNIT_H
#define STANDSTILL_FIRMWARE_DRIVERS_BARRIER_UNIT_H

#include "arch/barrier.h"
#include "arch/csr.h"
#include "standstill/devices.h"

namespace standstill::drivers {

class HardwareBarrier {
 public:
  /// Barrier `number` of the unit at `base`.
  HardwareBarrier(std::uint64_t base, unsigned number)
      : block_(base + platform::barrier::kStride * std::uint64_t{number}) {}

  /// Makes members of the harts in `masks`, one bit each, and no others; releases are interrupts.
  /// Nobody is at the barrier. When it returns the unit knows.
  template <typename MaskOf>
  void set_members(unsigned groups, MaskOf mask_of) const {
    arch::mmio_write<std::uint32_t>(at(platform::barrier::control(0)), 0);
    for (unsigned group = 0; group < groups; ++group)
      arch::mmio_write<std::uint64_t>(at(platform::barrier::members(0, group)), mask_of(group));
    arch::mmio_write<std::uint32_t>(at(platform::barrier::control(0)),
                                    platform::barrier::kRun | platform::barrier::kIrq);
    static_cast<void>(arch::mmio_read<std::uint32_t>(at(platform::barrier::control(0))));
    arch::fence_device_before_all();
  }

  /// Where `hart` arrives, by a store of anything.
  std::uint64_t arrive(unsigned hart) const { return at(platform::barrier::arrive(0, hart)); }

 private:
  std::uint64_t at(std::uint64_t reg) const { return block_ + (reg - platform::barrier::block(0)); }

  std::uint64_t block_;
};

/// Whether a barrier has released this hart since it took the last release.
inline bool barrier_released() {
  return (arch::read_mip() & arch::bit_of(platform::Interrupt::Barrier)) != 0;
}
/// Takes the release.
inline void barrier_take_release() { arch::clear_mip(arch::bit_of(platform::Interrupt::Barrier)); }

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_BARRIER_UNIT_H
