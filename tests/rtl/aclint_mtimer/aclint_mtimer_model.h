// What the MTIMER should be, written a second time: the scoreboard of its bench.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MTIMER; at reset a comparator is all ones.
#ifndef STANDSTILL_TESTS_RTL_ACLINT_MTIMER_MODEL_H
#define STANDSTILL_TESTS_RTL_ACLINT_MTIMER_MODEL_H

#include <cstdint>
#include <vector>

namespace standstill::rtl {

class MtimerModel {
 public:
  explicit MtimerModel(unsigned harts) : compare_(harts, ~std::uint64_t{0}) {}

  /// A byte of a comparator, 0 the lowest.
  void write_compare(unsigned hart, unsigned byte, std::uint8_t value) {
    put(compare_[hart], byte, value);
  }
  /// A byte of the time, at the coming edge.
  void write_time(unsigned byte, std::uint8_t value) {
    put(time_, byte, value);
    written_ = true;
  }
  /// The edge: a tick counts unless the time is written.
  void edge(bool tick) {
    if (tick && !written_) ++time_;
    was_written_ = written_;
    written_ = false;
  }

  std::uint64_t time() const { return time_; }
  std::uint64_t compare(unsigned hart) const { return compare_[hart]; }
  bool mtip(unsigned hart) const { return time_ >= compare_[hart]; }
  bool was_written() const { return was_written_; }

 private:
  static void put(std::uint64_t& reg, unsigned byte, std::uint8_t value) {
    const unsigned shift = 8 * byte;
    reg = (reg & ~(std::uint64_t{0xFF} << shift)) | std::uint64_t{value} << shift;
  }

  std::vector<std::uint64_t> compare_;
  std::uint64_t time_ = 0;
  bool written_ = false;      ///< at the coming edge
  bool was_written_ = false;  ///< at the last one
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_ACLINT_MTIMER_MODEL_H
