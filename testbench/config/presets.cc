// Where presets are found.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "testbench/config/machine_file.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;

std::string first_comment(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const std::size_t begin = line.find_first_not_of("# ");
  return line.empty() || line[0] != '#' || begin == std::string::npos ? "" : line.substr(begin);
}

bool looks_like_a_path(const std::string& text) {
  return text.find('/') != std::string::npos ||
         (text.size() > 5 && text.compare(text.size() - 5, 5, ".toml") == 0);
}

}  // namespace

Presets::Presets(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) continue;
    for (const auto& entry : fs::directory_iterator(folder, error))
      if (entry.path().extension() == ".toml")
        presets_.push_back({entry.path().stem(), entry.path(), first_comment(entry.path())});
    break;
  }
  std::sort(presets_.begin(), presets_.end(),
            [](const Preset& a, const Preset& b) { return a.name < b.name; });
}

std::string Presets::resolve(const std::string& path_or_name) const {
  if (looks_like_a_path(path_or_name)) {
    std::error_code error;
    for (const Preset& preset : presets_)
      if (path_or_name == preset.name + ".toml" && !fs::exists(path_or_name, error))
        throw UsageError(
            fmt::format("--config {}: there is no such file here; the preset is named "
                        "'{}'",
                        path_or_name, preset.name));
    return path_or_name;
  }
  std::vector<std::string> names;
  for (const Preset& preset : presets_) {
    if (preset.name == path_or_name) return preset.path;
    names.push_back(preset.name);
  }
  throw UsageError(
      fmt::format("--config {}: unknown preset '{}': it must be {}, or the path of a .toml file{}",
                  path_or_name, path_or_name, join_choices(names),
                  nearest_hint(path_or_name, names, "the nearest preset is")));
}

std::vector<std::string> preset_folders(const std::string& executable) {
  const fs::path here = fs::path(executable).parent_path();
  return {(here / ".." / "share" / "standstill" / "configs").lexically_normal(),
          STANDSTILL_CONFIGS_DIR};
}

}  // namespace standstill::testbench
