// `check` and `diff` in CLI11.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/compare_options.h"

namespace standstill::testbench {

void add_check_options(CLI::App& check, CheckOptions& options) {
  check.add_option("baselines", options.baselines, "files, or folders of them (default baselines)")
      ->type_name("BASELINE");
  check.add_flag("--bless", options.bless, "run them, and write their figures into them");
  check.add_option("--junit", options.junit, "write JUnit XML, a test case a baseline")
      ->type_name("FILE");
  check.add_option("--firmware", options.firmware, "the firmware (also STANDSTILL_FIRMWARE)")
      ->type_name("FILE");
  check
      .add_option("-o,--output", options.output,
                  "keep the runs' folders in this one (default: they are not kept)")
      ->type_name("DIR");
}

void add_diff_options(CLI::App& diff, DiffOptions& options) {
  diff.add_option("before", options.before, "folder of a run, or a baseline")->type_name("A");
  diff.add_option("after", options.after, "the other one")->type_name("B");
}

}  // namespace standstill::testbench
