// Counts of values in buckets that grow with them.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_HISTOGRAM_H
#define STANDSTILL_TESTBENCH_REPORT_HISTOGRAM_H

#include <cstdint>
#include <vector>

#include "common/types.h"

namespace standstill::testbench::report {

/// Least value of the bucket that holds `value`. There are four buckets to each doubling, as wide
/// as each other, and one a value below 8.
Cycle bucket_of(Cycle value);

/// Least values of all buckets from that of `least` to that of `most`, ascending.
std::vector<Cycle> buckets(Cycle least, Cycle most);

/// How many of the values each bucket of `from` (as given by `buckets`) holds.
std::vector<std::uint64_t> histogram(const std::vector<Cycle>& values,
                                     const std::vector<Cycle>& from);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_HISTOGRAM_H
