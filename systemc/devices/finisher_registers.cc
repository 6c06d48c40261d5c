// The register by which the guest ends the run.
// SPDX-License-Identifier: Apache-2.0
//
// Source: QEMU 7.2's `sifive_test` device.
#include "devices/finisher_registers.h"

#include "standstill/devices.h"

namespace standstill::devices {
namespace {

bool accepts(unsigned size) { return size == 2 || size == 4; }

}  // namespace

bool FinisherRegisters::read(Addr /*offset*/, unsigned size, std::uint64_t& value,
                             Cycle /*cycle*/) {
  value = 0;
  return accepts(size);
}

bool FinisherRegisters::write(Addr offset, unsigned size, std::uint64_t value, Cycle cycle) {
  if (!accepts(size)) return false;
  if (offset != 0) return true;
  const auto code = static_cast<std::uint32_t>(value >> 16 & 0xFFFF);
  switch (value & 0xFFFF) {
    case platform::finisher::kPass:
    case platform::finisher::kReset:
      listener_.end(0, cycle);
      break;
    case platform::finisher::kFail:
      listener_.end(code == 0 ? 1 : code, cycle);
      break;
    default:
      break;
  }
  return true;
}

}  // namespace standstill::devices
