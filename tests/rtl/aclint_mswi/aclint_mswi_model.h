// What the MSWI should be, written a second time: the scoreboard of its bench.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MSWI.
#ifndef STANDSTILL_TESTS_RTL_ACLINT_MSWI_MODEL_H
#define STANDSTILL_TESTS_RTL_ACLINT_MSWI_MODEL_H

#include <cstdint>
#include <vector>

namespace standstill::rtl {

/// Bytes 0x0000 to 0x3FFF of the device: a register of 4 bytes a hart.
class MswiModel {
 public:
  explicit MswiModel(unsigned harts) : msip_(harts) {}

  /// The byte at `offset`: only the lowest of each register holds something, and one bit of it.
  void write_byte(unsigned offset, std::uint8_t value) {
    if (offset % 4 == 0) msip_[offset / 4] = value & 1;
  }
  std::uint8_t read_byte(unsigned offset) const { return offset % 4 == 0 && msip_[offset / 4]; }

  bool msip(unsigned hart) const { return msip_[hart]; }

  /// The multicast doorbell's ways in: bit h of the mask is hart h; all harts but one.
  void ring(std::uint64_t mask) {
    for (unsigned hart = 0; hart < msip_.size(); ++hart)
      if ((mask >> hart & 1) != 0) msip_[hart] = true;
  }
  void ring_all_but(std::uint32_t spared) {
    for (unsigned hart = 0; hart < msip_.size(); ++hart)
      if (hart != spared) msip_[hart] = true;
  }

 private:
  std::vector<bool> msip_;
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_ACLINT_MSWI_MODEL_H
