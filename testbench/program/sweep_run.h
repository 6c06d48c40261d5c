// The runs of a sweep: several at a time, each in a process of its own, into the store.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_SWEEP_RUN_H
#define STANDSTILL_TESTBENCH_PROGRAM_SWEEP_RUN_H

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "testbench/program/children.h"
#include "testbench/program/monitor.h"
#include "testbench/program/sweep_folder.h"
#include "testbench/program/sweep_plan.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {

/// What became of the runs, by key.
struct SweepRuns {
  std::map<std::string, StoredRun> stored;          ///< all that have results
  std::map<std::string, ChildEnd> errors;           ///< those that left none
  std::map<std::string, std::uint64_t> host_times;  ///< microseconds of those that were run now

  std::size_t computed() const { return host_times.size(); }
};

/// "37 of 100 points, 1 failed, 2 at work, 12 s to go"; the time is left out where nothing tells
/// it.
/// @param done of `all` @param now_done done by this program @param microseconds that took it
std::string sweep_progress(std::size_t done, std::size_t all, std::size_t failed,
                           std::size_t at_work, std::size_t now_done, std::uint64_t microseconds);

/// Runs what the store lacks. Ends early, and in order, when an interrupt comes.
class SweepRunner {
 public:
  SweepRunner(const SweepFolder& folder, const SweepPlace& place, const Versions& versions,
              bool keep_logs, unsigned jobs, ProgressLine& progress);
  SweepRuns run(const std::vector<PlannedPoint>& points);

 private:
  using Clock = std::chrono::steady_clock;

  void start(std::size_t index, const PlannedPoint& point);
  void take(const PlannedPoint& point, const Children::Ended& ended);
  void show(std::size_t all);

  const SweepFolder& folder_;
  const SweepPlace& place_;
  const Versions& versions_;
  bool keep_logs_;
  unsigned jobs_;
  ProgressLine& progress_;
  Clock::time_point begin_ = Clock::now();
  Children children_;
  SweepRuns runs_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_SWEEP_RUN_H
