// A sweep from its specification to its tables.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/sweep_command.h"

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "testbench/program/interrupt.h"
#include "testbench/program/output_folder.h"
#include "testbench/program/sweep_folder.h"
#include "testbench/program/sweep_plan.h"
#include "testbench/program/sweep_run.h"
#include "testbench/sweep/csv.h"
#include "testbench/sweep/spec.h"
#include "testbench/sweep/sweep_file.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/number.h"
#include "testbench/text/sha256.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownDigits = 12;  ///< of a key: enough to tell two apart

/// By this a run is known to come from the same model: it is in the file that is running.
std::string simulator_sha256() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (bytes.empty()) throw UsageError("/proc/self/exe: cannot be read: is /proc mounted?");
  return sha256(bytes);
}

unsigned processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(CPU_COUNT(&set));
}

void list_points(const std::vector<PlannedPoint>& points, const std::string& folder,
                 bool keep_logs) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool has = has_run(folder, points[i].key, keep_logs);
    found += has ? 1 : 0;
    std::printf("%5zu  %s  %-7s  %s\n", i, points[i].key.substr(0, kShownDigits).c_str(),
                has ? "done" : "missing", points[i].name.c_str());
  }
  std::printf("%s, %zu with results in %s\n", counted(points.size(), "point").c_str(), found,
              folder.c_str());
}

PointResult result_of(const PlannedPoint& point, const SweepRuns& runs) {
  PointResult result;
  result.values = point.values;
  result.key = point.key;
  result.command = point.command;
  if (const auto run = runs.stored.find(point.key); run != runs.stored.end()) {
    result.status = run->second.status;
    result.exit_code = run->second.exit_code;
    result.message = run->second.message;
    result.results = SweepFolder::results(point.key);
    result.figures = run->second.figures;
  } else if (const auto error = runs.errors.find(point.key); error != runs.errors.end()) {
    result.status = PointStatus::Error;
    result.exit_code = error->second.exit_code;
    result.message = error->second.words;
  }
  return result;
}

SweepResults results_of(const std::vector<PlannedPoint>& points, const SweepRuns& runs,
                        const std::string& simulator) {
  SweepResults results;
  results.simulator = simulator;
  for (const PlannedPoint& point : points) results.points.push_back(result_of(point, runs));
  return results;
}

std::string host_text(const std::vector<PlannedPoint>& points, const SweepRuns& runs,
                      const Versions& versions, unsigned jobs) {
  Json json;
  json["versions"]["standstill"] = versions.standstill;
  json["versions"]["verilator"] = versions.verilator;
  json["versions"]["systemc"] = versions.systemc;
  json["versions"]["compiler"] = versions.compiler;
  json["jobs"] = jobs;
  json["computed"] = Json::array();
  for (std::size_t i = 0; i < points.size(); ++i)
    if (const auto run = runs.host_times.find(points[i].key); run != runs.host_times.end())
      json["computed"].push_back({{"index", i}, {"host_microseconds", run->second}});
  return json.dump(1) + "\n";
}

/// What did not pass, and how to see it.
void print_failures(const std::vector<PlannedPoint>& points, const SweepResults& results,
                    const SweepPlace& place, bool names_firmware) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const PointResult& point = results.points[i];
    if (point.status == PointStatus::Pass || point.status == PointStatus::Pending) continue;
    RunOptions options = points[i].options;
    if (names_firmware && options.elf.empty()) options.firmware = place.firmware;
    std::printf("point %zu (%s): %s, exit code %d: %s\n    %s\n", i, points[i].name.c_str(),
                name_of(point.status), point.exit_code.value_or(0), point.message.c_str(),
                command_of(options).c_str());
  }
}

void print_sum(const SweepResults& results, const SweepRuns& runs, const SweepFolder& folder) {
  const std::size_t pending = results.count(PointStatus::Pending);
  const std::size_t points = results.points.size();
  std::string text =
      fmt::format("{}: {} computed, {} reused, {} failed", counted(points, "point"),
                  runs.computed(), points - pending - runs.computed(), results.failed());
  if (pending != 0)
    text += fmt::format(", {} not run: interrupted; the same command goes on from here", pending);
  std::printf("%s\ntable in %s\n", text.c_str(), folder.file(kCsvFile).c_str());
}

}  // namespace

int sweep_command(const SweepOptions& options, const Presets& presets, const std::string& firmware,
                  const Versions& versions) {
  const SweepSpec spec = load_spec(options.spec);
  const SweepPlace place{presets, options.firmware.empty() ? firmware : options.firmware,
                         simulator_sha256()};
  const std::vector<PlannedPoint> points = plan_sweep(spec, place);
  const std::string path = options.output.empty() ? "out/" + spec.name : options.output;
  if (options.dry_run) {
    list_points(points, path, spec.keep_logs);
    return 0;
  }
  const unsigned jobs = options.jobs != 0 ? options.jobs : processors();
  const SweepFolder folder(path);
  catch_interrupts();
  ProgressLine progress(isatty(STDERR_FILENO) ? stderr : nullptr);
  const SweepRuns runs =
      SweepRunner(folder, place, versions, spec.keep_logs, jobs, progress).run(points);
  const SweepResults results = results_of(points, runs, place.simulator);
  write_file(folder.file(kHostFile), host_text(points, runs, versions, jobs));
  write_file(folder.file(kCsvFile), csv_text(spec, results));
  write_file(folder.file(kSweepFile), sweep_text(spec, results));
  print_failures(points, results, place, !options.firmware.empty());
  print_sum(results, runs, folder);
  if (interrupt_signal() != 0 && results.count(PointStatus::Pending) != 0)
    return 128 + interrupt_signal();
  return results.failed() != 0 ? 1 : 0;
}

}  // namespace standstill::testbench
