// Lays two runs side by side: causes first, then figures, then events.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/diff_command.h"

#include <cstdio>

#include "testbench/config/machine_file.h"
#include "testbench/program/diff_report.h"
#include "testbench/program/diff_side.h"

namespace standstill::testbench {

int diff_command(const DiffOptions& options) {
  const DiffSide a = diff_side(options.before);
  const DiffSide b = diff_side(options.after);
  DiffReport report;
  report.differing = differences(a.identity, b.identity, to_json(MachineConfig()));
  report.status_before = a.status;
  report.status_after = b.status;
  report.figures = moves(a.figures, b.figures);
  report.phases = moves(a.phases, b.phases);
  report.functions = moves_of_sums(a.functions, b.functions);
  report.logs = compare_logs(a, b);
  const std::string text = options.json ? diff_json(report) : diff_text(report);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return report.is_empty() ? 0 : 1;
}

}  // namespace standstill::testbench
