// The functions that a critical path leads through.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_FUNCTIONS_H
#define STANDSTILL_TESTBENCH_EXPLAIN_FUNCTIONS_H

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "testbench/explain/path.h"

namespace standstill::testbench {

/// The name of what lies at an address of the guest: "schedule+0x1c". An empty one leaves
/// addresses.
using Symbolizer = std::function<std::string(Addr)>;

/// Stands for the function where no hart is at work, or where it is not known.
inline constexpr const char* kNoFunction = "-";

/// symbols(address), or the address where there are none.
std::string name_at(Addr address, const Symbolizer& symbols);

/// The function of a pc: "schedule"; kNoFunction for 0.
std::string function_of(Addr pc, const Symbolizer& symbols);

/// By function, kNoFunction too: adds up to the path's cycles.
std::map<std::string, Cycle> by_function(const CriticalPath& path, const Symbolizer& symbols);

/// A part of the path that is the same in all that is said of it.
struct Part {
  Segment segment;
  std::string function;
};

/// The path in as few parts as there are.
std::vector<Part> parts_of(const CriticalPath& path, const Symbolizer& symbols);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_FUNCTIONS_H
