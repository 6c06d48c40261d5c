// What the IMSIC should be, written a second time: the scoreboard of its bench.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 2.1 and chapter 3. Sets of numbers where the RTL has vectors of bits.
#ifndef STANDSTILL_TESTS_RTL_IMSIC_MODEL_H
#define STANDSTILL_TESTS_RTL_IMSIC_MODEL_H

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace standstill::rtl {

inline constexpr unsigned kMiselect = 0, kMireg = 1, kMtopei = 2;
inline constexpr unsigned kRead = 0, kWrite = 1, kSet = 2, kClear = 3;
inline constexpr std::uint64_t kEidelivery = 0x70, kEithreshold = 0x72, kEip0 = 0x80, kEie0 = 0xC0;
inline constexpr std::uint64_t kFromPlic = 0x4000'0000;
inline constexpr unsigned kLastIdentity = 63;

/// mtopei's value for an identity.
constexpr std::uint64_t topei(std::uint64_t identity) { return identity << 16 | identity; }

/// The interrupt file of one hart, with its CSRs.
class InterruptFileModel {
 public:
  /// An MSI; a number that is no identity does nothing.
  void receive(std::uint32_t number) {
    if (number >= 1 && number <= kLastIdentity) pending_.insert(number);
  }

  /// A CSR access. The value before, or nothing: illegal instruction.
  std::optional<std::uint64_t> access(unsigned csr, unsigned op, std::uint64_t operand) {
    const std::optional<std::uint64_t> before = read(csr);
    if (!before || op == kRead) return before;
    const std::uint64_t after = op == kWrite ? operand
                                : op == kSet ? *before | operand
                                             : *before & ~operand;
    write(csr, after);
    return before;
  }

  /// The identity mtopei reports; 0 is none.
  unsigned top() const {
    for (const unsigned identity : pending_)
      if (enabled_.count(identity) != 0 && (threshold_ == 0 || identity < threshold_))
        return identity;
    return 0;
  }

  bool signal() const { return delivery_ == 1 && top() != 0; }
  bool from_plic() const { return delivery_ == kFromPlic; }
  bool is_pending(unsigned identity) const { return pending_.count(identity) != 0; }
  std::uint64_t select() const { return select_; }

 private:
  using Identities = std::set<unsigned>;

  std::optional<std::uint64_t> read(unsigned csr) const {
    if (csr == kMiselect) return select_;
    if (csr == kMtopei) return topei(top());
    if (csr != kMireg) return {};
    if (select_ == kEidelivery) return delivery_;
    if (select_ == kEithreshold) return threshold_;
    if (select_ == kEip0) return bits(pending_);
    if (select_ == kEie0) return bits(enabled_);
    const bool in_file = select_ >= 0x70 && select_ <= 0xFF;
    const bool priorities = select_ >= 0x30 && select_ <= 0x3F;
    const bool arrays = priorities || select_ >= 0x80;
    if ((!in_file && !priorities) || (arrays && select_ % 2 != 0)) return {};
    return 0;
  }

  void write(unsigned csr, std::uint64_t value) {
    if (csr == kMiselect) {
      select_ = value & 0xFF;
    } else if (csr == kMtopei) {
      pending_.erase(top());
    } else if (select_ == kEidelivery) {
      if (value == 0 || value == 1 || value == kFromPlic) delivery_ = value;
    } else if (select_ == kEithreshold) {
      threshold_ = value & kLastIdentity;
    } else if (select_ == kEip0) {
      pending_ = identities(value);
    } else if (select_ == kEie0) {
      enabled_ = identities(value);
    }
  }

  static std::uint64_t bits(const Identities& identities) {
    std::uint64_t value = 0;
    for (const unsigned identity : identities) value |= std::uint64_t{1} << identity;
    return value;
  }
  static Identities identities(std::uint64_t value) {
    Identities result;
    for (unsigned i = 1; i <= kLastIdentity; ++i)
      if ((value >> i & 1) != 0) result.insert(i);
    return result;
  }

  std::uint64_t select_ = 0;
  std::uint64_t delivery_ = kFromPlic;
  std::uint64_t threshold_ = 0;
  Identities pending_, enabled_;
};

/// The memory side: a page of 4 KiB a hart.
class ImsicModel {
 public:
  explicit ImsicModel(unsigned harts) : files(harts) {}

  /// An access the device answers with an error.
  bool refuses(std::uint32_t offset, unsigned bytes) const {
    return bytes != 4 || offset / 0x1000 >= files.size();
  }

  /// A write of four bytes that is not refused.
  void write(std::uint32_t offset, std::uint32_t value) {
    InterruptFileModel& file = files[offset / 0x1000];
    if (offset % 0x1000 == 0) file.receive(value);
    if (offset % 0x1000 == 4)
      file.receive(value >> 24 | (value >> 8 & 0xFF00) | (value << 8 & 0xFF0000) | value << 24);
  }

  std::vector<InterruptFileModel> files;
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_IMSIC_MODEL_H
