// Files that are whole or absent, never half.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_TEXT_ATOMIC_FILE_H
#define STANDSTILL_TESTBENCH_TEXT_ATOMIC_FILE_H

#include <string>
#include <string_view>

namespace standstill::testbench {

/// Writes beside `path` and renames; on failure what was there before stays. Throws UsageError
/// "<path>: cannot write: <reason>".
void write_file(const std::string& path, std::string_view text);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_TEXT_ATOMIC_FILE_H
