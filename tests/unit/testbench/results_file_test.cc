// results.json and host.json, field by field.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/results_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "rendezvous_script.h"
#include "testbench/probes/rendezvous_probe.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

RunResults example() {
  RunResults results;
  results.scenario = "stop_machine";
  results.arguments = {{"rounds", "3", true}, {"load", "mixed", false}};
  results.program = {"5a", "GNU C++20 12.2.0"};
  results.config.harts = 2;
  results.outcome.status = RunStatus::Pass;
  results.outcome.cycles = 130;
  results.outcome.harts.resize(2);
  results.outcome.harts[1].instructions = 50;
  results.outcome.harts[1].cycles = 130;
  results.outcome.harts[1].cycles_by_cause[0] = 130;
  results.outcome.harts[1].interrupts = 1;
  RendezvousProbe probe(2);
  for (const Event& event : stop_two(0, 0xa)) probe.consume(event);
  results.rendezvous = probe.all();
  return results;
}

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> names;
  for (const auto& item : json.items()) names.push_back(item.key());
  return names;
}

TEST(ResultsFile, HasTheFieldsOfTheSchemaInItsOrder) {
  const Json json = to_json(example());
  EXPECT_THAT(keys(json),
              testing::ElementsAre("schema_version", "scenario", "arguments", "program", "machine",
                                   "outcome", "no_progress", "harts", "rendezvous", "irq_off",
                                   "bus", "doorbells", "summary", "critical_path", "regions"));
  EXPECT_THAT(keys(json["program"]), testing::ElementsAre("sha256", "compiler"));
  EXPECT_THAT(keys(json["outcome"]), testing::ElementsAre("status", "exit_code", "cycles"));
  EXPECT_THAT(keys(json["harts"][0]),
              testing::ElementsAre("id", "instructions", "cycles", "cycles_by_cause", "traps",
                                   "interrupts", "messages"));
  EXPECT_THAT(
      keys(json["rendezvous"][0]),
      testing::ElementsAre("id", "kind", "initiator", "harts", "call", "done", "return", "gather",
                           "rendezvous", "stopped", "fn", "hart_cycles_lost", "doorbells",
                           "doorbells_late", "per_hart", "critical_path", "coherence", "bus"));
  EXPECT_THAT(keys(json["rendezvous"][0]["per_hart"][0]),
              testing::ElementsAre("hart", "queued", "doorbell", "pending", "trap", "stopper",
                                   "prepare", "irq_off", "run_begin", "run_end", "run_ack", "exit",
                                   "irq_on", "held_back", "held_back_cycles"));
  EXPECT_THAT(keys(json["summary"]), testing::ElementsAre("gather", "rendezvous", "stopped",
                                                          "irq_off", "ipi", "wakeup", "fn"));
  EXPECT_THAT(keys(json["summary"]["fn"]),
              testing::ElementsAre("count", "min", "median", "p99", "max"));
}

TEST(ResultsFile, HasTheCriticalPathWhereThereIsOne) {
  RunResults results = example();
  EXPECT_TRUE(to_json(results)["rendezvous"][0]["critical_path"].is_null());
  results.paths.push_back(CriticalPath{{{0, 30, 0, PathCause::Execute, 0, 0x104},
                                        {30, 90, 1, PathCause::Fn, 0, 0},
                                        {90, 130, 0, PathCause::Bus, 0, 0x100}}});
  results.symbols = [](Addr pc) { return pc == 0x100 ? "call" : "call+0x4"; };
  EXPECT_EQ(to_json(results)["rendezvous"][0]["critical_path"].dump(),
            R"({"cycles":130,"by_cause":{"execute":30,"fn":60,"bus":40},"by_hart":{"0":70,"1":60},)"
            R"("by_function":{"-":60,"call":70}})");
}

TEST(ResultsFile, AddsTheCriticalPathsUp) {
  RunResults results = example();
  EXPECT_TRUE(to_json(results)["critical_path"].is_null());
  results.paths.push_back(
      CriticalPath{{{0, 30, 0, PathCause::Execute, 0}, {30, 90, 1, PathCause::Fn, 0}}});
  results.paths.emplace_back();
  results.paths.push_back(CriticalPath{{{100, 105, 1, PathCause::Execute, 0}}});
  const Json total = to_json(results)["critical_path"];
  EXPECT_EQ(total["rendezvous"], 2);
  EXPECT_EQ(total["cycles"], 95);
  EXPECT_EQ(total["by_cause"].size(), kPathCauses);
  EXPECT_EQ(total["by_cause"]["execute"], 35);
  EXPECT_EQ(total["by_cause"]["bus"], 0);
  EXPECT_EQ(total["by_hart"].dump(), R"({"0":30,"1":65})");
}

TEST(ResultsFile, HasTheRegionsByTheirNumbers) {
  RunResults results = example();
  EXPECT_EQ(to_json(results)["regions"], Json::object());
  results.regions[7].passes = {{0, {5, 9}}, {1, {6}}};
  results.regions[7].unended = 1;
  EXPECT_EQ(to_json(results)["regions"].dump(),
            R"({"7":{"count":3,"min":5,"median":6,"p99":9,"max":9,"unended":1,)"
            R"("median_by_hart":{"0":5,"1":6}}})");
}

TEST(ResultsFile, GivesItsRendezvousBack) {
  const RunResults results = example();
  const auto all = rendezvous_of(nlohmann::json::parse(results_text(results)));
  ASSERT_EQ(all.size(), results.rendezvous.size());
  const Rendezvous& written = results.rendezvous[0];
  EXPECT_EQ(all[0].id, written.id);
  EXPECT_EQ(all[0].initiator, written.initiator);
  EXPECT_EQ(all[0].call, written.call);
  EXPECT_EQ(all[0].done, written.done);
  EXPECT_EQ(all[0].returned, written.returned);
  ASSERT_EQ(all[0].harts.size(), written.harts.size());
  for (std::size_t i = 0; i < written.harts.size(); ++i)
    for (const MomentColumn& column : moment_columns())
      EXPECT_EQ(all[0].harts[i].*column.moment, written.harts[i].*column.moment) << column.name;
  EXPECT_THROW(rendezvous_of(nlohmann::json::parse("{}")), nlohmann::json::exception);
}

TEST(ResultsFile, HasTheValues) {
  const Json json = to_json(example());
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["arguments"]["rounds"], 3);
  EXPECT_EQ(json["arguments"]["load"], "mixed");
  EXPECT_EQ(json["program"]["sha256"], "5a");
  EXPECT_EQ(json["program"]["compiler"], "GNU C++20 12.2.0");
  EXPECT_EQ(json["machine"]["machine"]["harts"], 2);
  EXPECT_EQ(json["outcome"]["status"], "pass");
  EXPECT_EQ(json["outcome"]["exit_code"], 0);
  EXPECT_EQ(json["harts"][1]["id"], 1);
  EXPECT_EQ(json["harts"][1]["cycles_by_cause"]["instruction"], 130);
  EXPECT_EQ(json["harts"][1]["cycles_by_cause"].size(), kCauses);
  EXPECT_EQ(json["rendezvous"][0]["harts"], (Json{0, 1}));
  EXPECT_EQ(json["rendezvous"][0]["return"], 130);
  EXPECT_EQ(json["rendezvous"][0]["per_hart"][0]["doorbell"], nullptr);
  EXPECT_EQ(json["rendezvous"][0]["per_hart"][1]["doorbell"], 25);
  EXPECT_EQ(json["summary"]["irq_off"]["count"], 2);
}

TEST(ResultsFile, SaysNullWhereThereIsNothing) {
  RunResults results;
  results.outcome.status = RunStatus::Hang;
  const Json json = to_json(results);
  EXPECT_EQ(json["scenario"], nullptr);
  EXPECT_EQ(json["arguments"], Json::object());
  EXPECT_EQ(json["program"]["compiler"], nullptr);
  EXPECT_EQ(json["outcome"]["status"], "hang");
  EXPECT_EQ(json["outcome"]["exit_code"], nullptr);
  EXPECT_EQ(json["harts"], Json::array());
  EXPECT_EQ(json["summary"]["gather"]["count"], 0);
  EXPECT_EQ(json["summary"]["gather"]["median"], nullptr);
}

TEST(ResultsFile, HoldsNoFractions) {
  const std::function<void(const Json&)> walk = [&](const Json& json) {
    EXPECT_FALSE(json.is_number_float()) << json;
    if (json.is_structured())
      for (const auto& item : json) walk(item);
  };
  walk(to_json(example()));
}

TEST(ResultsFile, IsTheSameEveryTime) {
  EXPECT_EQ(results_text(example()), results_text(example()));
  EXPECT_EQ(results_text(example()).back(), '\n');
}

TEST(ResultsFile, SurvivesArgumentsThatAreNoText) {
  RunResults results;
  results.arguments = {{"k\xff", "\xfe", false}};
  EXPECT_NO_THROW(results_text(results));
}

TEST(HostFile, HoldsWhatMustNotBeInTheResults) {
  HostFacts facts;
  facts.switches.lockstep = true;
  facts.switches.fabric_class = FabricClass::Slots64;
  facts.microseconds = 2'000'000;
  RunOutcome outcome;
  outcome.cycles = 10;
  outcome.harts.resize(2);
  outcome.harts[0].instructions = outcome.harts[1].instructions = 3;
  const Json json = Json::parse(host_text(facts, outcome));
  EXPECT_EQ(json["switches"]["lockstep"], true);
  EXPECT_EQ(json["switches"]["fabric_class"], "64");
  EXPECT_EQ(json["cycles_per_second"], 5);
  EXPECT_EQ(json["instructions_per_second"], 3);
  facts.microseconds = 0;
  EXPECT_EQ(Json::parse(host_text(facts, outcome))["cycles_per_second"], 0);
}

}  // namespace
}  // namespace standstill::testbench
