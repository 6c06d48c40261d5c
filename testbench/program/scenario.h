// Scenarios and their arguments, checked against the table the firmware reads too.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_SCENARIO_H
#define STANDSTILL_TESTBENCH_PROGRAM_SCENARIO_H

#include <string>
#include <vector>

#include "standstill/scenarios.h"
#include "testbench/results/results_file.h"

namespace standstill::testbench {

/// The scenario with this name; the default one for an empty name. Throws UsageError.
const platform::Scenario& find_scenario(const std::string& name);

/// All arguments of the scenario in the table's order: as given by `key=value` (the last of several
/// wins), else the default. Throws UsageError for what the table does not allow.
std::vector<RunArgument> resolve_arguments(const platform::Scenario& scenario,
                                           const std::vector<std::string>& given);

/// Throws UsageError unless `key=value` is an argument of the scenario with a value that it allows.
void check_argument(const platform::Scenario& scenario, const std::string& text);

/// Arguments for a program that is not ours: split, not checked.
std::vector<RunArgument> free_arguments(const std::vector<std::string>& given);

/// `scenario=NAME key=value ...`; without the first word for an empty name.
std::string boot_arguments(const std::string& scenario, const std::vector<RunArgument>& arguments);

/// Legal values in words: "1 to 1000000", "none, compute or mixed".
std::string legal_values(const platform::ScenarioArgument& argument);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_SCENARIO_H
