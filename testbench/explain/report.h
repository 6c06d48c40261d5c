// Critical paths in words and tables.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_REPORT_H
#define STANDSTILL_TESTBENCH_EXPLAIN_REPORT_H

#include <string>
#include <vector>

#include "testbench/explain/functions.h"
#include "testbench/explain/path.h"
#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

/// A rendezvous that has returned, and its path.
struct Explained {
  const Rendezvous* rendezvous = nullptr;
  const CriticalPath* path = nullptr;
};

/// One rendezvous: a paragraph, what its cycles went to by cause, by hart and by function, and, if
/// asked for, every segment.
std::string explain_one(const Explained& one, const Symbolizer& symbols, bool segments);

/// Of many: the median, the p99 and the slowest, by nearest rank, ties by number.
struct Ranks {
  Explained median, p99, maximum;
};
/// `all` must not be empty.
Ranks ranks_of(std::vector<Explained> all);

/// Many: what dominates the median, and what the p99 and the maximum have that it has not, by
/// cause, by function and by hart. `all` must not be empty.
std::string explain_many(const std::vector<Explained>& all, const Symbolizer& symbols);

/// "Hart 3 arrived last, 812 cycles after its doorbell: 640 of them with interrupts masked in
/// lock_holder().", empty where nobody had to come.
std::string last_arrival(const Explained& one, const Symbolizer& symbols);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_REPORT_H
