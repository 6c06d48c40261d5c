// SHA-256, to know bytes again.
// SPDX-License-Identifier: Apache-2.0
//
// Source: NIST FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and 6.2.
#ifndef STANDSTILL_TESTBENCH_TEXT_SHA256_H
#define STANDSTILL_TESTBENCH_TEXT_SHA256_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace standstill::testbench {

/// The digest of the bytes given to add(), in the order they came.
class Sha256 {
 public:
  void add(const void* bytes, std::size_t count);
  /// Eight bytes, the lowest first.
  void add_number(std::uint64_t value);
  /// 64 hexadecimal digits. The object is used up.
  std::string finish();

 private:
  void compress();

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{};
  std::size_t filled_ = 0;   ///< bytes in block_
  std::uint64_t bytes_ = 0;  ///< so far
};

/// The digest of `text`.
std::string sha256(std::string_view text);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_TEXT_SHA256_H
