// What a table takes out of a results.json.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbench/sweep/point_figures.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

Json rendezvous(unsigned id, unsigned cycles, unsigned bus) {
  Json json = Json::parse(R"({"hart_cycles_lost":100,"doorbells":2,"doorbells_late":1,"per_hart":[
    {"held_back":1,"held_back_cycles":10},{"held_back":2,"held_back_cycles":20}]})");
  json["id"] = id;
  json["rendezvous"] = cycles;
  json["critical_path"] = {{"cycles", cycles},
                           {"by_cause", {{"execute", cycles - bus}, {"bus", bus}}},
                           {"by_hart", {{"0", cycles}}}};
  return json;
}

Json results() {
  Json json = Json::parse(R"({"schema_version":1,"scenario":"x","arguments":{"n":3},
    "program":{},"machine":{"a":{"b":9}},"outcome":{"status":"pass","exit_code":0,"cycles":900},
    "harts":[{"id":0,"instructions":5},{"id":1,"instructions":6}],"rendezvous":[],
    "summary":{"rendezvous":{"count":3,"median":50}}})");
  json["rendezvous"] = {rendezvous(0, 60, 1), rendezvous(1, 50, 7), rendezvous(2, 50, 8)};
  return json;
}

std::string text_of(const std::vector<Figure>& figures) {
  std::string text;
  for (const Figure& figure : figures)
    text += figure.name + "=" + (figure.value ? std::to_string(*figure.value) : "null") + "\n";
  return text;
}

TEST(PointFigures, AreSumsAndTheSummary) {
  EXPECT_EQ(text_of(point_figures(results()).figures),
            "outcome.exit_code=0\noutcome.cycles=900\nsummary.rendezvous.count=3\n"
            "summary.rendezvous.median=50\nharts.*.instructions=11\nrendezvous.count=3\n"
            "rendezvous.hart_cycles_lost=300\nrendezvous.doorbells=6\n"
            "rendezvous.doorbells_late=3\nrendezvous.held_back=9\n"
            "rendezvous.held_back_cycles=90\n");
}

TEST(PointFigures, ThePathIsThatOfTheFirstMedian) {
  const Json path = point_figures(results()).critical_path;
  EXPECT_EQ(path["rendezvous"], 1);
  EXPECT_EQ(path["cycles"], 50);
  EXPECT_EQ(path["by_cause"]["execute"], 43);
  EXPECT_EQ(path["by_cause"]["bus"], 7);
  EXPECT_EQ(path["by_cause"]["fn"], 0) << "a cause without cycles has its place too";
}

TEST(PointFigures, WithoutAMedianOrAPathThereIsNone) {
  Json json = results();
  json["rendezvous"][1]["critical_path"] = nullptr;
  EXPECT_TRUE(point_figures(json).critical_path.is_null());
  json = results();
  json["summary"]["rendezvous"]["median"] = nullptr;
  json["rendezvous"][0]["rendezvous"] = nullptr;
  EXPECT_TRUE(point_figures(json).critical_path.is_null());
  json["rendezvous"] = Json::array();
  EXPECT_TRUE(point_figures(json).critical_path.is_null());
}

TEST(PointFigures, ANullCountsNothing) {
  Json json = results();
  json["rendezvous"][0]["hart_cycles_lost"] = nullptr;
  EXPECT_THAT(text_of(point_figures(json).figures),
              testing::HasSubstr("rendezvous.hart_cycles_lost=200\n"));
}

}  // namespace
}  // namespace standstill::testbench
