// What a path is told by in a sentence: a hart, a cause, and the function it is most about.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_SHARES_H
#define STANDSTILL_TESTBENCH_EXPLAIN_SHARES_H

#include <map>
#include <string>
#include <vector>

#include "testbench/explain/functions.h"
#include "testbench/explain/path.h"

namespace standstill::testbench {

/// Cycles of one cause on one hart; where interrupts were masked, or a lock was handed over, those
/// of one function or lock.
struct Share {
  PathCause cause{};
  HartId hart = 0;
  std::string place;
  Cycle cycles = 0;
  std::map<std::string, Cycle> functions;  ///< adds up to `cycles`
};

/// The shares of what lies in [begin, end), the largest first.
std::vector<Share> shares_of(const CriticalPath& path, Cycle begin, Cycle end,
                             const Symbolizer& symbols);

/// "with interrupts masked in lock_holder()", "executing, 640 of them in schedule()".
std::string words_of(const Share& share);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_SHARES_H
