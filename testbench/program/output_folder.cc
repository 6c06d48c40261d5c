// Makes or takes over a run's folder.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/output_folder.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOurFiles[] = {kResultsFile,          kHostFile,      kEventsFile,
                                     kConsoleFile,          kWaveFile,      kLayoutFile,
                                     kRendezvousLayoutFile, kIpiLayoutFile, kCoherenceLayoutFile,
                                     kCharacterizeFile,     "wave.fst.hier"};

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw UsageError(fmt::format("--output {}: {}", path, reason));
}

bool is_run_folder(const fs::path& path) {
  std::ifstream config(path / kConfigFile);
  std::string line;
  return std::getline(config, line) && line + "\n" == kConfigMark;
}

}  // namespace

OutputFolder::OutputFolder(const std::string& path) : path_(path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) refuse(path, fmt::format("cannot make the folder: {}", error.message()));
  if (!fs::is_directory(path)) refuse(path, "it is not a folder");
  const bool empty = fs::is_empty(path, error);
  if (error) refuse(path, fmt::format("cannot look into the folder: {}", error.message()));
  if (!empty && !is_run_folder(path))
    refuse(path, "the folder has files in it that are not of a run: name a new or an empty one");
  for (const char* name : kOurFiles) std::remove(file(name).c_str());
  // Says at once whether the folder can be written to, and that it is ours from now on.
  write_file(file(kConfigFile), kConfigMark);
}

}  // namespace standstill::testbench
