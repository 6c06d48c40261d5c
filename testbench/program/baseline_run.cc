// Plans, executes and reads back.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/baseline_run.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "testbench/program/child.h"
#include "testbench/program/execute.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/run_command.h"
#include "testbench/text/nearest.h"

namespace standstill::testbench {
namespace {

/// Held figures, or those that blessing will choose.
bool needs_critical_path(const Baseline& baseline) {
  return baseline.figures.empty() ||
         std::any_of(baseline.figures.begin(), baseline.figures.end(),
                     [](const Figure& figure) { return is_of_critical_path(figure.name); });
}

RunOptions options_for(const Baseline& baseline, const BaselinePlace& place) {
  RunOptions options;
  options.scenario = baseline.run.scenario;
  options.elf = baseline.run.elf;
  options.config = baseline.run.machine;
  options.sets = baseline.run.sets;
  options.arguments = baseline.run.arguments;
  options.max_cycles = baseline.run.max_cycles.value_or(kNever);
  options.events = place.keep_log;
  options.log_level =
      place.keep_log || needs_critical_path(baseline) ? LogLevel::Rendezvous : LogLevel::Marks;
  options.output = place.folder + "/" + baseline.name();
  return options;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What the guest said last, which of one that failed is why.
std::string last_line(const std::string& path) {
  const std::vector<std::string> lines = split(text_of(path), '\n');
  return lines.empty() ? "" : lines.back();
}

}  // namespace

BaselineEnd run_baseline(const Baseline& baseline, const BaselinePlace& place) {
  const RunOptions options = options_for(baseline, place);
  const ChildEnd child = in_child([&] {
    RunPlan plan = make_plan(options, place.presets, place.firmware);
    const OutputFolder folder(plan.output);
    const RunResults results = execute(folder, options, std::move(plan), place.versions, nullptr);
    if (results.outcome.status == RunStatus::Error) return report_error(results.outcome);
    print_remarks(results);
    return exit_code_of(results.outcome.status, interrupt_signal());
  });
  BaselineEnd end;
  end.exit_code = child.exit_code;
  const std::string mark = "standstill: ";
  for (const std::string& line : split(child.words, '\n'))
    end.words.push_back(line.compare(0, mark.size(), mark) == 0 ? line.substr(mark.size()) : line);
  if (end.exit_code == 0)
    end.results = nlohmann::ordered_json::parse(text_of(options.output + "/" + kResultsFile));
  if (end.exit_code == 1) end.words.push_back(last_line(options.output + "/" + kConsoleFile));
  return end;
}

}  // namespace standstill::testbench
