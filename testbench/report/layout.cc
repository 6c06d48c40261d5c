// Axis, series, points.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "testbench/report/phases.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench::report {
namespace {

constexpr const char* kSeed = "arg.seed";

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string value_of(const Run& run, const std::string& key) {
  const std::string* text = run.find(key);
  return text ? *text : "-";
}

/// How many values a key has in runs with results; that a run has none is one of them if `none` is
/// true.
std::size_t count_values(const std::vector<Run>& runs, const std::string& key, bool none) {
  std::set<std::string> values;
  for (const Run& run : runs)
    if (run.frequency != 0 && (none || run.find(key))) values.insert(value_of(run, key));
  return values.size();
}

bool is_numeric(const std::vector<const Run*>& runs, const std::string& key) {
  return std::all_of(runs.begin(), runs.end(),
                     [&](const Run* run) { return is_number(value_of(*run, key)); });
}

std::string choose_axis(const std::vector<const Run*>& runs, const std::vector<std::string>& axes,
                        const std::string& wanted) {
  const auto known = [&](const std::string& key) { return contains(axes, key); };
  if (!wanted.empty()) {
    for (const std::string& key : {wanted, "arg." + wanted})
      if (known(key)) return key;
    if (wanted == "machine.harts" && known("harts")) return "harts";
    const std::string choices = axes.empty() ? "nothing does" : "it must be " + join_choices(axes);
    throw UsageError(fmt::format("--x {}: it does not differ between the points: {}{}", wanted,
                                 choices, nearest_hint(wanted, axes)));
  }
  if (axes.empty() || known("harts")) return "harts";
  for (const std::string& key : axes)
    if (key != kSeed && is_numeric(runs, key)) return key;
  return axes.front();
}

/// The value of `key` says no more than the x beside it, and is a size that goes with it.
bool follows_axis(const std::vector<const Run*>& runs, const std::string& axis,
                  const std::string& key) {
  std::map<std::string, std::string> seen;
  for (const Run* run : runs)
    if (seen.emplace(value_of(*run, axis), value_of(*run, key)).first->second !=
        value_of(*run, key))
      return false;
  return seen.size() > 1 && is_numeric(runs, key);
}

std::vector<std::string> series_keys_of(const std::vector<const Run*>& runs,
                                        const std::vector<std::string>& axes,
                                        const std::string& axis) {
  std::vector<std::string> keys;
  for (const std::string& key : axes)
    if (key != axis && key != kSeed && !follows_axis(runs, axis, key)) keys.push_back(key);
  return keys;
}

std::string series_of(const Run& run, const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys)
    if (run.find(key)) text += (text.empty() ? "" : ", ") + setting_words(key, value_of(run, key));
  return text;
}

void add_new(std::vector<std::string>& words, const std::string& word) {
  if (!contains(words, word)) words.push_back(word);
}

/// The same run once more: it has the same rendezvous.
bool is_there(const Point& point, const Run& run) {
  return std::any_of(point.runs.begin(), point.runs.end(), [&](const Run* other) {
    return value_of(*other, kSeed) == value_of(run, kSeed);
  });
}

std::string label_of(const Layout& layout, const Point& point) {
  const bool bare = layout.xs.size() < 2 && !point.series.empty();
  std::string label = bare ? "" : setting_words(layout.axis, point.x);
  if (!point.series.empty()) label += (label.empty() ? "" : ", ") + point.series;
  return label;
}

/// Figures over the rendezvous of all its runs.
void finish(Point& point) {
  std::vector<const std::optional<ByCause>*> paths;
  for (const Run* run : point.runs) {
    point.rendezvous.insert(point.rendezvous.end(), run->rendezvous.begin(), run->rendezvous.end());
    for (const std::optional<ByCause>& path : run->paths) paths.push_back(&path);
  }
  point.summary = summarize(point.rendezvous);
  point.median = median_of(point.rendezvous);
  if (!point.median) return;
  const auto at = static_cast<std::size_t>(point.median - point.rendezvous.data());
  if (at < paths.size() && *paths[at]) point.path = **paths[at];
}

}  // namespace

const Point* Layout::find(const std::string& x, const std::string& one) const {
  for (const Point& point : points)
    if (point.x == x && point.series == one) return &point;
  return nullptr;
}

std::vector<std::string> differing_keys(const std::vector<Run>& runs) {
  std::vector<std::string> keys;
  for (const Run& run : runs)
    for (const Setting& setting : run.settings) add_new(keys, setting.key);
  // What a scenario has no argument for says nothing about it.
  const bool scenarios = count_values(runs, "scenario", false) > 1;
  std::vector<std::string> differing;
  for (const std::string& key : keys)
    if (count_values(runs, key, !scenarios) > 1) differing.push_back(key);
  return differing;
}

Layout lay_out(const std::vector<Run>& all, const std::vector<std::string>& axes,
               const std::string& wanted) {
  std::vector<const Run*> runs;
  for (const Run& run : all)
    if (run.status == "pass") runs.push_back(&run);
  Layout layout;
  layout.axis = choose_axis(runs, axes, wanted);
  layout.numeric = is_numeric(runs, layout.axis);
  layout.series_keys = series_keys_of(runs, axes, layout.axis);
  for (const Run* run : runs) {
    add_new(layout.xs, value_of(*run, layout.axis));
    add_new(layout.series, series_of(*run, layout.series_keys));
  }
  if (layout.numeric)
    std::sort(layout.xs.begin(), layout.xs.end(),
              [](const auto& a, const auto& b) { return std::stoull(a) < std::stoull(b); });
  for (const std::string& x : layout.xs)
    for (const std::string& series : layout.series) {
      Point point;
      for (const Run* run : runs)
        if (value_of(*run, layout.axis) == x && series_of(*run, layout.series_keys) == series &&
            !is_there(point, *run))
          point.runs.push_back(run);
      if (point.runs.empty()) continue;
      point.x = x;
      point.series = series;
      point.label = label_of(layout, point);
      finish(point);
      layout.points.push_back(std::move(point));
    }
  return layout;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 19 &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

std::string setting_words(const std::string& key, const std::string& text) {
  if (key == "harts") return text + (text == "1" ? " hart" : " harts");
  if (key == "scenario") return text;
  return (key.compare(0, 4, "arg.") == 0 ? key.substr(4) : key) + " " + text;
}

}  // namespace standstill::testbench::report
