// The message of the UsageError that an action throws.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_TESTBENCH_MESSAGE_OF_H
#define STANDSTILL_TESTS_UNIT_TESTBENCH_MESSAGE_OF_H

#include <string>

#include "testbench/text/usage_error.h"

namespace standstill::testbench {

/// "(none)" when nothing is thrown.
template <typename Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(none)";
}

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTS_UNIT_TESTBENCH_MESSAGE_OF_H
