// The text of hart.stall: which hart issues nothing, from when, and for how long.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; a JSON array, which is a TOML array too.
#ifndef STANDSTILL_TESTBENCH_CONFIG_STALLS_H
#define STANDSTILL_TESTBENCH_CONFIG_STALLS_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/config.h"

namespace standstill::testbench {

/// The most stalls a machine takes.
inline constexpr std::uint64_t kMostStalls = 4096;
/// What is legal, in words.
inline constexpr const char* kLegalStalls =
    "[cycle, length] for every hart, or a list of up to 4096 of these and of [hart, cycle, "
    "length], "
    "cycle to 10^15, length 1 to 10^12";

/// Reads "[]", "[cycle, length]" or a list of [cycle, length] and [hart, cycle, length]. Nothing if
/// it is none of these or a number is out of its range.
std::optional<std::vector<Stall>> parse_stalls(std::string_view text);

/// What parse_stalls() reads as `stalls`.
std::string stalls_text(const std::vector<Stall>& stalls);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_CONFIG_STALLS_H
