// Watches a run from the terminal: shows how far it is, and ends it on Ctrl-C.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_MONITOR_H
#define STANDSTILL_TESTBENCH_PROGRAM_MONITOR_H

#include <chrono>
#include <cstdio>
#include <string>

#include "testbench/program/simulation.h"

namespace standstill::testbench {

/// One line on a terminal that is written over and over.
class ProgressLine {
 public:
  /// @param terminal null: nothing is shown
  explicit ProgressLine(std::FILE* terminal) : terminal_(terminal) {}
  void show(const std::string& text);
  void clear();
  bool is_on() const { return terminal_ != nullptr; }

 private:
  std::FILE* terminal_;
  bool shown_ = false;
};

/// "12,345,678 cycles, 1,234,567 a second"; with a limit also its share and the time to it.
std::string progress_text(Cycle now, Cycle limit, std::uint64_t microseconds);

class TerminalMonitor final : public RunMonitor {
 public:
  /// @param limit max_cycles of the run, or kNever
  TerminalMonitor(ProgressLine& progress, const EventLog& log, Cycle limit);
  bool keep_going(Cycle now) override;
  /// Host time since it was made.
  std::uint64_t microseconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  ProgressLine& progress_;
  const EventLog& log_;
  Cycle limit_;
  Clock::time_point start_;
  std::uint64_t shown_at_ = 0;  ///< microseconds
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_MONITOR_H
