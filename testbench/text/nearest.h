// The valid name a user most likely meant.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_TEXT_NEAREST_H
#define STANDSTILL_TESTBENCH_TEXT_NEAREST_H

#include <string>
#include <string_view>
#include <vector>

namespace standstill::testbench {

/// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal
/// string alignment).
unsigned edit_distance(std::string_view a, std::string_view b);

/// The name with the least distance, the first of several; empty if none is near enough to be
/// meant: one slip, and one more for each four letters of `name`, but never all its letters.
std::string nearest(std::string_view name, const std::vector<std::string>& names);

/// "; <words> '<nearest>'", empty if there is none.
std::string nearest_hint(std::string_view name, const std::vector<std::string>& names,
                         std::string_view words = "the nearest is");

/// Splits "a|b|c" at `separator`. An empty text gives no words.
std::vector<std::string> split(std::string_view text, char separator);

/// "a, b or c".
std::string join_choices(const std::vector<std::string>& words);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_TEXT_NEAREST_H
