// `standstill list`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_LIST_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_LIST_COMMAND_H

#include <string>

#include "testbench/config/machine_file.h"

namespace standstill::testbench {

/// The text for `what`: scenarios, presets or params. As JSON an array of objects, one a line of
/// the text's first column, with the same facts as the text.
std::string list_text(const std::string& what, const Presets& presets, bool json = false);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_LIST_COMMAND_H
