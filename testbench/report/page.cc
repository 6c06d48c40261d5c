// Head, sections, data and scripts, one after the other.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "testbench/report/embedded.h"
#include "testbench/report/html.h"
#include "testbench/report/sections.h"
#include "testbench/text/number.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

/// JSON that may stand in a script element: no '<' can end it.
std::string script_json(const Json& json) {
  std::string out;
  for (const char c : json.dump(-1, ' ', true, Json::error_handler_t::replace))
    out += c == '<' ? std::string("\\u003c") : std::string(1, c);
  return out;
}

/// "1 to 16 harts", "4 harts".
std::string harts_words(const std::vector<Run>& runs) {
  std::vector<std::uint64_t> harts;
  for (const Run& run : runs)
    if (const std::string* text = run.find("harts"); text && is_number(*text))
      harts.push_back(std::stoull(*text));
  if (harts.empty()) return "";
  const auto [least, most] = std::minmax_element(harts.begin(), harts.end());
  const std::string last = setting_words("harts", std::to_string(*most));
  return *least == *most ? last : fmt::format("{} to {}", *least, last);
}

std::string title_of(const Report& report) {
  std::vector<std::string> scenarios;
  for (const Run& run : report.runs)
    if (const std::string* name = run.find("scenario"))
      if (std::find(scenarios.begin(), scenarios.end(), *name) == scenarios.end())
        scenarios.push_back(*name);
  if (scenarios.empty()) return "Latencies of a machine";
  std::string names = scenarios.front();
  for (std::size_t i = 1; i < scenarios.size() && i < 3; ++i) names += ", " + scenarios[i];
  if (scenarios.size() > 3) names += fmt::format(" and {} more", scenarios.size() - 3);
  const std::string harts = harts_words(report.runs);
  return harts.empty() ? names : names + " on " + harts;
}

/// "; 5.3 us at 1,000 MHz", from cycles and a clock.
std::string time_words(Cycle cycles, std::uint64_t frequency) {
  const std::uint64_t mega = frequency / 1'000'000;
  if (mega == 0 || cycles > 100'000'000'000'000) return "";
  const Cycle tenths = (cycles * 10 + mega / 2) / mega;
  return fmt::format(" ({}.{} us at {} MHz)", grouped(tenths / 10), tenths % 10, grouped(mega));
}

/// The point with the longest median rendezvous, or null.
const Point* longest(const Layout& layout) {
  const Point* most = nullptr;
  for (const Point& point : layout.points)
    if (point.median && (!most || *point.median->duration() > *most->median->duration()))
      most = &point;
  return most;
}

std::string lede(const Report& report) {
  const std::size_t failed = static_cast<std::size_t>(std::count_if(
      report.runs.begin(), report.runs.end(), [](const Run& run) { return run.status != "pass"; }));
  std::string text;
  if (const Point* point = longest(report.layout)) {
    text = fmt::format("{}: the median rendezvous takes {} core cycles{}.", point->label,
                       grouped(*point->median->duration()),
                       time_words(*point->median->duration(), point->runs.front()->frequency));
    if (const auto& window = point->summary.irq_off.median)
      text += fmt::format(" A hart has interrupts off for {}, at most {}.", grouped(*window),
                          grouped(*point->summary.irq_off.max));
    if (report.layout.points.size() > 1) text = "The slowest point is " + text;
  }
  if (!report.runs.empty()) {
    text += fmt::format(" {} run{}", report.runs.size(), report.runs.size() == 1 ? "" : "s");
    text += failed == 0 ? (report.runs.size() == 1 ? ", passed." : ", all passed.")
                        : fmt::format(
                              ", {} of them did not pass: they are under \"How to reproduce\", "
                              "and in no figure.",
                              failed);
  }
  return text;
}

std::string head_html(const std::string& title) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\" class=\"static\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{} - Standstill</title>\n<style>\n{}</style>\n</head>\n",
      escaped(title), embedded::page_css());
}

std::string footer_html() {
  return fmt::format(
      "<footer><p>Written by <code>standstill report</code>. Everything is in core cycles. Median "
      "and "
      "p99 are by nearest rank: values that occurred. docs/results.md of Standstill defines the "
      "figures, docs/report.md what is drawn of them. Charts by {}.</p>\n{}</footer>\n",
      escaped(chart_library()),
      folded("Licence of the charting library",
             fmt::format("<pre>{}</pre>", escaped(embedded::chart_licence()))));
}

}  // namespace

std::string chart_library() { return "Chart.js " STANDSTILL_CHART_JS_VERSION; }

std::string page_html(const Report& report) {
  const std::string title = title_of(report);
  std::string html = head_html(title);
  html += fmt::format(
      "<body>\n<main>\n<header><p class=\"brand\">Standstill report</p>\n<h1>{}</h1>\n"
      "<p class=\"lede\">{}</p></header>\n"
      "<noscript><p class=\"note\">The charts need JavaScript. Every number is in the tables.</p>"
      "</noscript>\n",
      escaped(title), escaped(lede(report)));
  Json charts = Json::array();
  for (const Section& section :
       {scaling_section(report.layout), phase_section(report.layout), path_section(report.layout),
        irq_section(report.layout), matrix_section(report), points_section(report)}) {
    html += section.html;
    for (const Json& chart : section.charts) charts.push_back(chart);
  }
  html += footer_html() + "</main>\n<script type=\"application/json\" id=\"charts\">" +
          script_json(charts) + "</script>\n";
  html +=
      fmt::format("<script>\n/*\n{}*/\n{}\n</script>\n<script>\n{}</script>\n</body>\n</html>\n",
                  embedded::chart_licence(), embedded::chart_js(), embedded::page_js());
  return html;
}

}  // namespace standstill::testbench::report
