// The options of `report`.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/command_line.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {

void add_report_options(CLI::App& app, Options& all, RawOptions&) {
  ReportOptions& options = all.report;
  app.add_option("folders", options.folders,
                 "folders that `standstill run`, `sweep` or `characterize` left")
      ->type_name("DIR");
  app.add_option("-o,--output", options.output, "the page to write (default report.html)")
      ->type_name("FILE");
  app.add_option("--x", options.axis,
                 "what curves run along: a key that differs between the points, as harts, "
                 "arg.rounds or fabric.clock_divider (default: harts, or the first number)")
      ->type_name("KEY");
}

void finish_report_options(Options& options, const RawOptions&) {
  if (options.report.folders.empty())
    throw UsageError(
        "report: name folders that `standstill run`, `standstill sweep` or `standstill "
        "characterize` left");
}

}  // namespace standstill::testbench
