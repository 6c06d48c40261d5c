// The points of a sweep in their order.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_SWEEP_POINTS_H
#define STANDSTILL_TESTBENCH_SWEEP_POINTS_H

#include <cstdint>
#include <string>
#include <vector>

#include "testbench/sweep/spec.h"

namespace standstill::testbench {

/// More are refused: nobody waits for them, and a slip of the pen makes them.
inline constexpr std::uint64_t kMostPoints = 100'000;

/// The value of each axis, in the order of axis_keys().
using SweepPoint = std::vector<std::string>;

/// The list with each draw with each combination of the grid, its last axis fastest, without what
/// is excluded. Throws UsageError for more than kMostPoints before the exclusion, or none after it.
std::vector<SweepPoint> points_of(const SweepSpec& spec);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_POINTS_H
