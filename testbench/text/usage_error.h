// What is wrong with something the user gave us: ends the program with exit code 2.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_TEXT_USAGE_ERROR_H
#define STANDSTILL_TESTBENCH_TEXT_USAGE_ERROR_H

#include <stdexcept>
#include <string>

namespace standstill::testbench {

/// Bad usage, configuration, ELF or output place. The message names the place, the value, what is
/// legal there and the nearest valid name; it is shown to the user as it stands.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_TEXT_USAGE_ERROR_H
