// The command line that gives a results.json again.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_REPRODUCE_H
#define STANDSTILL_TESTBENCH_REPORT_REPRODUCE_H

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace standstill::testbench::report {

/// A word as a POSIX shell reads it back.
std::string shell_word(std::string_view word);

/// A value of the machine as `--set` takes it: words without quotes, all else as JSON.
std::string value_text(const nlohmann::ordered_json& value);

/// `standstill run ...` with every field and argument that is not the default. `elf` and
/// `log_level` are those of host.json; empty where they are not known. Throws
/// nlohmann::json::exception.
std::string reproduce_command(const nlohmann::ordered_json& results, const std::string& elf,
                              const std::string& log_level);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_REPRODUCE_H
