// Puts the path into words.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

/// Cycles of one cause on one hart, at one place where the cause has one that matters.
struct Share {
  PathCause cause{};
  HartId hart = 0;
  std::string place;
  Cycle cycles = 0;
};

bool names_its_place(PathCause cause) {
  return cause == PathCause::IrqsMasked || cause == PathCause::Lock;
}

/// The shares of what lies in [begin, end), the largest first.
std::vector<Share> shares(const CriticalPath& path, Cycle begin, Cycle end,
                          const Symbolizer& symbols) {
  std::vector<Share> all;
  for (const Segment& segment : path.segments) {
    const Cycle from = std::max(begin, segment.begin), to = std::min(end, segment.end);
    if (from >= to) continue;
    std::string place =
        names_its_place(segment.cause) && segment.place != 0 ? symbols(segment.place) : "";
    place.resize(std::min(place.size(), place.find('+')));  // the function, not where in it
    const auto same = std::find_if(all.begin(), all.end(), [&](const Share& share) {
      return share.cause == segment.cause && share.hart == segment.hart && share.place == place;
    });
    if (same == all.end())
      all.push_back({segment.cause, segment.hart, place, to - from});
    else
      same->cycles += to - from;
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Share& a, const Share& b) { return a.cycles > b.cycles; });
  return all;
}

/// "with interrupts masked in lock_holder()".
std::string words_of(const Share& share) {
  std::string words = words_of(share.cause);
  if (share.place.empty()) return words;
  words += share.cause == PathCause::Lock ? " (" + share.place + ")" : " in " + share.place + "()";
  return words;
}

Moment arrival_of(const Rendezvous& rendezvous, const HartMoments& hart) {
  return rendezvous.is_lock_step() ? hart.prepare : hart.stopper;
}

std::string causes_table(const CriticalPath& path) {
  const auto by_cause = path.by_cause();
  std::vector<unsigned> order;
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    if (by_cause[cause] != 0) order.push_back(cause);
  std::stable_sort(order.begin(), order.end(),
                   [&](unsigned a, unsigned b) { return by_cause[a] > by_cause[b]; });
  std::string text = fmt::format("\n  {:<16}{:>12}{:>10}\n", "cause", "cycles", "share");
  for (const unsigned cause : order)
    text += fmt::format("  {:<16}{:>12}{:>10}  {}\n", name_of(static_cast<PathCause>(cause)),
                        grouped(by_cause[cause]), percent(by_cause[cause], path.cycles()),
                        words_of(static_cast<PathCause>(cause)));
  return text;
}

std::string harts_table(const CriticalPath& path) {
  std::string text = fmt::format("\n  {:<16}{:>12}{:>10}\n", "hart", "cycles", "share");
  for (const auto& [hart, cycles] : path.by_hart())
    text += fmt::format("  {:<16}{:>12}{:>10}\n", hart, grouped(cycles),
                        percent(cycles, path.cycles()));
  return text;
}

std::string segments_table(const CriticalPath& path, const Symbolizer& symbols) {
  std::string text =
      fmt::format("\n  {:>12}{:>10}{:>6}  {:<15} {}\n", "from", "cycles", "hart", "cause", "where");
  for (const Segment& segment : path.segments)
    text += fmt::format("  {:>12}{:>10}{:>6}  {:<15} {}\n", segment.begin, segment.cycles(),
                        segment.hart, name_of(segment.cause),
                        segment.place == 0 ? "" : symbols(segment.place));
  return text;
}

/// "rendezvous 4 (9,120 cycles)".
std::string title(const Explained& one) {
  return fmt::format("rendezvous {} ({} cycles)", one.rendezvous->id, grouped(one.path->cycles()));
}

/// What `one` has more of than `median`, the largest excess first.
std::string excess(const Explained& one, const Explained& median) {
  const auto here = one.path->by_cause(), there = median.path->by_cause();
  std::vector<std::pair<Cycle, unsigned>> more;
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    if (here[cause] > there[cause]) more.push_back({here[cause] - there[cause], cause});
  if (more.empty()) return "has nothing that the median has not";
  std::stable_sort(more.begin(), more.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, more.size()); ++i)
    text += fmt::format("{}{} more cycles {}", i == 0 ? "" : ", ", grouped(more[i].first),
                        words_of(static_cast<PathCause>(more[i].second)));
  return "has " + text;
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
  const auto on_the_way = shares(*one.path, *last->doorbell, arrived, symbols);
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
  const std::vector<Share> all = shares(*one.path, 0, kNever, symbols);
  for (std::size_t i = 0; i < std::min<std::size_t>(3, all.size()); ++i)
    text += fmt::format("{} hart {} spent {} ({}) {}", i == 0 ? " On its critical path" : ",",
                        all[i].hart, grouped(all[i].cycles),
                        percent(all[i].cycles, one.path->cycles()), words_of(all[i]));
  text += ".\n";
  const std::string last = last_arrival(one, symbols);
  if (!last.empty()) text += last + "\n";
  text += causes_table(*one.path) + harts_table(*one.path);
  return segments ? text + segments_table(*one.path, symbols) : text;
}

std::string explain_many(std::vector<Explained> all, const Symbolizer& symbols) {
  std::stable_sort(all.begin(), all.end(), [](const Explained& a, const Explained& b) {
    return a.path->cycles() < b.path->cycles();
  });
  const auto at_rank = [&](std::size_t percent) {
    return all[(all.size() * percent + 99) / 100 - 1];
  };
  const Explained median = at_rank(50), p99 = at_rank(99), most = all.back();
  std::string text = fmt::format("{} rendezvous. The median is {}:\n\n{}", all.size(),
                                 title(median), explain_one(median, symbols, false));
  for (const auto& [name, one] : {std::pair{"p99", p99}, std::pair{"maximum", most}})
    text += fmt::format("\nThe {}, {}, {}.\n{}\n", name, title(one), excess(one, median),
                        last_arrival(one, symbols));
  return text;
}

}  // namespace standstill::testbench
