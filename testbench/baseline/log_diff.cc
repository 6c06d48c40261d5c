// Reads two logs side by side.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/log_diff.h"

#include <cstdlib>

namespace standstill::testbench {
namespace {

constexpr unsigned kLinesToSearch = 20'000;

/// Source, kind and arguments of a line: all but its cycle and the numbers of events.
std::string what_happens(const std::string& line) {
  std::string text;
  unsigned column = 0;
  for (const char c : line) {
    if (c == '\t') ++column;
    if (column == 1 || column == 2 || column > 4) text += c;
  }
  return text;
}

std::optional<std::uint64_t> find_same(const std::string& event, std::string line,
                                       std::istream& rest) {
  const std::string wanted = what_happens(event);
  for (unsigned i = 0; i < kLinesToSearch; ++i) {
    if (what_happens(line) == wanted) return cycle_of(line);
    if (!std::getline(rest, line)) break;
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t cycle_of(const std::string& line) { return std::strtoull(line.c_str(), nullptr, 10); }

bool Parting::is_before_first() const {
  if (before.empty() || after.empty()) return after.empty();
  return cycle_of(before) <= cycle_of(after);
}

std::optional<Parting> first_parting(std::istream& before, std::istream& after) {
  Parting parting;
  for (;;) {
    ++parting.line;
    parting.before.clear();
    parting.after.clear();
    const bool more_before = static_cast<bool>(std::getline(before, parting.before));
    const bool more_after = static_cast<bool>(std::getline(after, parting.after));
    if (!more_before && !more_after) return std::nullopt;
    if (parting.before == parting.after && more_before == more_after) continue;
    const bool first = parting.is_before_first();
    parting.elsewhere =
        find_same(parting.first(), first ? parting.after : parting.before, first ? after : before);
    return parting;
  }
}

}  // namespace standstill::testbench
