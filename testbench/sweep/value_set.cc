// Lists and ranges.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/value_set.h"

#include <utility>

namespace standstill::testbench {

ValueSet ValueSet::list(std::vector<std::string> values) {
  ValueSet set;
  set.list_ = std::move(values);
  return set;
}

ValueSet ValueSet::steps(std::uint64_t from, std::uint64_t to, std::uint64_t step) {
  ValueSet set;
  set.from_ = from;
  set.step_ = step;
  set.last_ = (to - from) / step;
  return set;
}

ValueSet ValueSet::multiples(std::uint64_t from, std::uint64_t to, std::uint64_t times) {
  std::vector<std::string> values;
  for (std::uint64_t value = from;; value *= times) {
    values.push_back(std::to_string(value));
    if (value > to / times) return list(std::move(values));
  }
}

std::string ValueSet::at(std::uint64_t index) const {
  return step_ == 0 ? list_[index] : std::to_string(from_ + index * step_);
}

bool ValueSet::contains(const std::string& value) const {
  for (std::uint64_t index = 0; index < size(); ++index)
    if (at(index) == value) return true;
  return false;
}

}  // namespace standstill::testbench
