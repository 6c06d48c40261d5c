// One run from plan to what the user sees.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/run_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "testbench/program/execute.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/waves_window.h"
#include "testbench/results/summary_table.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

bool wants_colour(std::FILE* stream) {
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(fileno(stream)) != 0 && (!no_color || *no_color == '\0');
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw UsageError("stdout: cannot write");
}

}  // namespace

void print_remarks(const RunResults& results) {
  for (const std::string& breach : results.breaches)
    std::fprintf(stderr, "standstill: order broken: %s\n", breach.c_str());
  for (const std::string& line : results.outcome.report)
    std::fprintf(stderr, "standstill: %s\n", line.c_str());
}

int report_error(const RunOutcome& outcome) {
  std::fputs("standstill: the simulator went wrong; please report this:\n", stderr);
  for (const std::string& line : outcome.report) std::fprintf(stderr, "  %s\n", line.c_str());
  return 4;
}

int exit_code_of(RunStatus status, int signal) {
  switch (status) {
    case RunStatus::Pass:
      return 0;
    case RunStatus::Fail:
      return 1;
    case RunStatus::Hang:
      return 3;
    case RunStatus::Interrupted:
      return signal != 0 ? 128 + signal : 2;
    case RunStatus::Error:
      break;
  }
  return 4;
}

int run_command(const RunOptions& options, RunPlan plan, const Versions& versions) {
  const OutputFolder folder(plan.output);
  if (options.waves && !place_waves(*options.waves, plan, options.no_progress)) return 4;
  const CycleWindow window = plan.request.waves_window;
  const RunResults results =
      execute(folder, options, std::move(plan), versions, options.json ? nullptr : stdout);
  if (results.outcome.status == RunStatus::Error) return report_error(results.outcome);
  print(options.json ? results_text(results) : summary_table(results, wants_colour(stdout)));
  if (options.json) {
    print_remarks(results);
  } else {
    print(fmt::format("\nresults in {}\n", folder.path()));
  }
  const int code = exit_code_of(results.outcome.status, interrupt_signal());
  if (!options.waves) return code;
  const std::string missed = missed_waves(*options.waves, window, results.outcome.cycles);
  if (missed.empty()) return code;
  std::fprintf(stderr, "standstill: %s\n", missed.c_str());
  return code == 0 ? 2 : code;
}

}  // namespace standstill::testbench
