// Function names short enough to stand in a wave.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_WAVES_FST_NAMES_H
#define STANDSTILL_TESTBENCH_WAVES_FST_NAMES_H

#include <string>

namespace standstill::testbench {

/// What a reader calls the function: demangled, without namespaces, template arguments, parameters
/// and the compiler's marks of clones. A name that is not C++ stays as it is.
std::string short_function_name(const std::string& symbol);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_FST_NAMES_H
