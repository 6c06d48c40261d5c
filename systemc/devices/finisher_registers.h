// The register by which the guest ends the run: SiFive's test finisher.
// SPDX-License-Identifier: Apache-2.0
//
// Source: QEMU 7.2's `sifive_test` device, whose values and access sizes (2 and 4 bytes) are facts
// of the board.
#ifndef STANDSTILL_DEVICES_FINISHER_REGISTERS_H
#define STANDSTILL_DEVICES_FINISHER_REGISTERS_H

#include "common/interfaces.h"
#include "devices/register_file.h"

namespace standstill::devices {

/// 0x5555 ends the run with code 0; 0x3333 | code << 16 with that code, or 1 if it is 0, for a
/// failure is never a pass; 0x7777, a reset, ends it with 0 as QEMU does under `-no-reboot`.
/// Any other value, and any other offset, does nothing. Reads give 0.
class FinisherRegisters : public RegisterFile {
 public:
  explicit FinisherRegisters(EndListener& listener) : listener_(listener) {}

  bool read(Addr offset, unsigned size, std::uint64_t& value, Cycle cycle) override;
  bool write(Addr offset, unsigned size, std::uint64_t value, Cycle cycle) override;

 private:
  EndListener& listener_;
};

}  // namespace standstill::devices

#endif  // STANDSTILL_DEVICES_FINISHER_REGISTERS_H
