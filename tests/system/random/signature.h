// The text a random program prints, and where two of them part.
// SPDX-License-Identifier: Apache-2.0
//
// A block is a line "B<number> <registers> <CSRs> <traps> <trap hash> <memory>" in hexadecimal. A
// block in detail has a line for each value before the hash: "R<n>", "C<n>", "T<n>", "M<offset>",
// and its hashes have lines "H<hash>".
// The line "N<count>" says how much was executed and is not compared.
#ifndef STANDSTILL_TESTS_SYSTEM_RANDOM_SIGNATURE_H
#define STANDSTILL_TESTS_SYSTEM_RANDOM_SIGNATURE_H

#include <cstdint>
#include <optional>
#include <string>

namespace standstill::random {

struct Difference {
  unsigned block = 0;    ///< the block it lies in
  std::string what;      ///< "register x7", "CSR mepc", "memory at 0x40", ...
  std::string expected;  ///< the line of the reference
  std::string actual;    ///< the line of the machine under test
};

/// The first difference between two signatures, if there is one.
std::optional<Difference> first_difference(const std::string& expected, const std::string& actual);

/// Random instructions executed, by the "N" line: 0 if it is absent.
std::uint64_t executed_of(const std::string& signature);

}  // namespace standstill::random

#endif  // STANDSTILL_TESTS_SYSTEM_RANDOM_SIGNATURE_H
