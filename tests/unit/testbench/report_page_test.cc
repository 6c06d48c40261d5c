// What the report makes of runs: points, series, figures, and a page that says them.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testbench/report/page.h"
#include "testbench/report/sweep_file.h"
#include "testbench/text/usage_error.h"
#include "unit/testbench/message_of.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Runs = std::vector<Run>;

Rendezvous rendezvous(Cycle duration, Cycle window) {
  Rendezvous one;
  one.call = 1000;
  one.returned = 1000 + duration;
  HartMoments& hart = one.at(0);
  hart.queued = 1000 + duration / 4;
  hart.irq_off = 1000 + duration / 2;
  hart.irq_on = *hart.irq_off + window;
  return one;
}

Run run(const std::string& name, const std::vector<Setting>& settings,
        const std::vector<Cycle>& durations) {
  Run run;
  run.name = name;
  run.settings = settings;
  run.settings.insert(run.settings.begin(), {"scenario", "stop_machine"});
  run.frequency = 1'000'000'000;
  run.status = "pass";
  run.command = "standstill run stop_machine";
  for (const Cycle duration : durations) {
    run.rendezvous.push_back(rendezvous(duration, duration / 5));
    run.paths.emplace_back(ByCause{{"execute", duration - 100}, {"bus", 100}});
  }
  return run;
}

/// A page of these runs.
std::string page(std::vector<Run> runs, const std::string& axis = "") {
  Report report;
  report.runs = std::move(runs);
  report.axes = differing_keys(report.runs);
  report.layout = lay_out(report.runs, report.axes, axis);
  return page_html(report);
}

std::vector<Run> four() {
  return {run("a", {{"harts", "16"}, {"hart.atomics", "near"}}, {8000}),
          run("b", {{"harts", "2"}, {"hart.atomics", "near"}}, {2000}),
          run("c", {{"harts", "16"}, {"hart.atomics", "far"}}, {6000}),
          run("d", {{"harts", "2"}, {"hart.atomics", "far"}}, {2500})};
}

TEST(ReportLayout, NumbersAscendAndTheRestAreSeries) {
  const Runs runs = four();
  const Layout layout = lay_out(runs, differing_keys(runs), "");
  EXPECT_EQ(layout.axis, "harts");
  EXPECT_TRUE(layout.numeric);
  EXPECT_THAT(layout.xs, ElementsAre("2", "16"));
  EXPECT_THAT(layout.series, ElementsAre("hart.atomics near", "hart.atomics far"));
  EXPECT_EQ(layout.find("16", "hart.atomics far")->summary.rendezvous.median, 6000);
}

TEST(ReportLayout, TheAxisMayBeAnother) {
  const Runs runs = four();
  const Layout layout = lay_out(runs, differing_keys(runs), "hart.atomics");
  EXPECT_FALSE(layout.numeric);
  EXPECT_THAT(layout.xs, ElementsAre("near", "far"));
  EXPECT_THAT(layout.series, ElementsAre("16 harts", "2 harts"));
}

TEST(ReportLayout, AnAxisThatDoesNotDifferIsRefused) {
  const Runs runs = four();
  EXPECT_EQ(message_of([&] { lay_out(runs, differing_keys(runs), "hart.atomic"); }),
            "--x hart.atomic: it does not differ between the points: it must be harts or "
            "hart.atomics; the nearest is 'hart.atomics'");
  EXPECT_THAT(message_of([&] { lay_out({runs[0]}, {}, "harts"); }), HasSubstr("nothing does"));
}

TEST(ReportLayout, SeedsAreOnePointOverAllTheirRendezvous) {
  const Runs runs = {run("a", {{"harts", "2"}, {"arg.seed", "1"}}, {500, 900}),
                     run("b", {{"harts", "2"}, {"arg.seed", "2"}}, {700}),
                     run("again", {{"harts", "2"}, {"arg.seed", "2"}}, {700})};
  const Layout layout = lay_out(runs, {"arg.seed", "harts"}, "harts");
  ASSERT_EQ(layout.points.size(), 1U);
  const Point& point = layout.points.front();
  EXPECT_EQ(point.summary.rendezvous.count, 3U);
  EXPECT_EQ(point.summary.rendezvous.median, 700);
  EXPECT_EQ(*point.median->duration(), 700U);
  EXPECT_THAT(point.path, ElementsAre(std::pair<std::string, Cycle>("execute", 600),
                                      std::pair<std::string, Cycle>("bus", 100)));
}

TEST(ReportLayout, WhatDidNotPassIsInNoFigure) {
  Runs runs = four();
  runs[2].status = "fail";
  const Layout layout = lay_out(runs, differing_keys(runs), "");
  EXPECT_EQ(layout.find("16", "hart.atomics far"), nullptr);
  EXPECT_EQ(layout.points.size(), 3U);
  EXPECT_THAT(page(runs), HasSubstr("1 of them did not pass"));
}

TEST(ReportLayout, WhatGoesWithTheAxisNamesNoSeries) {
  const Runs runs = {run("a", {{"harts", "2"}, {"dram.size", "100"}}, {500}),
                     run("b", {{"harts", "4"}, {"dram.size", "200"}}, {700})};
  EXPECT_THAT(lay_out(runs, differing_keys(runs), "").series, ElementsAre(""));
}

TEST(ReportLayout, ArgumentsOfOtherScenariosSayNothing) {
  Runs runs = {run("a", {{"harts", "2"}, {"arg.rounds", "3"}}, {500}),
               run("b", {{"harts", "2"}}, {700})};
  runs[1].settings[0].text = "hotplug";
  EXPECT_THAT(differing_keys(runs), ElementsAre("scenario"));
}

TEST(ReportPage, SaysEveryNumberInItsTables) {
  const std::string html = page(four());
  EXPECT_THAT(html, HasSubstr("<h1>stop_machine on 2 to 16 harts</h1>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">16 harts, hart.atomics far</th>"));
  for (const char* number : {"2,000", "2,500", "6,000", "8,000", "7,900", "1,600"})
    EXPECT_THAT(html, HasSubstr(std::string("<td>") + number + "</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"w\"><code>standstill run stop_machine</code></td>"));
}

TEST(ReportPage, NothingFromOutsideIsMarkup) {
  Runs runs = four();
  const std::string evil = "</script><img src=x onerror=alert(1)>\"'&\xFF";
  for (auto& one : runs) {
    one.name += evil;
    one.command += evil;
    one.message = evil;
    one.settings.push_back({"arg.<i>" + one.name, evil + one.name});
    one.settings.front().text = evil;
    one.paths.front()->emplace_back("<u>" + evil, 100);
  }
  const std::string html = page(runs);
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("<i>")));
  EXPECT_THAT(html, Not(HasSubstr("<u>")));
  EXPECT_THAT(html, HasSubstr("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\xEF\xBF\xBD"));
  EXPECT_THAT(html, HasSubstr("\\u003c/script>"));
}

TEST(ReportPage, NamesTheLibraryAndItsLicence) {
  const std::string html = page(four());
  EXPECT_THAT(chart_library(), testing::MatchesRegex("Chart.js 3[.0-9]+"));
  EXPECT_THAT(html, HasSubstr("Charts by " + chart_library()));
  EXPECT_THAT(html, HasSubstr("Permission is hereby granted, free of charge"));
}

TEST(ReportPage, OfNothingThatPassedHasNoCharts) {
  Runs runs = {run("a", {{"harts", "2"}}, {500})};
  runs.front().status = "hang";
  const std::string html = page(runs);
  EXPECT_THAT(html, HasSubstr("id=\"charts\">[]</script>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"w\">hang</td>"));
}

TEST(ReportRun, AnotherSchemaIsRefused) {
  EXPECT_EQ(message_of([] {
              run_of(Json{{"schema_version", 99}}, "x/results.json", {});
            }),
            "x/results.json: schema_version 99: this program reads 1; make the report with the "
            "program that made the run, or run again");
}

Json sweep() {
  return Json::parse(R"({"sweep_version": 1, "scenario": "stop_machine",
    "axes": [{"key": "harts", "values": [1, 2]}, {"key": "arg.load", "values": ["none"]}],
    "points": [
     {"index": 0, "values": {"harts": 1, "arg.load": "none"}, "status": "pass", "message": null,
      "command": "standstill run", "results": "points/k/results.json"},
     {"index": 1, "values": {"harts": 2, "arg.load": "none"}, "status": "error",
      "message": "signal 9", "command": "standstill run --harts 2", "results": null}]})");
}

TEST(ReportSweep, HasAxesAndPoints) {
  const SweepFile file = sweep_of(sweep(), "s");
  EXPECT_THAT(file.axes, ElementsAre("harts"));
  ASSERT_EQ(file.points.size(), 2U);
  EXPECT_EQ(file.points[0].results, "points/k/results.json");
  EXPECT_EQ(file.points[1].run.name, "s #1");
  EXPECT_EQ(file.points[1].run.message, "signal 9");
  const auto whole = finished(file.points[0], run("r", {{"harts", "1"}}, {500}));
  EXPECT_EQ(whole.name, "s #0");
  EXPECT_EQ(*whole.find("arg.load"), "none");
  EXPECT_EQ(whole.command, "standstill run");
}

TEST(ReportSweep, APointWithoutResultsIsListed) {
  const SweepFile file = sweep_of(sweep(), "s");
  EXPECT_THAT(page({file.points[1].run}), HasSubstr("error: signal 9"));
}

TEST(ReportSweep, AnotherVersionIsRefused) {
  Json json = sweep();
  json["sweep_version"] = 2;
  EXPECT_THAT(message_of([&] { sweep_of(json, "s/sweep.json"); }),
              HasSubstr("s/sweep.json: sweep_version 2: this program reads 1"));
}

Json characterize() {
  return Json::parse(R"({"schema_version": 1,
    "core_to_core": {"round_trip": [[null, 120], [160, null]],
                     "all": {"count": 2, "min": 120, "median": 120, "max": 160}},
    "access": [{"operation": "load", "state": "memory",
                "cycles": {"count": 4, "min": 90, "median": 101, "max": 1234}}],
    "access_overhead": [], "mmio": [], "doorbell": [], "timer": []})");
}

TEST(ReportMatrix, IsATableOfColouredNumbers) {
  Report report;
  report.characterizations.push_back(characterization_of(characterize(), "c"));
  const std::string html = page_html(report);
  EXPECT_THAT(html, HasSubstr("<h1>Latencies of a machine</h1>"));
  EXPECT_THAT(html, HasSubstr("<td>-</td><td style=\"--h:0\">120</td></tr>"));
  EXPECT_THAT(html, HasSubstr("<td style=\"--h:100\">160</td><td>-</td></tr>"));
  EXPECT_THAT(html, HasSubstr("the farthest pair is hart 1 with hart 0"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">load, memory</th>"));
  EXPECT_THAT(html, HasSubstr("<td>1,234</td>"));
}

TEST(ReportMatrix, MustBeSquare) {
  Json json = characterize();
  json["core_to_core"]["round_trip"][1] = {1};
  EXPECT_THAT(message_of([&] { characterization_of(json, "c"); }),
              HasSubstr("a row has 1 columns and must have 2"));
}

}  // namespace
}  // namespace standstill::testbench::report
