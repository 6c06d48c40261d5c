// Reads two logs side by side.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/log_diff.h"

namespace standstill::testbench {

std::optional<Parting> first_parting(std::istream& before, std::istream& after) {
  Parting parting;
  for (;;) {
    ++parting.line;
    parting.before.clear();
    parting.after.clear();
    const bool more_before = static_cast<bool>(std::getline(before, parting.before));
    const bool more_after = static_cast<bool>(std::getline(after, parting.after));
    if (!more_before && !more_after) return std::nullopt;
    if (parting.before != parting.after || more_before != more_after) return parting;
  }
}

}  // namespace standstill::testbench
