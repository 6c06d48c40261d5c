// The platform-level interrupt controller: its registers.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0.
#ifndef STANDSTILL_FIRMWARE_DRIVERS_PLIC_H
#define STANDSTILL_FIRMWARE_DRIVERS_PLIC_H

#include <cstdint>

#include "arch/barrier.h"
#include "standstill/devices.h"

namespace standstill::drivers {

/// Sources are numbers from 1, a set of them is a word with bit s for source s. Which context is
/// whose is the device tree's to say.
class Plic {
 public:
  /// That at `base`.
  explicit constexpr Plic(std::uint64_t base) : base_(base) {}

  /// 0 to 7; a source of priority 0 never interrupts.
  void set_priority(unsigned source, std::uint32_t priority) const {
    set(platform::plic::priority(source), priority);
  }
  /// Exactly `sources` may interrupt `context`.
  void enable(unsigned context, std::uint32_t sources) const {
    set(platform::plic::enable(context), sources);
  }
  /// Sources of priorities up to this one do not interrupt `context`.
  void set_threshold(unsigned context, std::uint32_t priority) const {
    set(platform::plic::threshold(context), priority);
  }
  /// The sources that wait for a claim.
  std::uint32_t pending() const { return get(platform::plic::kPending); }
  /// The best of those `context` enables, which is the caller's from now on; 0 if there is none.
  unsigned claim(unsigned context) const { return get(platform::plic::claim(context)); }
  /// The device of `source` has been answered, so that it may interrupt again.
  void complete(unsigned context, unsigned source) const {
    set(platform::plic::claim(context), source);
  }

 private:
  std::uint64_t address(std::uint64_t reg) const { return base_ + (reg - platform::kPlic.base); }
  void set(std::uint64_t reg, std::uint32_t value) const {
    arch::mmio_write<std::uint32_t>(address(reg), value);
  }
  std::uint32_t get(std::uint64_t reg) const {
    return arch::mmio_read<std::uint32_t>(address(reg));
  }

  std::uint64_t base_;
};

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_PLIC_H
