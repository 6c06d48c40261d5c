// What the SSWI should be, written a second time: the scoreboard of its bench.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter SSWI.
#ifndef STANDSTILL_TESTS_RTL_ACLINT_SSWI_MODEL_H
#define STANDSTILL_TESTS_RTL_ACLINT_SSWI_MODEL_H

#include <cstdint>
#include <vector>

namespace standstill::rtl {

/// Bytes 0x0000 to 0x3FFF of the device: a register of 4 bytes a hart that holds nothing.
class SswiModel {
 public:
  explicit SswiModel(unsigned harts) : rung_(harts), set_(harts) {}

  /// The byte at `offset`, at the coming edge.
  void write_byte(unsigned offset, std::uint8_t value) {
    if (offset % 4 == 0 && (value & 1) != 0) rung_[offset / 4] = true;
  }
  void edge() {
    set_ = rung_;
    rung_.assign(rung_.size(), false);
  }

  /// SSIP of the hart was set at the last edge.
  bool set(unsigned hart) const { return set_[hart]; }

 private:
  std::vector<bool> rung_;
  std::vector<bool> set_;
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_ACLINT_SSWI_MODEL_H
