// sweep.csv and sweep.json out of what became of the points.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbench/explain/path.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

SweepSpec spec() {
  return parse_spec("[grid]\narg.word = [\"a,b\", \"say \\\"x\\\"\", \"c\"]\n", "s.toml");
}

SweepResults results() {
  SweepResults all;
  all.simulator = "5e";
  all.points.resize(3);
  const char* words[] = {"a,b", "say \"x\"", "c"};
  for (std::size_t i = 0; i < 3; ++i) {
    all.points[i].values = {words[i]};
    all.points[i].key = "k" + std::to_string(i);
    all.points[i].command = "standstill run";
  }
  PointResult& good = all.points[0];
  good.status = PointStatus::Pass;
  good.exit_code = 0;
  good.results = "points/k0/results.json";
  good.figures.figures = {{"outcome.cycles", 12}, {"summary.fn.max", std::nullopt}};
  good.figures.critical_path = {{"rendezvous", 1}, {"cycles", 7}};
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    good.figures.critical_path["by_cause"][name_of(static_cast<PathCause>(cause))] =
        cause == 0 ? 7 : 0;
  PointResult& bad = all.points[1];
  bad.status = PointStatus::Error;
  bad.exit_code = 137;
  bad.message = "Killed";
  return all;
}

TEST(Csv, CellsAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(csv_cell("plain 1.5"), "plain 1.5");
  EXPECT_EQ(csv_cell(""), "");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_cell("a\rb"), "\"a\rb\"");
  EXPECT_EQ(csv_cell("say \"x\""), "\"say \"\"x\"\"\"");
}

TEST(Csv, ARowAPoint) {
  const std::string text = csv_text(spec(), results());
  std::string commas(kPathCauses + 2, ',');
  EXPECT_THAT(text, testing::StartsWith("index,key,status,exit_code,arg.word,outcome.cycles,"
                                        "summary.fn.max,critical_path.cycles,"
                                        "critical_path.execute,critical_path.fn,"));
  EXPECT_THAT(text, HasSubstr("\n0,k0,pass,0,\"a,b\",12,,7,7,0,0,"));
  EXPECT_THAT(text, HasSubstr("\n1,k1,error,137,\"say \"\"x\"\"\"," + commas + "\n"));
  EXPECT_THAT(text, HasSubstr("\n2,k2,pending,,c," + commas + "\n"));
  EXPECT_THAT(text, testing::EndsWith("\n"));
}

TEST(SweepFile, HasEveryPointAndTheCounts) {
  const Json json = to_json(spec(), results());
  EXPECT_EQ(json["sweep_version"], 1);
  EXPECT_EQ(json["name"], "s");
  EXPECT_EQ(json["spec"], spec().text);
  EXPECT_EQ(json["simulator"], "5e");
  EXPECT_EQ(json["scenario"], "stop_machine");
  EXPECT_EQ(json["axes"].dump(), R"([{"key":"arg.word","values":["a,b","say \"x\"","c"]}])");
  EXPECT_EQ(json["points"][0]["figures"].dump(), R"({"outcome.cycles":12,"summary.fn.max":null})");
  EXPECT_EQ(json["points"][0]["critical_path"]["by_cause"]["execute"], 7);
  EXPECT_EQ(json["points"][1]["index"], 1);
  EXPECT_EQ(json["points"][1]["message"], "Killed");
  EXPECT_EQ(json["points"][1]["results"], nullptr);
  EXPECT_EQ(json["points"][2]["exit_code"], nullptr);
  EXPECT_EQ(json["points"][2]["critical_path"], nullptr);
  EXPECT_EQ(json["counts"].dump(),
            R"({"points":3,"pass":1,"fail":0,"hang":0,"error":1,"pending":1})");
  EXPECT_EQ(results().failed(), 1u);
}

TEST(SweepFile, AScenarioThatIsAnAxisIsOfNoneButThePoints) {
  const SweepSpec axis = parse_spec("[grid]\nscenario = [\"hello\"]\n", "s.toml");
  EXPECT_EQ(to_json(axis, {})["scenario"], nullptr);
  const SweepSpec elf = parse_spec("[sweep]\nelf = \"a.elf\"\n", "s.toml");
  EXPECT_EQ(to_json(elf, {})["scenario"], nullptr);
  const SweepSpec fixed = parse_spec("[sweep]\nscenario = \"hello\"\n", "s.toml");
  EXPECT_EQ(to_json(fixed, {})["scenario"], "hello");
}

}  // namespace
}  // namespace standstill::testbench
