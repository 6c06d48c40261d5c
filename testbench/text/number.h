// Numbers for people.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_TEXT_NUMBER_H
#define STANDSTILL_TESTBENCH_TEXT_NUMBER_H

#include <cstdint>
#include <string>

namespace standstill::testbench {

/// "1,234,567".
std::string grouped(std::uint64_t value);

/// "1 point", "1,234 points".
std::string counted(std::uint64_t count, const std::string& noun);

/// `part` of `whole` as "12.3 %", rounded half up; "-" if the whole is 0.
std::string percent(std::uint64_t part, std::uint64_t whole);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_TEXT_NUMBER_H
