// Reads the files of a run back.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/diff_side.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "testbench/baseline/baseline.h"
#include "testbench/baseline/hart_figures.h"
#include "testbench/program/output_folder.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw UsageError(
        fmt::format("diff: cannot read {}: {}; name the folder of a run, or a "
                    "baseline",
                    path.string(), std::strerror(errno)));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

DiffSide side_of_folder(const fs::path& folder) {
  try {
    const Json results = Json::parse(text_of(folder / kResultsFile));
    const Json host = Json::parse(text_of(folder / kHostFile));
    DiffSide side;
    side.identity = identity_of(results);
    for (const auto& section : side.identity.machine.items())
      static_cast<void>(section.value().get_ref<const Json::object_t&>());
    side.status = results.at("outcome").at("status");
    side.figures = figures_of(results);
    side.phases = hart_figures(results);
    side.functions = function_figures(results);
    side.folder = folder.string();
    side.log_level = host.at("log_level");
    side.elf = host.at("elf");
    return side;
  } catch (const Json::exception& error) {
    throw UsageError(fmt::format("diff: {}: not the files of a run of this version: {}",
                                 folder.string(), error.what()));
  }
}

}  // namespace

DiffSide diff_side(const std::string& path) {
  std::error_code error;
  const fs::path beside = fs::path(path).parent_path();
  if (fs::path(path).filename() == kResultsFile && fs::exists(beside / kHostFile, error))
    return side_of_folder(beside.empty() ? "." : beside);
  if (fs::path(path).extension() != ".json" || fs::is_directory(path, error))
    return side_of_folder(path);
  const Baseline baseline = load_baseline(path);
  if (!baseline.blessed)
    throw UsageError(
        fmt::format("diff: {}: not blessed yet: `standstill check --bless {}`", path, path));
  DiffSide side;
  side.identity = baseline.identity;
  side.figures = baseline.figures;
  return side;
}

}  // namespace standstill::testbench
