// Runs the program in a folder of its own, and reads the event log it leaves.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_WAVES_WAVE_RUN_H
#define STANDSTILL_TESTS_SYSTEM_WAVES_WAVE_RUN_H

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "common/types.h"

namespace standstill::testbench {

/// A line of the event log.
struct LogLine {
  Cycle cycle = 0;
  std::string source;
  std::string kind;
  std::map<std::string, std::string> fields;

  std::uint64_t number(const std::string& field) const;
};

class WaveRun {
 public:
  /// A fresh folder; removed at the end.
  WaveRun();
  ~WaveRun();
  WaveRun(const WaveRun&) = delete;
  WaveRun& operator=(const WaveRun&) = delete;

  /// A file of the run.
  std::string path(const std::string& file) const { return folder_ + "/run/" + file; }
  std::string read(const std::string& file) const { return read_file(path(file)); }
  /// A file beside the run: "output.txt" is what the program printed.
  std::string side_path(const std::string& file) const { return folder_ + "/" + file; }
  std::string read_side(const std::string& file) const { return read_file(side_path(file)); }

  /// `standstill run <words> -o <the run's folder>`; returns its exit code, -1 if a signal ended
  /// it.
  int run(const std::vector<std::string>& words) const;
  /// Starts the same and returns at once.
  pid_t start(const std::vector<std::string>& words) const;
  static int finish(pid_t process);

  std::vector<LogLine> log() const;

 private:
  static std::string read_file(const std::string& path);

  std::string folder_;
};

/// The run that most cases look at, made once: stop_machine on four harts, three rounds, waves on.
const WaveRun& rendezvous_run();

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTS_SYSTEM_WAVES_WAVE_RUN_H
