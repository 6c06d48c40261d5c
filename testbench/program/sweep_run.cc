// Start, wait, store.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/sweep_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "testbench/program/execute.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/run_command.h"
#include "testbench/sweep/key.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/nearest.h"
#include "testbench/text/number.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

/// The work of a child: one run, in its folder.
int run_point(RunOptions options, const std::string& key, const std::string& folder,
              const SweepPlace& place, const Versions& versions) {
  options.output = folder;
  RunPlan plan = make_plan(options, place.presets, place.firmware);
  const std::string inputs = inputs_of(plan, options, place.simulator);
  if (key_of(inputs) != key)
    throw UsageError(
        fmt::format("{}: the program or the machine's file has changed since the sweep began: "
                    "begin again",
                    plan.elf));
  const OutputFolder output(folder);
  write_file(output.file(kInputsFile), inputs);
  const RunResults results = execute(output, options, std::move(plan), versions, nullptr);
  if (results.outcome.status == RunStatus::Error) return report_error(results.outcome);
  print_remarks(results);
  return exit_code_of(results.outcome.status, interrupt_signal());
}

std::string first_line(const std::string& words) {
  const std::vector<std::string> lines = split(words, '\n');
  if (lines.empty()) return "";
  const std::string mark = "standstill: ";
  return lines[0].compare(0, mark.size(), mark) == 0 ? lines[0].substr(mark.size()) : lines[0];
}

/// What it said at the end of a run that left nothing: the message, and what it announces.
std::string error_text(const ChildEnd& end) {
  const std::vector<std::string> lines = split(end.words, '\n');
  std::string text = first_line(end.words);
  if (lines.size() > 1 && lines[0].find("report this:") != std::string::npos)
    text += " " + lines[1].substr(std::min(lines[1].find_first_not_of(' '), lines[1].size()));
  if (!text.empty() || end.exit_code <= 128) return text;
  return fmt::format("ended by a signal: {}", strsignal(end.exit_code - 128));
}

/// What the guest said last, which of one that failed is why.
std::string last_line(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::vector<std::string> lines = split(text, '\n');
  return lines.empty() ? "" : lines.back();
}

/// Why a run that left results did not pass.
std::string message_of(const ChildEnd& end, const std::string& folder) {
  if (end.exit_code == 0) return "";
  const std::string line = first_line(end.words);
  const std::string words = line.substr(0, line.find(kHartsFollow));  // they do not follow here
  return words.empty() ? last_line(folder + "/" + kConsoleFile) : words;
}

bool has_results(int exit_code) { return exit_code == 0 || exit_code == 1 || exit_code == 3; }

}  // namespace

std::string sweep_progress(std::size_t done, std::size_t all, std::size_t failed,
                           std::size_t at_work, std::size_t now_done, std::uint64_t microseconds) {
  std::string text = fmt::format("{} of {} points", done, all);
  if (failed != 0) text += fmt::format(", {} failed", failed);
  text += fmt::format(", {} at work", at_work);
  if (now_done == 0) return text;
  const std::uint64_t left = (all - done) * microseconds / now_done / 1'000'000;
  return text + fmt::format(", {} s to go", grouped(left + 1));
}

SweepRunner::SweepRunner(const SweepFolder& folder, const SweepPlace& place,
                         const Versions& versions, bool keep_logs, unsigned jobs,
                         ProgressLine& progress)
    : folder_(folder),
      place_(place),
      versions_(versions),
      keep_logs_(keep_logs),
      jobs_(jobs),
      progress_(progress) {}

SweepRuns SweepRunner::run(const std::vector<PlannedPoint>& points) {
  std::vector<std::size_t> missing;
  std::set<std::string> keys;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!keys.insert(points[i].key).second) continue;
    if (auto stored = folder_.find(points[i].key, keep_logs_))
      runs_.stored.emplace(points[i].key, std::move(*stored));
    else
      missing.push_back(i);
  }
  std::size_t next = 0;
  bool told = false;
  while (children_.size() > 0 || (next < missing.size() && interrupt_signal() == 0)) {
    if (interrupt_signal() != 0 && !std::exchange(told, true)) children_.tell(interrupt_signal());
    for (; children_.size() < jobs_ && next < missing.size() && interrupt_signal() == 0; ++next)
      start(missing[next], points[missing[next]]);
    show(keys.size());
    for (const Children::Ended& ended : children_.wait()) take(points[ended.id], ended);
  }
  progress_.clear();
  return std::move(runs_);
}

void SweepRunner::start(std::size_t index, const PlannedPoint& point) {
  children_.start(index, [&] {
    return run_point(point.options, point.key, folder_.running(point.key), place_, versions_);
  });
}

void SweepRunner::take(const PlannedPoint& point, const Children::Ended& ended) {
  const std::string folder = folder_.running(point.key);
  ChildEnd end = ended.end;
  if (has_results(end.exit_code)) {
    try {
      folder_.keep(point.key, end.exit_code, message_of(end, folder), keep_logs_);
    } catch (const UsageError& error) {
      end = {2, error.what()};
    }
  }
  if (auto stored = folder_.find(point.key, keep_logs_)) {
    runs_.stored.emplace(point.key, std::move(*stored));
    runs_.host_times.emplace(point.key, ended.microseconds);
    return;
  }
  folder_.drop(point.key);
  // A run that ended because we said so has not failed.
  if (interrupt_signal() != 0 && end.exit_code == 128 + interrupt_signal()) return;
  end.words = error_text(end);
  runs_.errors.emplace(point.key, std::move(end));
  runs_.host_times.emplace(point.key, ended.microseconds);
}

void SweepRunner::show(std::size_t all) {
  if (!progress_.is_on()) return;
  std::size_t failed = runs_.errors.size();
  for (const auto& [key, run] : runs_.stored) failed += run.exit_code == 0 ? 0 : 1;
  const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin_);
  progress_.show(sweep_progress(runs_.stored.size() + runs_.errors.size(), all, failed,
                                children_.size(), runs_.computed(),
                                static_cast<std::uint64_t>(passed.count())));
}

}  // namespace standstill::testbench
