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
  constexpr HardwareBarrier() = default;
  /// Barrier `number` of the unit at `base`.
  HardwareBarrier(std::uint64_t base, unsigned number)
      : block_(base + platform::barrier::kStride * std::uint64_t{number}) {}

  /// Makes members of the harts in `masks`, one bit each, and no others; releases are interrupts,
  /// or are not. Nobody is at the barrier. When it returns the unit knows.
  template <typename MaskOf>
  void set_members(unsigned groups, MaskOf mask_of, bool interrupts = true) const {
    close();
    for (unsigned group = 0; group < groups; ++group)
      arch::mmio_write<std::uint64_t>(at(platform::barrier::members(0, group)), mask_of(group));
    arch::mmio_write<std::uint32_t>(
        at(platform::barrier::control(0)),
        platform::barrier::kRun | (interrupts ? platform::barrier::kIrq : 0));
    static_cast<void>(arch::mmio_read<std::uint32_t>(at(platform::barrier::control(0))));
    arch::fence_device_before_all();
  }

  /// Nobody arrives any more, and who waits is not released.
  void close() const { arch::mmio_write<std::uint32_t>(at(platform::barrier::control(0)), 0); }

  /// Where `hart` arrives, by a store of anything.
  std::uint64_t arrive(unsigned hart) const { return at(platform::barrier::arrive(0, hart)); }

  /// Releases since reset; it wraps.
  std::uint32_t generation() const { return read(platform::barrier::generation(0)); }
  /// Members that have not arrived.
  std::uint32_t missing() const { return read(platform::barrier::missing(0)); }
  /// What was done wrong: kTwice, kStranger, kLocked, kAbandoned.
  std::uint32_t status() const { return read(platform::barrier::status(0)); }
  void clear_status(std::uint32_t flags) const {
    arch::mmio_write<std::uint32_t>(at(platform::barrier::status(0)), flags);
  }
  /// Whether `hart` has been released, and has neither arrived again nor acknowledged it.
  bool is_released(unsigned hart) const { return read(platform::barrier::released(0, hart)) != 0; }
  void acknowledge(unsigned hart) const {
    arch::mmio_write<std::uint32_t>(at(platform::barrier::released(0, hart)), 1);
  }
  /// The register of the members in `group`.
  std::uint64_t members(unsigned group) const { return at(platform::barrier::members(0, group)); }

 private:
  std::uint32_t read(std::uint64_t reg) const { return arch::mmio_read<std::uint32_t>(at(reg)); }
  std::uint64_t at(std::uint64_t reg) const { return block_ + (reg - platform::barrier::block(0)); }

  std::uint64_t block_ = 0;
};

/// Whether a barrier has released this hart since it took the last release.
inline bool barrier_released() {
  return (arch::read_mip() & arch::bit_of(platform::Interrupt::Barrier)) != 0;
}
/// Takes the release.
inline void barrier_take_release() { arch::clear_mip(arch::bit_of(platform::Interrupt::Barrier)); }

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_BARRIER_UNIT_H
