// The latency matrix as a table whose cells are coloured by their value, and the other latencies.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "testbench/report/html.h"
#include "testbench/report/sections.h"
#include "testbench/text/number.h"

namespace standstill::testbench::report {
namespace {

struct Range {
  Cycle least = kNever;
  Cycle most = 0;
  HartId from = 0;  ///< of the largest
  HartId to = 0;
  bool empty() const { return least > most; }
};

Range range_of(const std::vector<std::vector<MaybeCycles>>& matrix) {
  Range range;
  for (std::size_t row = 0; row < matrix.size(); ++row)
    for (std::size_t column = 0; column < matrix[row].size(); ++column) {
      const MaybeCycles& value = matrix[row][column];
      if (!value) continue;
      range.least = std::min(range.least, *value);
      if (*value <= range.most) continue;
      range.most = *value;
      range.from = static_cast<HartId>(row);
      range.to = static_cast<HartId>(column);
    }
  return range;
}

/// Where the value lies between least and most, 0 to 100.
Cycle heat(Cycle value, const Range& range) {
  return range.most == range.least ? 0 : (value - range.least) * 100 / (range.most - range.least);
}

std::string heat_table(const std::vector<std::vector<MaybeCycles>>& matrix, const Range& range) {
  const char* caption =
      "Round trip of a word between two harts, core cycles: a row measures, a column answers";
  std::string html = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">"
      "<table class=\"heat\">\n<caption>{0}</caption>\n<thead><tr><th scope=\"col\">hart</th>",
      caption);
  for (std::size_t i = 0; i < matrix.size(); ++i)
    html += fmt::format("<th scope=\"col\">{}</th>", i);
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < matrix.size(); ++row) {
    html += fmt::format("<tr><th scope=\"row\">{}</th>", row);
    for (const MaybeCycles& value : matrix[row])
      html +=
          value ? fmt::format("<td style=\"--h:{}\">{}</td>", heat(*value, range), grouped(*value))
                : std::string("<td>-</td>");
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string range_words(const Range& range) {
  if (range.least == range.most)
    return fmt::format(
        "A word that goes from any hart to any other and back takes <strong>{}</strong> core "
        "cycles. One way is half of it.",
        grouped(range.most));
  return fmt::format(
      "A word that goes from one hart to another and back takes {} to <strong>{}</strong> core "
      "cycles; the farthest pair is hart {} with hart {}. One way is half of it.",
      grouped(range.least), grouped(range.most), range.from, range.to);
}

std::string scale_html(const Range& range) {
  return fmt::format("<p class=\"scale\" aria-hidden=\"true\">{} <i></i> {} core cycles</p>\n",
                     grouped(range.least), grouped(range.most));
}

Table latency_table(const Characterization& one) {
  Table table;
  table.caption = "Latencies, core cycles";
  table.columns = {{"what", true, "", false},    {"of", true, "", false},
                   {"count", false, "", false},  {"min", false, "", false},
                   {"median", false, "", false}, {"max", false, "", false}};
  for (const Latency& latency : one.latencies)
    table.rows.push_back({latency.name, latency.group, grouped(latency.count), cell(latency.min),
                          cell(latency.median), cell(latency.max)});
  return table;
}

}  // namespace

Section matrix_section(const Report& report) {
  Section section;
  for (std::size_t i = 0; i < report.characterizations.size(); ++i) {
    const Characterization& one = report.characterizations[i];
    const Range range = range_of(one.round_trip);
    std::string seen = "No pair of harts was measured.";
    std::string body;
    if (!range.empty()) {
      seen = range_words(range);
      body = scale_html(range) + heat_table(one.round_trip, range);
    }
    body += folded("All latencies", table_html(latency_table(one)));
    const std::string heading =
        report.characterizations.size() == 1 ? "Hart to hart" : "Hart to hart: " + one.name;
    section.html += section_html(fmt::format("matrix-{}", i), heading, seen, body);
  }
  return section;
}

}  // namespace standstill::testbench::report
