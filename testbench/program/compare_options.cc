// The options of `check` and `diff`.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/command_line.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {

void add_check_options(CLI::App& app, Options& all, RawOptions&) {
  CheckOptions& options = all.check;
  app.add_option("baselines", options.baselines, "files, or folders of them (default baselines)")
      ->type_name("BASELINE");
  app.add_flag("--bless", options.bless, "run them, and write their figures into them");
  app.add_option("--junit", options.junit, "write JUnit XML, a test case a baseline")
      ->type_name("FILE");
  app.add_option("--firmware", options.firmware, "the firmware (also STANDSTILL_FIRMWARE)")
      ->type_name("FILE");
  app.add_option("-o,--output", options.output,
                 "keep the runs' folders in this one (default: they are not kept)")
      ->type_name("DIR");
}

void finish_check_options(Options&, const RawOptions&) {}

void add_diff_options(CLI::App& app, Options& options, RawOptions&) {
  app.add_option("before", options.diff.before, "folder of a run, or a baseline")->type_name("A");
  app.add_option("after", options.diff.after, "the other one")->type_name("B");
}

void finish_diff_options(Options& options, const RawOptions&) {
  if (options.diff.after.empty())
    throw UsageError("diff: name two: run folders, or a baseline and one");
}

}  // namespace standstill::testbench
