// Adds segments up by hart and cause.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/shares.h"

#include <fmt/format.h>

#include <algorithm>

#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

/// The place by which shares of this cause are told apart.
std::string place_of(const Segment& segment, const Symbolizer& symbols) {
  switch (segment.cause) {
    case PathCause::IrqsMasked:
      return segment.place == 0 ? "" : function_of(segment.place, symbols);
    case PathCause::Lock:
      return name_at(segment.place, symbols);
    default:
      return "";
  }
}

}  // namespace

std::vector<Share> shares_of(const CriticalPath& path, Cycle begin, Cycle end,
                             const Symbolizer& symbols) {
  std::vector<Share> all;
  for (const Segment& segment : path.segments) {
    const Cycle from = std::max(begin, segment.begin), to = std::min(end, segment.end);
    if (from >= to) continue;
    const std::string place = place_of(segment, symbols);
    auto share = std::find_if(all.begin(), all.end(), [&](const Share& each) {
      return each.cause == segment.cause && each.hart == segment.hart && each.place == place;
    });
    if (share == all.end())
      share = all.insert(all.end(), {segment.cause, segment.hart, place, 0, {}});
    share->cycles += to - from;
    share->functions[function_of(segment.pc, symbols)] += to - from;
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Share& a, const Share& b) { return a.cycles > b.cycles; });
  return all;
}

std::string words_of(const Share& share) {
  std::string words = words_of(share.cause);
  if (share.cause == PathCause::Lock) return words + " (" + share.place + ")";
  if (!share.place.empty()) return words + " in " + share.place + "()";
  const auto most =
      std::max_element(share.functions.begin(), share.functions.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == share.functions.end() || most->first == kNoFunction) return words;
  if (most->second == share.cycles) return words + " in " + most->first + "()";
  return fmt::format("{}, {} of them in {}()", words, grouped(most->second), most->first);
}

}  // namespace standstill::testbench
