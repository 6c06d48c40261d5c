// The figures along the axis, a line a series.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "testbench/report/html.h"
#include "testbench/report/sections.h"
#include "testbench/text/number.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned kChartHeight = 260;

struct Curve {
  const char* name;
  const char* title;
  Statistics Summary::*statistics;
};
constexpr Curve kCurves[] = {
    {"gather", "gather: call to the last hart in PREPARE", &Summary::gather},
    {"rendezvous", "rendezvous: call to return", &Summary::rendezvous},
    {"irq_off", "irq_off: interrupts off, each hart", &Summary::irq_off},
    {"ipi", "ipi: doorbell to trap, each hart", &Summary::ipi}};

Json json_of(const Moment& moment) { return moment ? Json(*moment) : Json(nullptr); }

/// The first of the series that can be told apart.
std::vector<std::string> drawn_series(const Layout& layout) {
  std::vector<std::string> series = layout.series;
  if (series.size() > kMostSeries) series.resize(kMostSeries);
  return series;
}

Json chart_of(const Layout& layout, const Curve& curve) {
  Json chart;
  chart["id"] = std::string("curve-") + curve.name;
  chart["kind"] = "lines";
  chart["axis"] = layout.axis;
  chart["numeric"] = layout.numeric;
  chart["x"] = Json::array();
  for (const std::string& x : layout.xs)
    chart["x"].push_back(layout.numeric ? Json(std::stoull(x)) : Json(x));
  chart["series"] = Json::array();
  const std::vector<std::string> names = drawn_series(layout);
  for (std::size_t i = 0; i < names.size(); ++i) {
    Json& series = chart["series"].emplace_back(Json::object());
    series["name"] = names[i].empty() ? "median" : names[i];
    series["colour"] = series_mark(i).colour;
    series["shape"] = i;
    for (const char* key : {"median", "p99", "min", "max"}) series[key] = Json::array();
    for (const std::string& x : layout.xs) {
      const Point* point = layout.find(x, names[i]);
      const Statistics none;
      const Statistics& all = point ? point->summary.*curve.statistics : none;
      series["median"].push_back(json_of(all.median));
      series["p99"].push_back(json_of(all.p99));
      series["min"].push_back(json_of(all.min));
      series["max"].push_back(json_of(all.max));
    }
  }
  return chart;
}

bool has_values(const Layout& layout, const Curve& curve) {
  return std::any_of(layout.points.begin(), layout.points.end(), [&](const Point& point) {
    return (point.summary.*curve.statistics).count != 0;
  });
}

std::string legend_html(const Layout& layout) {
  const std::vector<std::string> names = drawn_series(layout);
  std::string html = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < names.size() && names.size() > 1; ++i)
    html += fmt::format("<li><b style=\"color:var(--{})\">{}</b>{}</li>", series_mark(i).colour,
                        series_mark(i).mark, escaped(names[i]));
  html += "<li>line: median</li><li>dashed: p99</li>";
  if (names.size() == 1) html += "<li>shaded: least to most</li>";
  return html + "</ul>\n";
}

/// " (2.4 times)", rounded down.
std::string times(Cycle from, Cycle to) {
  return from == 0 ? "" : fmt::format(" ({}.{} times)", to / from, to % from * 10 / from);
}

std::string growth_words(const Layout& layout, const std::string& series) {
  const Point* first = nullptr;
  const Point* last = nullptr;
  for (const Point& point : layout.points) {
    if (point.series != series || !point.median) continue;
    if (!first) first = &point;
    last = &point;
  }
  if (!first || first == last) return "";
  const Cycle from = *first->median->duration();
  const Cycle to = *last->median->duration();
  return fmt::format("{}from {} core cycles at {} to <strong>{}</strong> at {}{}",
                     series.empty() ? "" : escaped(series) + ", ", grouped(from),
                     escaped(setting_words(layout.axis, first->x)), grouped(to),
                     escaped(setting_words(layout.axis, last->x)), times(from, to));
}

std::string seen_words(const Layout& layout) {
  constexpr std::size_t kMostNamed = 3;
  std::string text;
  for (std::size_t i = 0; i < layout.series.size() && i < kMostNamed; ++i)
    if (const std::string words = growth_words(layout, layout.series[i]); !words.empty())
      text += (text.empty() ? "The median rendezvous goes: " : "; ") + words;
  if (layout.series.size() == 1 && !text.empty()) text.erase(text.find(':'), 1);
  return text.empty() ? "Medians of each point, in core cycles." : text + ".";
}

Table median_table(const Layout& layout) {
  Table table;
  table.caption = "Medians, core cycles";
  table.columns = {{"point", true, "", false}, {"rendezvous counted", false, "", false}};
  for (const SummaryLine& line : summary_lines())
    table.columns.push_back({line.name, false, "", false});
  for (const Point& point : layout.points) {
    std::vector<std::string> row = {point.label, grouped(point.summary.rendezvous.count)};
    for (const SummaryLine& line : summary_lines())
      row.push_back(cell((point.summary.*line.statistics).median));
    table.rows.push_back(row);
  }
  return table;
}

Table full_table(const Layout& layout) {
  Table table;
  table.caption = "Every figure, core cycles";
  table.columns = {{"point", true, "", false},   {"figure", true, "", false},
                   {"count", false, "", false},  {"min", false, "", false},
                   {"median", false, "", false}, {"p99", false, "", false},
                   {"max", false, "", false}};
  for (const Point& point : layout.points)
    for (const SummaryLine& line : summary_lines()) {
      const Statistics& all = point.summary.*line.statistics;
      table.rows.push_back({point.label, line.name, grouped(all.count), cell(all.min),
                            cell(all.median), cell(all.p99), cell(all.max)});
    }
  return table;
}

}  // namespace

Section scaling_section(const Layout& layout) {
  if (layout.points.empty()) return {};
  Section section;
  std::string body;
  if (layout.xs.size() > 1) {
    body += legend_html(layout) + "<div class=\"grid\">\n";
    for (const Curve& curve : kCurves) {
      if (!has_values(layout, curve)) continue;
      section.charts.push_back(chart_of(layout, curve));
      body += figure_html(std::string("curve-") + curve.name, curve.title, kChartHeight, "");
    }
    body += "</div>\n";
    if (layout.series.size() > kMostSeries)
      body += fmt::format("<p class=\"note\">The first {} of {} series are drawn.</p>\n",
                          kMostSeries, layout.series.size());
  }
  body += table_html(median_table(layout)) +
          folded("Every figure: least, median, p99, most", table_html(full_table(layout)));
  section.html = section_html("figures", layout.xs.size() > 1 ? "Scaling" : "Figures",
                              seen_words(layout), body);
  return section;
}

}  // namespace standstill::testbench::report
