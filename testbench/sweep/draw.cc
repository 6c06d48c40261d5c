// A hash of seed, number and key, scaled.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/draw.h"

namespace standstill::testbench {
namespace {

std::uint64_t split_mix(std::uint64_t state) {
  state += 0x9E3779B97F4A7C15;
  state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
  state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
  return state ^ (state >> 31);
}

std::uint64_t fnv(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

}  // namespace

std::uint64_t draw(std::uint64_t seed, std::uint64_t sample, std::string_view key,
                   std::uint64_t size) {
  const std::uint64_t word = split_mix(split_mix(split_mix(seed) ^ fnv(key)) ^ sample);
  const auto scaled = __extension__ static_cast<unsigned __int128>(word) * size;
  return static_cast<std::uint64_t>(scaled >> 64);
}

}  // namespace standstill::testbench
