// Random draws that are the same on every host.
// SPDX-License-Identifier: Apache-2.0
//
// Source: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014); FNV-1a for the key (IETF draft-eastlake-fnv).
#ifndef STANDSTILL_TESTBENCH_SWEEP_DRAW_H
#define STANDSTILL_TESTBENCH_SWEEP_DRAW_H

#include <cstdint>
#include <string_view>

namespace standstill::testbench {

/// Draw number `sample` for `key`: 0 to `size` - 1. Depends on these and the seed alone, so that
/// another key more or less moves nothing. @param size 1 or more
std::uint64_t draw(std::uint64_t seed, std::uint64_t sample, std::string_view key,
                   std::uint64_t size);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_DRAW_H
