// Tells by its files what each folder is, reads it, and writes the page.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/report_command.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "testbench/program/output_folder.h"
#include "testbench/report/page.h"
#include "testbench/report/sweep_file.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/number.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;
using report::Characterization;
using report::characterization_of;
using report::HostWords;
using report::Report;
using report::Run;
using report::sweep_of;
using report::SweepFile;
using report::SweepPoint;
using Json = nlohmann::ordered_json;

constexpr const char* kSweepFile = "sweep.json";
constexpr const char* kCharacterizationFile = "characterize.json";

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// Reads a JSON file and gives it a meaning; what is none ends in words about that file.
template <typename Meaning>
auto read_json(const fs::path& path, const Meaning& meaning) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw UsageError(fmt::format(
        "report: cannot read {}: {}; name folders that `standstill run`, `sweep` or `characterize` "
        "left",
        path.string(), std::strerror(errno)));
  try {
    return meaning(Json::parse(file));
  } catch (const Json::exception& error) {
    throw UsageError(fmt::format("report: {}: not a file of this version of standstill: {}",
                                 path.string(), error.what()));
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("report: {}", error.what()));
  }
}

/// A run's host.json may be gone: it says nothing of the results.
HostWords host_words(const fs::path& folder) {
  if (!is_file(folder / kHostFile)) return {};
  return read_json(folder / kHostFile, [](const Json& host) {
    return HostWords{host.at("elf").get<std::string>(), host.at("log_level").get<std::string>()};
  });
}

Run read_run(const fs::path& folder, const std::string& name) {
  const HostWords host = host_words(folder);
  return read_json(folder / kResultsFile, [&](const Json& json) {
    return run_of(json, name.empty() ? (folder / kResultsFile).string() : name, host);
  });
}

std::vector<std::string> read_sweep(const fs::path& folder, std::vector<Run>& runs) {
  const SweepFile sweep = read_json(
      folder / kSweepFile, [&](const Json& json) { return sweep_of(json, folder.string()); });
  for (const SweepPoint& point : sweep.points) {
    if (point.results.empty()) {
      runs.push_back(point.run);
    } else {
      const fs::path results = folder / point.results;
      runs.push_back(finished(point, read_run(results.parent_path(), results.string())));
    }
  }
  return sweep.axes;
}

Characterization read_characterization(const fs::path& folder) {
  Characterization one = read_json(folder / kCharacterizationFile, [&](const Json& json) {
    return characterization_of(json, folder.string());
  });
  if (!is_file(folder / kResultsFile)) return one;
  const std::string command = read_run(folder, folder.string()).command;
  constexpr std::string_view kRun = "standstill run characterize";
  one.command = command.compare(0, kRun.size(), kRun) == 0
                    ? "standstill characterize" + command.substr(kRun.size())
                    : command;
  return one;
}

}  // namespace

std::string report_command(const ReportOptions& options) {
  Report report;
  std::vector<std::string> sweep_axes;
  for (const std::string& folder : options.folders) {
    if (is_file(fs::path(folder) / kSweepFile)) {
      sweep_axes = read_sweep(folder, report.runs);
    } else if (is_file(fs::path(folder) / kCharacterizationFile)) {
      report.characterizations.push_back(read_characterization(folder));
    } else {
      report.runs.push_back(read_run(folder, folder));
    }
  }
  const bool one_sweep = options.folders.size() == 1 && !sweep_axes.empty();
  report.axes = one_sweep ? sweep_axes : differing_keys(report.runs);
  report.layout = lay_out(report.runs, report.axes, options.axis);
  const std::string page = page_html(report);
  write_file(options.output, page);
  return fmt::format("{} of {}, {} kB\nreport in {}\n",
                     counted(report.layout.points.size(), "point"),
                     counted(report.runs.size(), "run"), page.size() / 1000, options.output);
}

}  // namespace standstill::testbench
