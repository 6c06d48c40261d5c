// What the bus-error unit should be, written a second time: the scoreboard of its bench.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/devices.h, namespace bus_error; the data sheet in rtl/bus_error.v.
#ifndef STANDSTILL_TESTS_RTL_BUS_ERROR_MODEL_H
#define STANDSTILL_TESTS_RTL_BUS_ERROR_MODEL_H

#include <cstdint>
#include <optional>
#include <vector>

#include "standstill/devices.h"

namespace standstill::rtl {

class BusErrorModel {
 public:
  explicit BusErrorModel(unsigned harts) : harts_(harts) {}

  void refuse(unsigned hart, std::uint32_t addr) {
    if (hart >= harts_.size()) return;
    if (harts_[hart].first)
      harts_[hart].overflow = true;
    else
      harts_[hart].first = addr;
  }
  void write_status(unsigned hart, std::uint32_t value) {
    if ((value & platform::bus_error::kStatusPending) != 0) harts_[hart].first.reset();
    if ((value & platform::bus_error::kStatusOverflow) != 0) harts_[hart].overflow = false;
  }

  std::uint64_t addr(unsigned hart) const { return harts_[hart].first.value_or(0); }
  std::uint32_t status(unsigned hart) const {
    return (pending(hart) ? platform::bus_error::kStatusPending : 0) |
           (harts_[hart].overflow ? platform::bus_error::kStatusOverflow : 0);
  }
  bool pending(unsigned hart) const { return harts_[hart].first.has_value(); }

 private:
  struct Hart {
    std::optional<std::uint32_t> first;
    bool overflow = false;
  };
  std::vector<Hart> harts_;
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_BUS_ERROR_MODEL_H
