// From addresses to functions.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/functions.h"

#include <fmt/format.h>

namespace standstill::testbench {
namespace {

bool goes_on(const Part& before, const Segment& segment, const std::string& function) {
  const Segment& last = before.segment;
  return last.end == segment.begin && last.hart == segment.hart && last.cause == segment.cause &&
         last.place == segment.place && before.function == function;
}

}  // namespace

std::string name_at(Addr address, const Symbolizer& symbols) {
  return symbols ? symbols(address) : fmt::format("{:#x}", address);
}

std::string function_of(Addr pc, const Symbolizer& symbols) {
  if (pc == 0) return kNoFunction;
  const std::string place = name_at(pc, symbols);
  return place.substr(0, place.rfind("+0x"));
}

std::map<std::string, Cycle> by_function(const CriticalPath& path, const Symbolizer& symbols) {
  std::map<std::string, Cycle> sums;
  for (const auto& [pc, cycles] : path.by_pc()) sums[function_of(pc, symbols)] += cycles;
  return sums;
}

std::vector<Part> parts_of(const CriticalPath& path, const Symbolizer& symbols) {
  std::vector<Part> parts;
  for (const Segment& segment : path.segments) {
    const std::string function = function_of(segment.pc, symbols);
    if (!parts.empty() && goes_on(parts.back(), segment, function))
      parts.back().segment.end = segment.end;
    else
      parts.push_back({segment, function});
  }
  return parts;
}

}  // namespace standstill::testbench
