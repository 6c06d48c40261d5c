// Hashes by which the log holds every retirement and every message without writing them all down.
// SPDX-License-Identifier: Apache-2.0
//
// Affine over the ring of integers mod 2^64, so that n equal steps whose inputs grow by constants
// have a closed form (tile/spin.h). The multipliers are odd, hence invertible: a difference that
// has once entered stays. Constants: fractional digits of pi and e, made odd.
#ifndef STANDSTILL_COMMON_HASH_H
#define STANDSTILL_COMMON_HASH_H

#include <cstdint>

#include "common/types.h"

namespace standstill {

struct RetireHash {
  static constexpr std::uint64_t kStep = 0x243F6A8885A308D3;
  static constexpr std::uint64_t kCycle = 0x13198A2E03707345;
  static constexpr std::uint64_t kPc = 0xA4093822299F31D1;
  static constexpr std::uint64_t kValue = 0x082EFA98EC4E6C89;

  static constexpr std::uint64_t step(std::uint64_t hash, Cycle cycle, Addr pc,
                                      std::uint64_t value) {
    return hash * kStep + cycle * kCycle + pc * kPc + value * kValue;
  }
};

/// Mixes one 64-bit word into a link's hash.
constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0xB7E151628AED2A6B;
  return hash ^ (hash >> 29);
}

}  // namespace standstill

#endif  // STANDSTILL_COMMON_HASH_H
