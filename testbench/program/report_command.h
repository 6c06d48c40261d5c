// Makes one HTML page of runs, sweeps and characterizations.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_REPORT_COMMAND_H
#define STANDSTILL_TESTBENCH_PROGRAM_REPORT_COMMAND_H

#include <string>
#include <vector>

namespace standstill::testbench {

struct ReportOptions {
  std::vector<std::string> folders;    ///< of runs, sweeps and characterizations
  std::string output = "report.html";  ///< the page
  std::string axis;                    ///< key of x; empty: chosen by what differs
};

/// Reads the folders and writes the page. Returns what is to be printed. Throws UsageError where a
/// folder has no results, or of another schema, and where the page cannot be written.
std::string report_command(const ReportOptions& options);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_REPORT_COMMAND_H
