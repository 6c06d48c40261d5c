// What the doorbells should be, written a second time: the scoreboard of their bench.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MSWI; platform/standstill/devices.h,
// namespaces mswi and multicast.
#ifndef STANDSTILL_TESTS_RTL_MULTICAST_DOORBELL_MODEL_H
#define STANDSTILL_TESTS_RTL_MULTICAST_DOORBELL_MODEL_H

#include <cstdint>
#include <vector>

#include "standstill/devices.h"

namespace standstill::rtl {

/// One bit a hart, and two windows onto it. Addresses are physical, accesses of 4 or 8 bytes.
class DoorbellsModel {
 public:
  explicit DoorbellsModel(unsigned harts) : msip_(harts) {}

  bool exists(std::uint64_t address, unsigned size) const {
    if (platform::kMswi.contains(address))
      return (address + size - 1 - platform::kMswi.base) / 4 < msip_.size();
    if (address >= platform::multicast::kAllBut)
      return address == platform::multicast::kAllBut && size == 4;
    return group_of(address) * platform::multicast::kGroup < msip_.size();
  }

  /// `data` and `strobes` as on the 64-bit bus; the access exists.
  void write(std::uint64_t address, std::uint64_t data, std::uint8_t strobes) {
    if (address == platform::multicast::kAllBut) {
      if ((strobes & 0xF) == 0xF) ring_all_but(static_cast<std::uint32_t>(data));
      return;
    }
    for (unsigned byte = 0; byte < 8; ++byte)
      if ((strobes >> byte & 1) != 0)
        write_byte(address / 8 * 8 + byte, static_cast<std::uint8_t>(data >> (8 * byte)));
  }

  /// The double word at `address`, as far as the access looks at it.
  std::uint64_t read(std::uint64_t address) const {
    if (address == platform::multicast::kAllBut) return 0;
    std::uint64_t word = 0;
    if (platform::kMswi.contains(address)) {
      const auto hart = static_cast<unsigned>((address - platform::kMswi.base) / 8 * 2);
      return std::uint64_t{msip(hart + 1)} << 32 | std::uint64_t{msip(hart)};
    }
    const unsigned first = group_of(address) * platform::multicast::kGroup;
    for (unsigned bit = 0; bit < platform::multicast::kGroup; ++bit)
      word |= std::uint64_t{msip(first + bit)} << bit;
    return word;
  }

  bool msip(unsigned hart) const { return hart < msip_.size() && msip_[hart]; }

 private:
  static unsigned group_of(std::uint64_t address) {
    return static_cast<unsigned>((address - platform::kMulticast.base) / 8);
  }

  void ring_all_but(std::uint32_t spared) {
    for (unsigned hart = 0; hart < msip_.size(); ++hart)
      if (hart != spared) msip_[hart] = true;
  }

  void write_byte(std::uint64_t address, std::uint8_t value) {
    if (platform::kMswi.contains(address)) {
      const auto offset = static_cast<unsigned>(address - platform::kMswi.base);
      if (offset % 4 == 0) msip_[offset / 4] = (value & 1) != 0;
      return;
    }
    const auto first = static_cast<unsigned>(address - platform::kMulticast.base) * 8;
    for (unsigned bit = 0; bit < 8 && first + bit < msip_.size(); ++bit)
      if ((value >> bit & 1) != 0) msip_[first + bit] = true;
  }

  std::vector<bool> msip_;
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_MULTICAST_DOORBELL_MODEL_H
