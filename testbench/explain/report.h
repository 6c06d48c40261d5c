// Critical paths in words and tables.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_REPORT_H
#define STANDSTILL_TESTBENCH_EXPLAIN_REPORT_H

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "testbench/explain/path.h"
#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

/// The name of what lies at an address of the guest.
using Symbolizer = std::function<std::string(Addr)>;

/// A rendezvous that has returned, and its path.
struct Explained {
  const Rendezvous* rendezvous = nullptr;
  const CriticalPath* path = nullptr;
};

/// One rendezvous: a paragraph, what its cycles went to by cause and by hart, and, if asked for,
/// every segment.
std::string explain_one(const Explained& one, const Symbolizer& symbols, bool segments);

/// Many: what dominates the median, and what the p99 and the maximum have that it has not. By
/// nearest rank, ties by number. `all` must not be empty.
std::string explain_many(std::vector<Explained> all, const Symbolizer& symbols);

/// "Hart 3 arrived last, 812 cycles after its doorbell: 640 of them with interrupts masked in
/// lock_holder().", empty where nobody had to come.
std::string last_arrival(const Explained& one, const Symbolizer& symbols);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_REPORT_H
