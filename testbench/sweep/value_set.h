// The values a key may take: a list, or a range that is not written out.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_SWEEP_VALUE_SET_H
#define STANDSTILL_TESTBENCH_SWEEP_VALUE_SET_H

#include <cstdint>
#include <string>
#include <vector>

namespace standstill::testbench {

/// Never empty. Values are texts as `--set` and `--arg` take them.
class ValueSet {
 public:
  /// @param values at least one
  static ValueSet list(std::vector<std::string> values);
  /// from, from + step, ... up to the last that is not above `to`. @param step 1 or more
  static ValueSet steps(std::uint64_t from, std::uint64_t to, std::uint64_t step);
  /// from, from * times, ... likewise. @param from 1 or more @param times 2 or more
  static ValueSet multiples(std::uint64_t from, std::uint64_t to, std::uint64_t times);

  std::uint64_t size() const { return step_ == 0 ? list_.size() : last_ + 1; }
  /// @param index below size()
  std::string at(std::uint64_t index) const;
  bool contains(const std::string& value) const;

 private:
  std::vector<std::string> list_;
  std::uint64_t from_ = 0;
  std::uint64_t step_ = 0;  ///< 0: a list
  std::uint64_t last_ = 0;  ///< index
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_VALUE_SET_H
