// Buckets by the three highest bits.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/histogram.h"

#include <algorithm>

namespace standstill::testbench::report {
namespace {

/// Width of the bucket that holds `value`: its three highest bits name it.
Cycle width_of(Cycle value) {
  Cycle width = 1;
  while (value / width >= 8) width *= 2;
  return width;
}

}  // namespace

Cycle bucket_of(Cycle value) { return value - value % width_of(value); }

std::vector<Cycle> buckets(Cycle least, Cycle most) {
  std::vector<Cycle> from;
  const Cycle last = bucket_of(most);
  for (Cycle at = bucket_of(least); at < last; at += width_of(at)) from.push_back(at);
  from.push_back(last);
  return from;
}

std::vector<std::uint64_t> histogram(const std::vector<Cycle>& values,
                                     const std::vector<Cycle>& from) {
  std::vector<std::uint64_t> counts(from.size());
  for (const Cycle value : values) {
    const auto bucket = std::lower_bound(from.begin(), from.end(), bucket_of(value));
    ++counts.at(static_cast<std::size_t>(bucket - from.begin()));
  }
  return counts;
}

}  // namespace standstill::testbench::report
