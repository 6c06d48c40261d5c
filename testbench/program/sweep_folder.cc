// A lock, two folders, and a rename.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/sweep_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "testbench/program/output_folder.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kLockFile = "sweep.lock";
constexpr const char* kPointFile = "point.json";
constexpr const char* kPoints = "points";
constexpr const char* kRunning = "running";
/// The runs of a sweep that was killed die with it, which takes the host a moment.
constexpr int kLockTries = 100;
constexpr auto kLockPause = std::chrono::milliseconds(20);

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw UsageError(fmt::format("--output {}: {}", path, reason));
}

void make_folder(const std::string& path, const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse(path, fmt::format("cannot make the folder: {}", error.message()));
  if (!fs::is_directory(folder, error)) refuse(path, "it is not a folder");
}

int lock(const std::string& path) {
  const std::string name = path + "/" + kLockFile;
  const int file = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) refuse(path, fmt::format("cannot make {}: {}", kLockFile, std::strerror(errno)));
  for (int i = 0; i < kLockTries; ++i) {
    if (flock(file, LOCK_EX | LOCK_NB) == 0) return file;
    std::this_thread::sleep_for(kLockPause);
  }
  close(file);
  refuse(path, "another sweep is at work there: wait for it, or name another folder");
}

/// Nothing for a file that is not there or not JSON, as after a power failure.
std::optional<Json> read_json(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  Json json = Json::parse(file, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

std::string stored(const std::string& path, const std::string& key) {
  return path + "/" + kPoints + "/" + key;
}

PointStatus status_of(const std::string& word) {
  for (const PointStatus status : {PointStatus::Pass, PointStatus::Fail, PointStatus::Hang})
    if (word == name_of(status)) return status;
  return PointStatus::Error;
}

std::optional<StoredRun> find_run(const std::string& path, const std::string& key, bool with_log) {
  const std::string folder = stored(path, key);
  std::error_code error;
  if (with_log && !fs::exists(folder + "/" + kEventsFile, error)) return std::nullopt;
  const std::optional<Json> point = read_json(folder + "/" + kPointFile);
  const std::optional<Json> results = read_json(folder + "/" + kResultsFile);
  if (!point || !results) return std::nullopt;
  try {
    if (point->at("key") != key) return std::nullopt;
    StoredRun run;
    run.status = status_of(results->at("outcome").at("status"));
    run.figures = point_figures(*results);
    run.exit_code = point->at("exit_code");
    if (!point->at("message").is_null()) run.message = point->at("message");
    return run;
  } catch (const Json::exception&) {
    return std::nullopt;  // somebody has written to it; it is run again
  }
}

}  // namespace

SweepFolder::SweepFolder(const std::string& path) : path_(path) {
  make_folder(path, path);
  std::error_code error;
  const bool empty = fs::is_empty(path, error);
  if (error) refuse(path, fmt::format("cannot look into the folder: {}", error.message()));
  if (!empty && !fs::exists(file(kLockFile), error))
    refuse(path, "the folder has files in it that are not of a sweep: name a new or an empty one");
  lock_ = lock(path);
  fs::remove_all(file(kRunning), error);
  for (const char* folder : {kPoints, kRunning}) make_folder(path, file(folder));
}

SweepFolder::~SweepFolder() {
  std::error_code error;
  fs::remove(file(kRunning), error);
  close(lock_);
}

std::string SweepFolder::running(const std::string& key) const {
  return file(kRunning) + "/" + key;
}

std::string SweepFolder::results(const std::string& key) {
  return stored("", key).substr(1) + "/" + kResultsFile;
}

std::optional<StoredRun> SweepFolder::find(const std::string& key, bool with_log) const {
  return find_run(path_, key, with_log);
}

void SweepFolder::keep(const std::string& key, int exit_code, const std::string& message,
                       bool with_log) const {
  const std::string from = running(key);
  const std::string to = stored(path_, key);
  Json point;
  point["key"] = key;
  point["exit_code"] = exit_code;
  point["message"] = message.empty() ? Json(nullptr) : Json(message);
  std::error_code error;
  if (!with_log) fs::remove(from + "/" + kEventsFile, error);
  write_file(from + "/" + kPointFile,
             point.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
  fs::remove_all(to, error);  // what is there is not whole, or lacks its log
  fs::rename(from, to, error);
  if (error) throw UsageError(fmt::format("{}: cannot be moved to: {}", to, error.message()));
}

void SweepFolder::drop(const std::string& key) const {
  std::error_code error;
  fs::remove_all(running(key), error);
}

bool has_run(const std::string& path, const std::string& key, bool with_log) {
  return find_run(path, key, with_log).has_value();
}

}  // namespace standstill::testbench
