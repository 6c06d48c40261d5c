// What the AXI slave answers, written a second time: a function of a transaction and of its beats.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3.3 and A3.4; the restrictions are those of rtl/axi_slave.v.
#ifndef STANDSTILL_TESTS_RTL_AXI_SLAVE_MODEL_H
#define STANDSTILL_TESTS_RTL_AXI_SLAVE_MODEL_H

#include <cstdint>

namespace standstill::rtl {

/// An address beat.
struct AxiAddress {
  std::uint16_t id;
  std::uint32_t addr;
  std::uint8_t len;   ///< beats - 1
  std::uint8_t size;  ///< log2 of the bytes of a beat

  bool legal() const {
    const unsigned bytes = 1u << size;
    return len == 0 && (bytes == 4 || bytes == 8) && addr % bytes == 0;
  }
  /// Byte lanes of the 64-bit word that it may touch.
  std::uint8_t lanes() const {
    return size == 3 ? 0xFF : static_cast<std::uint8_t>((addr & 4) != 0 ? 0xF0 : 0x0F);
  }
  /// The same, a bit a bit.
  std::uint64_t bits() const {
    return size == 3 ? ~std::uint64_t{0} : std::uint64_t{0xFFFFFFFF} << ((addr & 4) != 0 ? 32 : 0);
  }
};

/// xRESP of an access that meets, or does not meet, a hole.
inline std::uint8_t response(bool legal, bool hole) { return !legal ? 2 : hole ? 3 : 0; }

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_AXI_SLAVE_MODEL_H
