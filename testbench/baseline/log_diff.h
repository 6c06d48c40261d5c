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
};

/// The first line at which two logs differ; nothing if they are the same.
std::optional<Parting> first_parting(std::istream& before, std::istream& after);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_LOG_DIFF_H
