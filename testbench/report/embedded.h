// Files that were read when the program was built; cmake/EmbedFiles.cmake writes their bytes.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_EMBEDDED_H
#define STANDSTILL_TESTBENCH_REPORT_EMBEDDED_H

#include <string_view>

namespace standstill::testbench::report::embedded {

std::string_view chart_js();       ///< the charting library
std::string_view chart_licence();  ///< its licence
std::string_view page_css();
std::string_view page_js();

}  // namespace standstill::testbench::report::embedded

#endif  // STANDSTILL_TESTBENCH_REPORT_EMBEDDED_H
