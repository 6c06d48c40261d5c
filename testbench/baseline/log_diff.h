// Where two event logs part.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_BASELINE_LOG_DIFF_H
#define STANDSTILL_TESTBENCH_BASELINE_LOG_DIFF_H

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

namespace standstill::testbench {

struct Parting {
  std::uint64_t line = 0;  ///< from 1
  std::string before;      ///< the event there; empty where the log has ended
  std::string after;

  /// Of the two events the one with the lower cycle, the first if they are equal, is in `before`.
  bool is_before_first() const;
  /// That event.
  const std::string& first() const { return is_before_first() ? before : after; }
  /// The cycle at which the other log has the same event (source, kind and arguments), if it has
  /// it within so many lines that nobody would look further.
  std::optional<std::uint64_t> elsewhere;
};

/// The first line at which two logs differ; nothing if they are the same.
std::optional<Parting> first_parting(std::istream& before, std::istream& after);

/// The cycle of a line of the log, 0 for what is none.
std::uint64_t cycle_of(const std::string& line);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_LOG_DIFF_H
