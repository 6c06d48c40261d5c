// The parts of the page: each is HTML that says all of its numbers, and what is drawn of them.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_SECTIONS_H
#define STANDSTILL_TESTBENCH_REPORT_SECTIONS_H

#include <nlohmann/json.hpp>
#include <string>

#include "testbench/report/page.h"

namespace standstill::testbench::report {

/// HTML, and the charts that page.js draws into its canvases.
struct Section {
  std::string html;
  nlohmann::ordered_json charts = nlohmann::ordered_json::array();
};

Section scaling_section(const Layout& layout);
Section phase_section(const Layout& layout);
Section path_section(const Layout& layout);
Section irq_section(const Layout& layout);
Section matrix_section(const Report& report);
Section points_section(const Report& report);

/// `<section>` with a heading and a paragraph of what is to be seen (HTML).
std::string section_html(const std::string& id, const std::string& heading, const std::string& seen,
                         const std::string& body);

/// The place of a chart: its canvas, named for those who do not see it, and a legend (HTML).
std::string figure_html(const std::string& id, const std::string& title, unsigned height,
                        const std::string& legend);

/// Colour and mark of the n-th series: names of page.css, and a character.
struct SeriesMark {
  const char* colour;
  const char* mark;
};
SeriesMark series_mark(std::size_t index);
inline constexpr std::size_t kMostSeries = 8;  ///< more cannot be told apart

/// Stacked bars: a row a point, a part a colour.
struct Part {
  std::string name;
  std::string colour;
  std::vector<Cycle> cycles;  ///< of each point
  Cycle total() const;
};
struct Stack {
  std::string id;
  std::string title;
  std::vector<std::string> labels;
  std::vector<Part> parts;  ///< from the left
};
/// The chart with its legend, and the same numbers as a table with their sum.
Section stack_section(const Stack& stack);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_SECTIONS_H
