// What the fabric should be, written a second time: the scoreboard of the random tests.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4; hart_watchdog_model.h. Knows registers and edges,
// not the bus: an access is whole.
#ifndef STANDSTILL_TESTS_RTL_FABRIC_MODEL_H
#define STANDSTILL_TESTS_RTL_FABRIC_MODEL_H

#include <cstdint>
#include <vector>

#include "fabric/fabric_pins.h"
#include "rtl/hart_watchdog/hart_watchdog_model.h"

namespace standstill::fabric {

class FabricModel {
 public:
  explicit FabricModel(unsigned harts)
      : watchdog(harts),
        msip_(harts),
        setssip_(harts),
        ssip_(harts),
        cmp_(harts, ~std::uint64_t{0}) {}

  /// An edge of the clock, after the write() that reaches the registers at it, if there is one.
  void edge(bool tick) {
    if (tick && !wrote_mtime_) ++mtime_;
    wrote_mtime_ = false;
    ssip_ = setssip_;
    setssip_.assign(setssip_.size(), false);
    watchdog.edge(tick);
  }

  WatchdogModel watchdog;

  std::uint8_t check(std::uint32_t addr, unsigned size) const {
    if ((size != 4 && size != 8) || addr % size != 0) return kSlvErr;
    for (unsigned word = 0; word < size; word += 4)
      if (!exists(addr + word)) return kDecErr;
    return kOkay;
  }

  void write(std::uint32_t addr, unsigned size, std::uint64_t data, std::uint8_t strobes = 0xFF) {
    if (check(addr, size) != kOkay) return;
    for (unsigned i = 0; i < size; ++i)
      if (strobes >> ((addr + i) % 8) & 1)
        write_byte(addr + i, static_cast<std::uint8_t>(data >> (8 * i)));
  }

  std::uint64_t read(std::uint32_t addr, unsigned size) const {
    std::uint64_t value = 0;
    if (check(addr, size) != kOkay) return 0;
    for (unsigned i = 0; i < size; ++i) value |= std::uint64_t{read_byte(addr + i)} << (8 * i);
    return value;
  }

  bool msip(unsigned hart) const { return msip_[hart]; }
  /// SETSSIP of the hart was written at the last edge.
  bool ssip(unsigned hart) const { return ssip_[hart]; }
  bool mtip(unsigned hart) const { return mtime_ >= cmp_[hart]; }
  std::uint64_t mtime() const { return mtime_; }

 private:
  static constexpr std::uint32_t kBase = 0x0200'0000;

  static std::uint32_t sswi_hart(std::uint32_t addr) {
    return static_cast<std::uint32_t>(addr - platform::kSswi.base) / 4;
  }

  bool exists(std::uint32_t addr) const {
    if (watchdog.exists(addr)) return true;
    if (platform::kSswi.contains(addr)) return sswi_hart(addr) < ssip_.size();
    const std::uint32_t offset = addr - kBase;
    if (offset < 0x4000) return offset / 4 < msip_.size();
    if (offset >= 0xBFF8 && offset < 0xC000) return true;
    return offset >= 0x4000 && offset < 0xBFF8 && (offset - 0x4000) / 8 < cmp_.size();
  }

  std::uint8_t read_byte(std::uint32_t addr) const {
    if (watchdog.exists(addr)) return watchdog.read_byte(addr);
    if (platform::kSswi.contains(addr)) return 0;
    const std::uint32_t offset = addr - kBase;
    if (offset < 0x4000) return offset % 4 == 0 && msip_[offset / 4];
    const std::uint64_t reg = offset >= 0xBFF8 ? mtime_ : cmp_[(offset - 0x4000) / 8];
    return static_cast<std::uint8_t>(reg >> (offset % 8 * 8));
  }

  void write_byte(std::uint32_t addr, std::uint8_t value) {
    if (watchdog.exists(addr)) return watchdog.write_byte(addr, value);
    if (platform::kSswi.contains(addr)) {
      if (addr % 4 == 0 && (value & 1) != 0) setssip_[sswi_hart(addr)] = true;
      return;
    }
    const std::uint32_t offset = addr - kBase;
    if (offset < 0x4000) {
      if (offset % 4 == 0) msip_[offset / 4] = value & 1;
      return;
    }
    const bool is_mtime = offset >= 0xBFF8;
    wrote_mtime_ = wrote_mtime_ || is_mtime;
    const unsigned hart = (offset - 0x4000) / 8;
    std::uint64_t& reg = is_mtime ? mtime_ : cmp_[hart];
    const unsigned shift = offset % 8 * 8;
    reg = (reg & ~(std::uint64_t{0xFF} << shift)) | std::uint64_t{value} << shift;
  }

  std::vector<bool> msip_;
  std::vector<bool> setssip_;  ///< at the coming edge
  std::vector<bool> ssip_;
  std::vector<std::uint64_t> cmp_;
  std::uint64_t mtime_ = 0;
  bool wrote_mtime_ = false;  ///< at the coming edge
};

}  // namespace standstill::fabric

#endif  // STANDSTILL_TESTS_RTL_FABRIC_MODEL_H
