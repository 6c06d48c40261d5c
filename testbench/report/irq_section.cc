// How long harts had interrupts off: histograms, and each hart.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "testbench/report/histogram.h"
#include "testbench/report/html.h"
#include "testbench/report/sections.h"
#include "testbench/text/number.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

/// Histograms that are drawn; the table has all of them.
constexpr std::size_t kMostHistograms = 12;
constexpr unsigned kChartHeight = 180;

using Windows = std::map<HartId, std::vector<Cycle>>;

Windows windows_of(const Point& point) {
  Windows windows;
  for (const Rendezvous& rendezvous : point.rendezvous)
    for (const HartMoments& hart : rendezvous.harts)
      if (const Moment window = hart.irq_off_window()) windows[hart.hart].push_back(*window);
  return windows;
}

/// A point that has windows.
struct Row {
  const Point* point;
  Windows windows;
  std::vector<std::uint64_t> counts;  ///< of each bucket
};

std::vector<Row> rows_of(const Layout& layout) {
  std::vector<Row> rows;
  for (const Point& point : layout.points)
    if (point.summary.irq_off.count != 0) rows.push_back({&point, windows_of(point), {}});
  return rows;
}

std::vector<Cycle> common_buckets(const std::vector<Row>& rows) {
  Cycle least = *rows.front().point->summary.irq_off.min;
  Cycle most = 0;
  for (const Row& row : rows) {
    least = std::min(least, *row.point->summary.irq_off.min);
    most = std::max(most, *row.point->summary.irq_off.max);
  }
  return buckets(least, most);
}

void count(Row& row, const std::vector<Cycle>& from) {
  row.counts.resize(from.size());
  for (const auto& [hart, windows] : row.windows) {
    const auto counts = histogram(windows, from);
    for (std::size_t i = 0; i < counts.size(); ++i) row.counts[i] += counts[i];
  }
}

Table bucket_table(const std::vector<Row>& rows, const std::vector<Cycle>& from) {
  Table table;
  table.caption = "IRQ-off windows by their length in core cycles";
  table.columns = {{"from, core cycles", false, "", false}};
  for (const Row& row : rows) table.columns.push_back({row.point->label, false, "", false});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::vector<std::string> cells = {grouped(from[i])};
    for (const Row& row : rows) cells.push_back(grouped(row.counts[i]));
    table.rows.push_back(cells);
  }
  return table;
}

Table hart_table(const std::vector<Row>& rows) {
  Table table;
  table.caption = "IRQ-off windows of each hart, core cycles";
  table.columns = {{"point", true, "", false},    {"hart", false, "", false},
                   {"windows", false, "", false}, {"min", false, "", false},
                   {"median", false, "", false},  {"p99", false, "", false},
                   {"max", false, "", false}};
  for (const Row& row : rows)
    for (const auto& [hart, windows] : row.windows) {
      const Statistics all = statistics(windows);
      table.rows.push_back({row.point->label, std::to_string(hart), grouped(all.count),
                            cell(all.min), cell(all.median), cell(all.p99), cell(all.max)});
    }
  return table;
}

std::string seen_words(const std::vector<Row>& rows) {
  const Row* most = &rows.front();
  HartId worst = 0;
  for (const Row& row : rows)
    if (*row.point->summary.irq_off.max > *most->point->summary.irq_off.max) most = &row;
  for (const auto& [hart, windows] : most->windows)
    if (*std::max_element(windows.begin(), windows.end()) == *most->point->summary.irq_off.max)
      worst = hart;
  const Statistics& all = most->point->summary.irq_off;
  return fmt::format(
      "The longest time that a hart took no interrupt in a rendezvous is <strong>{}</strong> core "
      "cycles, at {} on hart {}; the median there is {}. Every window of every hart counts once.",
      grouped(*all.max), escaped(most->point->label), worst, grouped(*all.median));
}

}  // namespace

Section irq_section(const Layout& layout) {
  std::vector<Row> rows = rows_of(layout);
  if (rows.empty()) return {};
  const std::vector<Cycle> from = common_buckets(rows);
  for (Row& row : rows) count(row, from);
  Section section;
  std::string body = "<div class=\"grid small\">\n";
  for (std::size_t i = 0; i < rows.size() && i < kMostHistograms; ++i) {
    const std::string id = fmt::format("irq-{}", i);
    Json& chart = section.charts.emplace_back(Json::object());
    chart["id"] = id;
    chart["kind"] = "histogram";
    chart["from"] = from;
    chart["counts"] = rows[i].counts;
    body += figure_html(id, rows[i].point->label, kChartHeight, "");
  }
  body += "</div>\n";
  if (rows.size() > kMostHistograms)
    body += fmt::format("<p class=\"note\">The first {} of {} points are drawn.</p>\n",
                        kMostHistograms, rows.size());
  body += folded("Windows by length", table_html(bucket_table(rows, from))) +
          folded("Windows of each hart", table_html(hart_table(rows)));
  section.html = section_html("irq-off", "Interrupts off", seen_words(rows), body);
  return section;
}

}  // namespace standstill::testbench::report
