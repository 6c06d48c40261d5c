// Paragraphs for a terminal.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_TEXT_WRAP_H
#define STANDSTILL_TESTBENCH_TEXT_WRAP_H

#include <cstddef>
#include <string>

namespace standstill::testbench {

/// `text` with its long lines broken at blanks, so that none has more than `columns` characters if
/// its words are no longer. A line that begins with a blank is a row of a table, and stays whole.
std::string wrapped(const std::string& text, std::size_t columns);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_TEXT_WRAP_H
