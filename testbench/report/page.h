// The report as one HTML file that needs nothing else.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_PAGE_H
#define STANDSTILL_TESTBENCH_REPORT_PAGE_H

#include <string>
#include <vector>

#include "testbench/report/characterization.h"
#include "testbench/report/layout.h"

namespace standstill::testbench::report {

struct Report {
  std::vector<Run> runs;
  std::vector<std::string> axes;  ///< the keys that differ
  Layout layout;                  ///< points into `runs`
  std::vector<Characterization> characterizations;
};

/// The page; the same for the same report, on any host.
std::string page_html(const Report& report);

/// "Chart.js 3.9.1": the library that is in the page.
std::string chart_library();

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_PAGE_H
