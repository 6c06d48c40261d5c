// What a simple device is, time and SystemC aside: registers that answer accesses.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_DEVICES_REGISTER_FILE_H
#define STANDSTILL_DEVICES_REGISTER_FILE_H

#include <cstdint>

#include "common/types.h"

namespace standstill::devices {

/// The registers of a device. Accesses come one by one, in the order of their cycles.
class RegisterFile {
 public:
  virtual ~RegisterFile() = default;

  /// @param offset  byte offset in the device's region
  /// @param size    bytes: 1, 2, 4, 8; the offset is a multiple of it
  /// @param value   what is read, zero-extended
  /// @param cycle   when the read takes effect
  /// @return false if the device refuses the access: a bus error, without effect
  virtual bool read(Addr offset, unsigned size, std::uint64_t& value, Cycle cycle) = 0;

  /// @param cycle  when the write takes effect
  virtual bool write(Addr offset, unsigned size, std::uint64_t value, Cycle cycle) = 0;

  /// Level of the device's interrupt line at `cycle`, not before the last access.
  virtual bool irq(Cycle /*cycle*/) const { return false; }

  /// The first cycle after `cycle` at which irq() changes without an access; kNever if there is
  /// none.
  virtual Cycle next_irq_change(Cycle /*cycle*/) const { return kNever; }
};

}  // namespace standstill::devices

#endif  // STANDSTILL_DEVICES_REGISTER_FILE_H
