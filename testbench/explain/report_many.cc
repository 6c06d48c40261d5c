// Many rendezvous: the slow ones held against the median.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "testbench/explain/report.h"
#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

constexpr std::size_t kMostRows = 12;

/// "rendezvous 4 (9,120 cycles)".
std::string title(const Explained& one) {
  return fmt::format("rendezvous {} ({} cycles)", one.rendezvous->id, grouped(one.path->cycles()));
}

std::map<std::string, Cycle> by_cause_name(const CriticalPath& path) {
  std::map<std::string, Cycle> sums;
  const auto by_cause = path.by_cause();
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    if (by_cause[cause] != 0) sums[name_of(static_cast<PathCause>(cause))] = by_cause[cause];
  return sums;
}

std::map<std::string, Cycle> by_hart_name(const CriticalPath& path) {
  std::map<std::string, Cycle> sums;
  for (const auto& [hart, cycles] : path.by_hart()) sums[fmt::format("hart {}", hart)] = cycles;
  return sums;
}

struct Excess {
  Cycle cycles = 0;
  PathCause cause{};
  std::string function;  ///< that has most of it
  Cycle in_function = 0;
};

std::map<std::pair<PathCause, std::string>, Cycle> by_both(const CriticalPath& path,
                                                           const Symbolizer& symbols) {
  std::map<std::pair<PathCause, std::string>, Cycle> sums;
  for (const auto& [segment, function] : parts_of(path, symbols))
    sums[{segment.cause, function}] += segment.cycles();
  return sums;
}

/// What `one` has more of than `median`, by cause, the largest first.
std::vector<Excess> excess_of(const Explained& one, const Explained& median,
                              const Symbolizer& symbols) {
  const auto here = one.path->by_cause(), there = median.path->by_cause();
  std::vector<Excess> all;
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    if (here[cause] > there[cause])
      all.push_back({here[cause] - there[cause], static_cast<PathCause>(cause), "", 0});
  std::stable_sort(all.begin(), all.end(),
                   [](const Excess& a, const Excess& b) { return a.cycles > b.cycles; });
  const auto both = by_both(*median.path, symbols);
  for (const auto& [key, cycles] : by_both(*one.path, symbols)) {
    const auto before = both.find(key);
    const Cycle less = before == both.end() ? 0 : before->second;
    for (Excess& excess : all)
      if (excess.cause == key.first && cycles > less + excess.in_function) {
        excess.function = key.second;
        excess.in_function = cycles - less;
      }
  }
  return all;
}

std::string words_of_excess(const std::vector<Excess>& all) {
  if (all.empty()) return "has nothing that the median has not";
  std::string text = "has ";
  for (std::size_t i = 0; i < std::min<std::size_t>(3, all.size()); ++i) {
    text += fmt::format("{}{} more cycles {}", i == 0 ? "" : "; ", grouped(all[i].cycles),
                        words_of(all[i].cause));
    if (!all[i].function.empty() && all[i].function != kNoFunction)
      text += fmt::format(" (in {}() {} more)", all[i].function, grouped(all[i].in_function));
  }
  return text;
}

Cycle value(const std::map<std::string, Cycle>& sums, const std::string& name) {
  const auto entry = sums.find(name);
  return entry == sums.end() ? 0 : entry->second;
}

/// Three columns of what `sums` makes of the paths, the rows with most between them first.
template <typename Sums>
std::string columns(const char* what, const Ranks& ranks, Sums sums) {
  const std::map<std::string, Cycle> all[] = {sums(*ranks.median.path), sums(*ranks.p99.path),
                                              sums(*ranks.maximum.path)};
  std::map<std::string, Cycle> most;
  for (const auto& each : all)
    for (const auto& [name, cycles] : each) most[name] = std::max(most[name], cycles);
  std::vector<std::pair<std::string, Cycle>> rows(most.begin(), most.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (rows.size() > kMostRows) rows.resize(kMostRows);
  std::string text = fmt::format("\n  {:>12}{:>12}{:>12}  {}\n", "median", "p99", "maximum", what);
  for (const auto& row : rows)
    text += fmt::format("  {:>12}{:>12}{:>12}  {}\n", grouped(value(all[0], row.first)),
                        grouped(value(all[1], row.first)), grouped(value(all[2], row.first)),
                        row.first);
  return text;
}

}  // namespace

Ranks ranks_of(std::vector<Explained> all) {
  std::stable_sort(all.begin(), all.end(), [](const Explained& a, const Explained& b) {
    return a.path->cycles() < b.path->cycles();
  });
  const auto at_rank = [&](std::size_t percent) {
    return all[(all.size() * percent + 99) / 100 - 1];
  };
  return {at_rank(50), at_rank(99), all.back()};
}

std::string explain_many(const std::vector<Explained>& all, const Symbolizer& symbols) {
  const Ranks ranks = ranks_of(all);
  std::string text = fmt::format("{} rendezvous. The median is {}:\n\n{}", all.size(),
                                 title(ranks.median), explain_one(ranks.median, symbols, false));
  const auto add = [&](const char* name, const Explained& one) {
    text += fmt::format("\nThe {}, {}, {}.\n{}\n", name, title(one),
                        words_of_excess(excess_of(one, ranks.median, symbols)),
                        last_arrival(one, symbols));
  };
  const bool same = ranks.p99.rendezvous == ranks.maximum.rendezvous;
  if (!same) add("p99", ranks.p99);
  add(same ? "p99, which is the maximum" : "maximum", ranks.maximum);
  text += "\nThe three beside each other, each row by its largest:\n";
  text += columns("cause", ranks, by_cause_name);
  text += columns("function", ranks,
                  [&](const CriticalPath& path) { return by_function(path, symbols); });
  return text + columns("hart", ranks, by_hart_name);
}

}  // namespace standstill::testbench
