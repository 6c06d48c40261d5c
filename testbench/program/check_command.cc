// Runs baselines one after the other, and tells what has become of each.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/check_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>

#include "testbench/baseline/judgement.h"
#include "testbench/program/baseline_run.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/monitor.h"
#include "testbench/program/output_folder.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kDefaultFolder = "baselines";
constexpr const char* kHowToBegin =
    "write what to run, as {\"baseline_version\": 1, \"run\": {\"scenario\": \"stop_machine\", "
    "\"machine\": \"u54\"}}, into baselines/NAME.json, then `standstill check --bless`";

/// A folder of the system's own for runs that nobody keeps.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    path_ = (fs::temp_directory_path(error) / "standstill-check-XXXXXX").string();
    if (error || !mkdtemp(path_.data()))
      throw UsageError(fmt::format("{}: cannot make a folder for the runs: {}; name one by -o",
                                   path_, error ? error.message() : std::strerror(errno)));
  }
  ~TemporaryFolder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The baselines of a folder by name, or the file itself, whether it is there or not.
std::vector<std::string> files_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  if (fs::exists(fs::path(path) / kResultsFile, error))
    throw UsageError(
        fmt::format("{}: the folder of a run, not of baselines: to compare it with "
                    "another, `standstill diff`; to hold its figures, {}",
                    path, kHowToBegin));
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(path, error))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  if (files.empty())
    throw UsageError(fmt::format("{}: no baseline in it{}; {}", path,
                                 error ? ": " + error.message() : "", kHowToBegin));
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> chosen_files(const CheckOptions& options) {
  std::vector<std::string> files;
  std::error_code error;
  if (options.baselines.empty() && !fs::is_directory(kDefaultFolder, error))
    throw UsageError(fmt::format("check: no folder {} here; {}", kDefaultFolder, kHowToBegin));
  const std::vector<std::string> standard = {kDefaultFolder};
  for (const std::string& path : options.baselines.empty() ? standard : options.baselines)
    for (const std::string& file : files_of(path)) files.push_back(file);
  std::map<std::string, std::string> names;
  for (const std::string& file : files) {
    const auto [other, fresh] = names.emplace(fs::path(file).stem(), file);
    if (!fresh)
      throw UsageError(fmt::format(
          "{}: {} has the same name, by which runs are kept and told of: rename one, or check it "
          "apart",
          file, other->second));
  }
  return files;
}

/// Before the runs, which may take long. Throws UsageError where no file can be made.
void check_place(const std::string& junit) {
  const fs::path folder = fs::absolute(junit).parent_path();
  if (access(folder.c_str(), W_OK) != 0)
    throw UsageError(fmt::format("--junit {}: cannot write into {}: {}", junit, folder.string(),
                                 std::strerror(errno)));
}

/// What the file was before; nothing to tell of one that is new or cannot be compared.
std::vector<std::string> changes(const Baseline& baseline, const Json& results) {
  if (!baseline.blessed) return {};
  Judgement before = judge(baseline, results, to_json(MachineConfig()));
  if (!before.lines.empty() && before.verdict != Verdict::Pass) before.lines.pop_back();
  return before.lines;
}

Judgement bless(const Baseline& baseline, const Json& results) {
  Judgement judgement;
  judgement.verdict = Verdict::Blessed;
  const std::string text = blessed_text(baseline, results);
  judgement.lines = changes(baseline, results);
  const bool same = text == readable_json(baseline.document);
  judgement.reason = same ? "unchanged" : baseline.blessed ? "written anew" : "written";
  if (!same) write_file(baseline.path, text);
  return judgement;
}

/// A run without results: why.
Judgement without_results(const BaselineEnd& end) {
  Judgement judgement;
  judgement.lines = end.words;
  judgement.verdict = Verdict::Failed;
  if (interrupt_signal() != 0) {
    judgement.verdict = Verdict::Interrupted;
    judgement.reason = "by the user";
    judgement.lines.clear();
  } else if (end.exit_code == 1 || end.exit_code == 3) {
    judgement.reason = end.exit_code == 1 ? "the run did not pass" : "the run did not end";
  } else {
    judgement.verdict = Verdict::Broken;
    judgement.reason =
        end.words.empty() ? fmt::format("the run ended with {}", end.exit_code) : end.words.front();
    if (!end.words.empty()) judgement.lines.erase(judgement.lines.begin());
  }
  return judgement;
}

/// All of one `standstill check`.
class Check {
 public:
  Check(const CheckOptions& options, const BaselinePlace& place)
      : options_(options), place_(place) {}

  void take(const std::string& path) {
    const auto start = std::chrono::steady_clock::now();
    Judgement judgement;
    try {
      judgement = one(path);
    } catch (const UsageError& error) {
      judgement.verdict = Verdict::Broken;
      judgement.reason = error.what();
      note(2);
    }
    const auto passed = std::chrono::steady_clock::now() - start;
    judgement.name = fs::path(path).stem();
    judgement.microseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
    all_.push_back(judgement);
  }

  const std::vector<Judgement>& all() const { return all_; }
  int exit_code() const { return interrupt_signal() != 0 ? 128 + interrupt_signal() : exit_code_; }

 private:
  Judgement one(const std::string& path) {
    const Baseline baseline = load_baseline(path);
    if (!options_.bless && !baseline.blessed)
      throw UsageError(
          fmt::format("{}: not blessed yet: `standstill check --bless {}` runs it and "
                      "writes its figures",
                      path, path));
    const BaselineEnd end = run_baseline(baseline, place_);
    if (end.exit_code != 0) {
      Judgement judgement = without_results(end);
      note(judgement.verdict == Verdict::Broken ? std::max(end.exit_code, 2) : 1);
      return judgement;
    }
    if (options_.bless) return bless(baseline, end.results);
    Judgement judgement = judge(baseline, end.results, to_json(MachineConfig()));
    note(judgement.verdict == Verdict::Pass ? 0 : 1);
    return judgement;
  }
  void note(int code) { exit_code_ = std::max(exit_code_, std::min(code, 4)); }

  const CheckOptions& options_;
  const BaselinePlace& place_;
  std::vector<Judgement> all_;
  int exit_code_ = 0;
};

void print(const Judgement& judgement, int width) {
  std::printf("%-*s  %-11s  %s\n", width, judgement.name.c_str(), verdict_name(judgement.verdict),
              judgement.reason.c_str());
  for (const std::string& line : judgement.lines) std::printf("    %s\n", line.c_str());
  std::fflush(stdout);
}

int width_of(const std::vector<std::string>& files) {
  std::size_t width = 8;
  for (const std::string& file : files)
    width = std::max(width, fs::path(file).stem().string().size());
  return static_cast<int>(width);
}

void print_sum(const std::vector<Judgement>& all, std::size_t files) {
  const auto good = std::count_if(all.begin(), all.end(), [](const Judgement& judgement) {
    return judgement.verdict == Verdict::Pass || judgement.verdict == Verdict::Blessed;
  });
  std::printf("%zu of %zu baselines are as they should be\n", static_cast<std::size_t>(good),
              files);
}

}  // namespace

int check_command(const CheckOptions& options, const Presets& presets, const std::string& firmware,
                  const Versions& versions) {
  const std::vector<std::string> files = chosen_files(options);
  if (!options.junit.empty()) check_place(options.junit);
  std::optional<TemporaryFolder> temporary;
  if (options.output.empty()) temporary.emplace();
  const BaselinePlace place{presets, versions,
                            options.firmware.empty() ? firmware : options.firmware,
                            temporary ? temporary->path() : options.output, !temporary};
  catch_interrupts();
  Check check(options, place);
  ProgressLine progress(isatty(STDERR_FILENO) ? stderr : nullptr);
  for (const std::string& file : files) {
    if (interrupt_signal() != 0) break;
    progress.show(fmt::format("{} of {}: {}", check.all().size() + 1, files.size(), file));
    check.take(file);
    progress.clear();
    print(check.all().back(), width_of(files));
  }
  print_sum(check.all(), files.size());
  if (!options.junit.empty()) write_file(options.junit, junit_text(check.all()));
  return check.exit_code();
}

}  // namespace standstill::testbench
