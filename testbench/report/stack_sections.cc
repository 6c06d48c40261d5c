// Phases and the critical path of the median rendezvous of each point, as stacked bars.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "testbench/explain/path.h"
#include "testbench/report/html.h"
#include "testbench/report/phases.h"
#include "testbench/report/sections.h"
#include "testbench/text/number.h"

namespace standstill::testbench::report {
namespace {

/// The part with most cycles in the last row, and that row: what a sentence names.
std::string largest_words(const Stack& stack) {
  const std::size_t row = stack.labels.size() - 1;
  const Part* most = &stack.parts.front();
  Cycle sum = 0;
  for (const Part& part : stack.parts) {
    sum += part.cycles[row];
    if (part.cycles[row] > most->cycles[row]) most = &part;
  }
  return fmt::format("{}: <strong>{}</strong> is {} of {} core cycles ({})",
                     escaped(stack.labels[row]), escaped(most->name), grouped(most->cycles[row]),
                     grouped(sum), percent(most->cycles[row], sum));
}

std::string cause_words(const std::string& name) {
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    if (name == name_of(static_cast<PathCause>(cause)))
      return words_of(static_cast<PathCause>(cause));
  return "";
}

std::string definitions_html(const std::vector<std::pair<std::string, std::string>>& all) {
  std::string html = "<dl>";
  for (const auto& [name, words] : all)
    html += fmt::format("<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(words));
  return html + "</dl>\n";
}

/// A part for each cause that any point has, those with most cycles first.
std::vector<Part> cause_parts(const std::vector<const Point*>& points) {
  std::map<std::string, Part> parts;
  for (std::size_t i = 0; i < points.size(); ++i)
    for (const auto& [name, cycles] : points[i]->path) {
      Part& part = parts[name];
      // A cause that is newer than the page has no colour of its own.
      part.name = name;
      part.colour = cause_words(name).empty() ? "rest" : "cause-" + name;
      part.cycles.resize(points.size());
      part.cycles[i] += cycles;
    }
  std::vector<Part> sorted;
  sorted.reserve(parts.size());
  for (auto& [name, part] : parts) sorted.push_back(std::move(part));
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Part& a, const Part& b) { return a.total() > b.total(); });
  return sorted;
}

}  // namespace

Section phase_section(const Layout& layout) {
  Stack stack;
  stack.id = "phases-chart";
  stack.title = "Phases of the median rendezvous";
  for (const PhaseRow& phase : kPhases)
    stack.parts.push_back({phase.name, std::string("phase-") + phase.name, {}});
  for (const Point& point : layout.points) {
    if (!point.median) continue;
    stack.labels.push_back(point.label);
    const auto cycles = phases_of(*point.median);
    for (std::size_t i = 0; i < kPhaseCount; ++i) stack.parts[i].cycles.push_back(cycles[i]);
  }
  if (stack.labels.empty()) return {};
  Section section = stack_section(stack);
  std::vector<std::pair<std::string, std::string>> definitions;
  for (const PhaseRow& phase : kPhases)
    definitions.emplace_back(phase.name, std::string("until ") + phase.until);
  section.html += folded("What each phase is", definitions_html(definitions));
  section.html =
      section_html("phases", "Phases",
                   "One rendezvous cut into what comes after what: " + largest_words(stack) +
                       ". The first three are <em>gather</em>; from <em>disable</em> to "
                       "<em>leave</em> interrupts are off.",
                   section.html);
  return section;
}

Section path_section(const Layout& layout) {
  std::vector<const Point*> points;
  for (const Point& point : layout.points)
    if (!point.path.empty()) points.push_back(&point);
  if (points.empty()) return {};
  Stack stack;
  stack.id = "path-chart";
  stack.title = "Critical path of the median rendezvous, by cause";
  for (const Point* point : points) stack.labels.push_back(point->label);
  stack.parts = cause_parts(points);
  Section section = stack_section(stack);
  std::vector<std::pair<std::string, std::string>> definitions;
  for (const Part& part : stack.parts)
    if (const std::string words = cause_words(part.name); !words.empty())
      definitions.emplace_back(part.name, words);
  section.html += folded("What each cause is", definitions_html(definitions));
  section.html =
      section_html("path", "Critical path",
                   "What the cycles of the same rendezvous were spent on, each charged once: " +
                       largest_words(stack) + ".",
                   section.html);
  return section;
}

}  // namespace standstill::testbench::report
