// Picks what tells most.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/moves.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

/// Of one kind in a headline.
constexpr std::size_t kNamed = 4;
constexpr const char* kPathCause = "critical_path.by_cause.";

bool begins_with(const std::string& text, const std::string& beginning) {
  return text.compare(0, beginning.size(), beginning) == 0;
}

bool ends_with(const std::string& text, const std::string& ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

std::string value_text(const Figure& figure) {
  return figure.value ? grouped(*figure.value) : "none";
}

/// Moved by a larger part of what it was.
bool is_larger_share(const Move& a, const Move& b) {
  const auto share = [](const Move& move, const Move& other) {
    return __extension__ static_cast<unsigned __int128>(move.distance()) *
           std::max<std::uint64_t>(other.before.value.value_or(0), 1);
  };
  return share(a, b) > share(b, a);
}

bool is_further(const Move& a, const Move& b) { return a.distance() > b.distance(); }

/// "irq_off" of "summary.irq_off.median", "region 3" of "regions.3.median"; else nothing.
std::string phase_of(const std::string& name) {
  const std::string median = ".median";
  if (!ends_with(name, median)) return "";
  for (const auto& [prefix, word] :
       {std::pair<std::string, const char*>{"summary.", ""}, {"regions.", "region "}})
    if (begins_with(name, prefix))
      return word + name.substr(prefix.size(), name.size() - prefix.size() - median.size());
  return "";
}

std::string cause_of(const std::string& name) {
  return begins_with(name, kPathCause) ? name.substr(std::string(kPathCause).size()) : "";
}

/// "-" is where no hart is at work.
std::string function_of(const std::string& name) { return name == "-" ? "" : name; }

std::string same_name(const std::string& name) { return name; }

/// "ipi 26 -> 28 (+2), gather 4,164 -> 4,200 (+36)": the first few of those that have a short name.
std::string named(const std::vector<Move>& all, std::string (*short_name)(const std::string&),
                  bool (*before)(const Move&, const Move&)) {
  std::vector<Move> chosen;
  for (const Move& move : all)
    if (!short_name(move.name()).empty()) chosen.push_back(move);
  std::stable_sort(chosen.begin(), chosen.end(), before);
  std::string text;
  for (std::size_t i = 0; i < std::min(chosen.size(), kNamed); ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", short_name(chosen[i].name()),
                        short_move_text(chosen[i]));
  if (chosen.size() > kNamed) text += fmt::format(" and {} more", chosen.size() - kNamed);
  return text;
}

}  // namespace

std::uint64_t Move::distance() const {
  const std::uint64_t a = before.value.value_or(0), b = after.value.value_or(0);
  return std::max(a, b) - std::min(a, b);
}

std::vector<Move> moves(const std::vector<Figure>& before, const std::vector<Figure>& after) {
  std::map<std::string, const Figure*> index;
  for (const Figure& figure : after) index[figure.name] = &figure;
  std::vector<Move> all;
  for (const Figure& figure : before) {
    const auto found = index.find(figure.name);
    if (found != index.end() && found->second->value != figure.value)
      all.push_back({figure, *found->second});
  }
  return all;
}

std::vector<Move> moves_of_sums(std::vector<Figure> before, std::vector<Figure> after) {
  if (before.empty() || after.empty()) return {};
  const auto complete = [](std::vector<Figure>& some, const std::vector<Figure>& others) {
    for (const Figure& other : others)
      if (!find_figure(some, other.name)) some.push_back({other.name, 0});
  };
  complete(before, after);
  complete(after, before);
  return moves(before, after);
}

std::vector<Move> furthest(std::vector<Move> all, std::size_t count) {
  if (all.size() <= count) return all;
  std::vector<std::uint64_t> distances;
  distances.reserve(all.size());
  for (const Move& move : all) distances.push_back(move.distance());
  const auto nth = distances.begin() + static_cast<std::ptrdiff_t>(count) - 1;
  std::nth_element(distances.begin(), nth, distances.end(), std::greater<>());
  const std::uint64_t least = *nth;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Move& move) { return move.distance() < least; }),
            all.end());
  all.resize(std::min(all.size(), count));
  return all;
}

std::string short_move_text(const Move& move) {
  std::string text = fmt::format("{} -> {}", value_text(move.before), value_text(move.after));
  if (move.before.value && move.after.value)
    text += fmt::format(" ({}{})", *move.after.value > *move.before.value ? "+" : "-",
                        grouped(move.distance()));
  return text;
}

std::vector<std::string> headlines(const std::vector<Move>& figures,
                                   const std::vector<Move>& phases,
                                   const std::vector<Move>& functions) {
  std::vector<std::string> lines;
  const auto add = [&](const char* heading, const std::string& text) {
    if (!text.empty()) lines.push_back(fmt::format("{:<15} {}", heading, text));
  };
  add("phases", named(figures, phase_of, is_larger_share));
  add("harts", named(phases, same_name, is_larger_share));
  add("critical path", named(figures, cause_of, is_further));
  add("functions", named(functions, function_of, is_further));
  return lines;
}

}  // namespace standstill::testbench
