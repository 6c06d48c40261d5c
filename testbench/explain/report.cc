// Puts the path into words.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "testbench/explain/shares.h"
#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

constexpr std::size_t kMostFunctions = 16;

Moment arrival_of(const Rendezvous& rendezvous, const HartMoments& hart) {
  return rendezvous.is_lock_step() ? hart.prepare : hart.stopper;
}

/// Rows of a table: the largest first.
template <typename Key>
std::vector<std::pair<Key, Cycle>> descending(const std::map<Key, Cycle>& sums) {
  std::vector<std::pair<Key, Cycle>> rows(sums.begin(), sums.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return rows;
}

/// A row as it goes into a table: without the blanks that fill its last column.
std::string row(std::string text) {
  text.resize(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string causes_table(const CriticalPath& path) {
  const auto by_cause = path.by_cause();
  std::map<unsigned, Cycle> sums;
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    if (by_cause[cause] != 0) sums[cause] = by_cause[cause];
  std::string text = fmt::format("\n  {:>12}{:>8}  {}\n", "cycles", "share", "cause");
  for (const auto& [cause, cycles] : descending(sums))
    text += row(fmt::format("  {:>12}{:>8}  {:<16}{}", grouped(cycles),
                            percent(cycles, path.cycles()), name_of(static_cast<PathCause>(cause)),
                            words_of(static_cast<PathCause>(cause))));
  return text;
}

std::string harts_table(const CriticalPath& path) {
  std::string text = fmt::format("\n  {:>12}{:>8}  {}\n", "cycles", "share", "hart");
  for (const auto& [hart, cycles] : path.by_hart())
    text +=
        fmt::format("  {:>12}{:>8}  {}\n", grouped(cycles), percent(cycles, path.cycles()), hart);
  return text;
}

std::string functions_table(const CriticalPath& path, const Symbolizer& symbols) {
  const auto rows = descending(by_function(path, symbols));
  std::string text = fmt::format("\n  {:>12}{:>8}  {}\n", "cycles", "share", "function");
  Cycle rest = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [function, cycles] = rows[i];
    if (i >= kMostFunctions)
      rest += cycles;
    else
      text += fmt::format("  {:>12}{:>8}  {}\n", grouped(cycles), percent(cycles, path.cycles()),
                          function == kNoFunction ? "- (on no hart)" : function);
  }
  if (rest != 0)
    text += fmt::format("  {:>12}{:>8}  {} others\n", grouped(rest), percent(rest, path.cycles()),
                        rows.size() - kMostFunctions);
  return text;
}

std::string segments_table(const CriticalPath& path, const Symbolizer& symbols) {
  std::string text = fmt::format("\n  {:>12}{:>10}{:>6}  {:<14}{:<44} {}\n", "from", "cycles",
                                 "hart", "cause", "function", "where");
  for (const auto& [segment, function] : parts_of(path, symbols))
    text += row(fmt::format("  {:>12}{:>10}{:>6}  {:<14}{:<44} {}", segment.begin, segment.cycles(),
                            segment.hart, name_of(segment.cause), function,
                            segment.place == 0 ? "" : name_at(segment.place, symbols)));
  return text;
}

}  // namespace

std::string last_arrival(const Explained& one, const Symbolizer& symbols) {
  const HartMoments* last = nullptr;
  Cycle arrived = 0;
  for (const HartMoments& hart : one.rendezvous->harts) {
    const Moment arrival = arrival_of(*one.rendezvous, hart);
    if (arrival && (last == nullptr || *arrival > arrived)) {
      last = &hart;
      arrived = *arrival;
    }
  }
  if (last == nullptr) return "";
  if (!last->doorbell || *last->doorbell > arrived)
    return fmt::format("Hart {} arrived last, {} cycles after the call.", last->hart,
                       grouped(arrived - one.rendezvous->call));
  const auto on_the_way = shares_of(*one.path, *last->doorbell, arrived, symbols);
  const auto own = std::find_if(on_the_way.begin(), on_the_way.end(),
                                [&](const Share& share) { return share.hart == last->hart; });
  std::string text = fmt::format("Hart {} arrived last, {} cycles after its doorbell", last->hart,
                                 grouped(arrived - *last->doorbell));
  if (own != on_the_way.end())
    text += fmt::format(": {} of them {}", grouped(own->cycles), words_of(*own));
  return text + ".";
}

std::string explain_one(const Explained& one, const Symbolizer& symbols, bool segments) {
  const Rendezvous& rendezvous = *one.rendezvous;
  std::string text =
      fmt::format("Rendezvous {}, {} of hart {}, took {} cycles.", rendezvous.id,
                  kind_name(rendezvous.kind), rendezvous.initiator, grouped(one.path->cycles()));
  const std::vector<Share> all = shares_of(*one.path, 0, kNever, symbols);
  for (std::size_t i = 0; i < std::min<std::size_t>(3, all.size()); ++i)
    text += fmt::format("{} hart {} spent {} ({}) {}", i == 0 ? " On its critical path" : ",",
                        all[i].hart, grouped(all[i].cycles),
                        percent(all[i].cycles, one.path->cycles()), words_of(all[i]));
  text += ".\n";
  const std::string last = last_arrival(one, symbols);
  if (!last.empty()) text += last + "\n";
  text += causes_table(*one.path) + harts_table(*one.path) + functions_table(*one.path, symbols);
  return segments ? text + segments_table(*one.path, symbols) : text;
}

}  // namespace standstill::testbench
