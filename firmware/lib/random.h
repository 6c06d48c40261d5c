// A small generator of random numbers, the same on every machine.
// SPDX-License-Identifier: Apache-2.0
//
// Source: G. Marsaglia, "Xorshift RNGs" (2003), the 64-bit generator with shifts 13, 7, 17; its
// seed is spread by the finaliser of splitmix64 (S. Vigna).
#ifndef STANDSTILL_FIRMWARE_LIB_RANDOM_H
#define STANDSTILL_FIRMWARE_LIB_RANDOM_H

#include <cstdint>

namespace standstill::kernel {

class Random {
 public:
  /// Each pair of `seed` and `stream` gives a sequence of its own.
  Random(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t z = (seed + 1) * 0x9E3779B97F4A7C15ull + stream * 0xD1B54A32D192ED03ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    state_ = (z ^ (z >> 31)) | 1;
  }

  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  /// A number from 0 to `bound` - 1; `bound` is from 1 to 2^32.
  std::uint64_t below(std::uint64_t bound) { return (next() >> 32) * bound >> 32; }

 private:
  std::uint64_t state_;
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_LIB_RANDOM_H
