// A small generator of pseudo-random numbers: the same seed gives the same program everywhere.
// SPDX-License-Identifier: Apache-2.0
//
// Source: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
#ifndef STANDSTILL_TESTS_SYSTEM_RANDOM_PRNG_H
#define STANDSTILL_TESTS_SYSTEM_RANDOM_PRNG_H

#include <cstddef>
#include <cstdint>

namespace standstill::random {

class Prng {
 public:
  explicit Prng(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
  }
  /// A number from 0 to `limit` - 1; `limit` is not 0.
  unsigned below(unsigned limit) { return static_cast<unsigned>(next() >> 32) % limit; }
  /// A number from `low` to `high`.
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<unsigned>(high - low + 1)));
  }
  /// True `percent` times in a hundred.
  bool chance(unsigned percent) { return below(100) < percent; }

  template <typename T, std::size_t N>
  const T& pick(const T (&table)[N]) {
    return table[below(N)];
  }

 private:
  std::uint64_t state_;
};

}  // namespace standstill::random

#endif  // STANDSTILL_TESTS_SYSTEM_RANDOM_PRNG_H
