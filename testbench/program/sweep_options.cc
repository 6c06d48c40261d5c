// The options of `sweep`.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>

#include "testbench/program/command_line.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

constexpr unsigned kMostJobs = 1024;

unsigned parse_jobs(const std::string& text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0 || value > kMostJobs)
    throw UsageError(
        fmt::format("--jobs {}: it must be a number of runs at a time, 1 to {}", text, kMostJobs));
  return value;
}

}  // namespace

void add_sweep_options(CLI::App& app, Options& all, RawOptions& raw) {
  SweepOptions& options = all.sweep;
  app.add_option("spec", options.spec, "what to run: see docs/sweeps.md")->type_name("SPEC.toml");
  app.add_option("-o,--output", options.output,
                 "folder for the tables and the runs; what it holds already is not run again "
                 "(default out/NAME)")
      ->type_name("DIR");
  app.add_option("-j,--jobs", raw.jobs, "runs at a time (default: one a processor)")
      ->type_name("N");
  app.add_option("--firmware", options.firmware, "the firmware (also STANDSTILL_FIRMWARE)")
      ->type_name("FILE");
  app.add_flag("--dry-run", options.dry_run, "list the points, and run none");
}

void finish_sweep_options(Options& options, const RawOptions& raw) {
  if (options.sweep.spec.empty())
    throw UsageError("sweep: say what to run: a TOML file, as docs/sweeps.md describes it");
  if (!raw.jobs.empty()) options.sweep.jobs = parse_jobs(raw.jobs);
}

}  // namespace standstill::testbench
