// What sections are made of.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "testbench/report/html.h"
#include "testbench/report/sections.h"
#include "testbench/text/number.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

/// Points that a stacked chart shows; the table has all of them.
constexpr std::size_t kMostBars = 32;
constexpr unsigned kBarHeight = 34;
constexpr unsigned kAxisHeight = 64;

std::string legend_html(const std::vector<Part>& parts) {
  std::string html = "<ul class=\"legend\">";
  for (const Part& part : parts)
    html += fmt::format("<li>{}{}</li>", swatch(part.colour), escaped(part.name));
  return html + "</ul>";
}

std::vector<Cycle> sums_of(const Stack& stack) {
  std::vector<Cycle> sums(stack.labels.size());
  for (const Part& part : stack.parts)
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += part.cycles[i];
  return sums;
}

/// Parts that are under a hundredth of every bar, as one: a legend is to be read.
std::vector<Part> drawn_parts(const Stack& stack) {
  const std::vector<Cycle> sums = sums_of(stack);
  std::vector<Part> drawn;
  Part rest{"each under 1 %", "rest", std::vector<Cycle>(sums.size())};
  for (const Part& part : stack.parts) {
    bool large = false;
    for (std::size_t i = 0; i < sums.size(); ++i)
      large |= part.cycles[i] * 100 >= sums[i] && sums[i];
    if (large) {
      drawn.push_back(part);
    } else {
      for (std::size_t i = 0; i < sums.size(); ++i) rest.cycles[i] += part.cycles[i];
    }
  }
  if (rest.total() != 0) drawn.push_back(rest);
  return drawn;
}

/// A row a point.
Table rows_of_points(const Stack& stack) {
  Table table;
  table.columns = {{"point", true, "", false}, {"sum", false, "", false}};
  for (const Part& part : stack.parts)
    table.columns.push_back({part.name, false, part.colour, false});
  const std::vector<Cycle> sums = sums_of(stack);
  for (std::size_t i = 0; i < stack.labels.size(); ++i) {
    std::vector<std::string>& row = table.rows.emplace_back();
    row = {stack.labels[i], grouped(sums[i])};
    for (const Part& part : stack.parts) row.push_back(grouped(part.cycles[i]));
  }
  return table;
}

/// A row a part, and one for the sum.
Table rows_of_parts(const Stack& stack) {
  Table table;
  table.columns = {{"core cycles", true, "", false}};
  for (const std::string& label : stack.labels) table.columns.push_back({label, false, "", false});
  const auto add = [&](const std::string& name, const std::string& colour,
                       const std::vector<Cycle>& cycles) {
    std::vector<std::string>& row = table.rows.emplace_back();
    row = {name};
    for (const Cycle value : cycles) row.push_back(grouped(value));
    table.colours.push_back(colour);
  };
  add("sum", "", sums_of(stack));
  for (const Part& part : stack.parts) add(part.name, part.colour, part.cycles);
  return table;
}

/// What there is more of goes down.
Table stack_table(const Stack& stack) {
  Table table =
      stack.labels.size() < stack.parts.size() ? rows_of_parts(stack) : rows_of_points(stack);
  table.caption = stack.title + ", core cycles";
  return table;
}

}  // namespace

Cycle Part::total() const {
  Cycle sum = 0;
  for (const Cycle value : cycles) sum += value;
  return sum;
}

std::string section_html(const std::string& id, const std::string& heading, const std::string& seen,
                         const std::string& body) {
  return fmt::format(
      "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n<p class=\"seen\">{2}</p>\n{3}"
      "</section>\n",
      id, escaped(heading), seen, body);
}

std::string figure_html(const std::string& id, const std::string& title, unsigned height,
                        const std::string& legend) {
  return fmt::format(
      "<figure class=\"plot\"><figcaption>{0}</figcaption>\n{3}<div style=\"height:{2}px\">"
      "<canvas id=\"{1}\" role=\"img\" aria-label=\"{0}; the table has its "
      "numbers\"></canvas></div>"
      "</figure>\n",
      escaped(title), id, height, legend);
}

SeriesMark series_mark(std::size_t index) {
  static constexpr SeriesMark kMarks[kMostSeries] = {
      {"blue", "\u25CF"}, {"orange", "\u25A0"}, {"green", "\u25B2"}, {"purple", "\u25C6"},
      {"sky", "\u25CB"},  {"red", "\u25A1"},    {"olive", "\u25B3"}, {"grey", "\u25C7"}};
  return kMarks[index % kMostSeries];
}

Section stack_section(const Stack& stack) {
  Section section;
  const std::vector<Part> parts = drawn_parts(stack);
  const std::size_t bars = std::min(stack.labels.size(), kMostBars);
  Json chart;
  chart["id"] = stack.id;
  chart["kind"] = "stack";
  chart["labels"] = std::vector<std::string>(
      stack.labels.begin(), stack.labels.begin() + static_cast<std::ptrdiff_t>(bars));
  chart["series"] = Json::array();
  for (const Part& part : parts) {
    Json& series = chart["series"].emplace_back(Json::object());
    series["name"] = part.name;
    series["colour"] = part.colour;
    series["data"] = std::vector<Cycle>(part.cycles.begin(),
                                        part.cycles.begin() + static_cast<std::ptrdiff_t>(bars));
  }
  section.charts.push_back(chart);
  section.html =
      figure_html(stack.id, stack.title, kAxisHeight + kBarHeight * static_cast<unsigned>(bars),
                  legend_html(parts));
  if (bars < stack.labels.size())
    section.html += fmt::format("<p class=\"note\">The first {} of {} points are drawn.</p>\n",
                                bars, stack.labels.size());
  section.html += table_html(stack_table(stack));
  return section;
}

}  // namespace standstill::testbench::report
