// The folder a sweep leaves its files in, and the store of runs in it.
// SPDX-License-Identifier: Apache-2.0
//
// A run is made in running/KEY and renamed to points/KEY when it is whole: whatever ends the
// program, and whenever, a folder in points/ is that of a run that has ended.
#ifndef STANDSTILL_TESTBENCH_PROGRAM_SWEEP_FOLDER_H
#define STANDSTILL_TESTBENCH_PROGRAM_SWEEP_FOLDER_H

#include <optional>
#include <string>

#include "testbench/sweep/sweep_file.h"

namespace standstill::testbench {

/// A run that is in the store.
struct StoredRun {
  PointStatus status = PointStatus::Pass;
  PointFigures figures;
  int exit_code = 0;    ///< of `standstill run`: 0, 1 or 3
  std::string message;  ///< why it did not pass; empty if it did
};

class SweepFolder {
 public:
  /// Makes the folder, or goes on with that of an earlier sweep, and holds it until its end. Throws
  /// UsageError for a folder with anything else in it, or where another sweep is at work.
  explicit SweepFolder(const std::string& path);
  ~SweepFolder();
  SweepFolder(const SweepFolder&) = delete;
  SweepFolder& operator=(const SweepFolder&) = delete;

  std::string file(const char* name) const { return path_ + "/" + name; }
  /// Where the run of this key is to be made.
  std::string running(const std::string& key) const;
  /// Its results.json, seen from the folder.
  static std::string results(const std::string& key);

  /// The run, if the folder holds it whole. @param with_log only if its event log is there too
  std::optional<StoredRun> find(const std::string& key, bool with_log) const;
  /// Takes what is in running() into the store. Throws UsageError.
  void keep(const std::string& key, int exit_code, const std::string& message, bool with_log) const;
  /// Removes what is in running().
  void drop(const std::string& key) const;

 private:
  std::string path_;
  int lock_ = -1;  ///< file descriptor
};

/// True if `path` holds the whole run of this key; looks only.
bool has_run(const std::string& path, const std::string& key, bool with_log);

/// In each folder of points/: what its name is the hash of.
inline constexpr const char* kInputsFile = "inputs.json";
inline constexpr const char* kSweepFile = "sweep.json";
inline constexpr const char* kCsvFile = "sweep.csv";

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_SWEEP_FOLDER_H
