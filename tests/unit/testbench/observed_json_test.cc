// Sections, messages and accesses in results.json.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/observed_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rendezvous_script.h"
#include "testbench/probes/irq_off_probe.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kObject = 0x80004010;

RunResults example() {
  RunResults results;
  const auto events = stop_two(0, kObject);
  results.rendezvous = probe(events);
  IrqOffProbe irq_off(2);
  for (const Event& event : events) irq_off.consume(event);
  results.irq_off = irq_off.all();
  results.traffic.resize(1);
  results.traffic[0].object = kObject;
  results.memory_events = true;
  return results;
}

TEST(IrqOffJson, HasTheFieldsOfTheSchema) {
  const Json json = irq_off_json(example());
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[1]["hart"], 1);
  EXPECT_EQ(json[1]["sections"], 2);
  EXPECT_EQ(json[1]["cycles"], (115 - 72) + (38 - 34));
  EXPECT_EQ(json[1]["windows"], 1);
  EXPECT_EQ(json[1]["window_cycles"], 115 - 72);
  EXPECT_EQ(json[1]["histogram"].dump(), R"({"4":1,"32":1})");
  EXPECT_EQ(json[1]["longest"].dump(),
            R"({"cycles":43,"begin":72,"started_at":{"pc":2147483648,"symbol":null},)"
            R"("ended_at":{"pc":2147483648,"symbol":null},"held_back":0,"held_back_cycles":0,)"
            R"("rendezvous":0,"window":true})");
  EXPECT_EQ(json[1]["longest_outside"]["cycles"], 38 - 34);
  EXPECT_EQ(json[1]["longest_outside"]["window"], false);
  EXPECT_EQ(json[0]["longest_outside"], nullptr);
}

TEST(IrqOffJson, NamesPlacesAndSaysWhereTheRunEndedInOne) {
  RunResults results = example();
  results.symbol_of = [](Addr address) { return address == 0x80000000 ? "lock+0x4" : ""; };
  results.irq_off[0].longest->ended_at.reset();
  const Json json = irq_off_json(results);
  EXPECT_EQ(json[0]["longest"]["started_at"]["symbol"], "lock+0x4");
  EXPECT_EQ(json[0]["longest"]["ended_at"], nullptr);
}

TEST(CoherenceJson, AddsUpByTypeCauseAndLine) {
  RunResults results = example();
  CoherenceTraffic& traffic = results.traffic[0].coherence;
  const auto store = static_cast<unsigned>(AccessKind::Store);
  traffic.add(line_of(kObject), MessageType::ReadUnique, store);
  traffic.add(line_of(kObject), MessageType::SnpUnique, store);
  traffic.add(line_of(kObject) + kLineBytes, MessageType::SnpUnique, TrafficCause::kRecall);
  results.symbol_of = [](Addr) { return "words"; };
  Json json;
  add_traffic(json, results, 0);
  EXPECT_EQ(json["coherence"].dump(),
            R"({"messages":3,"by_type":{"ReadUnique":1,"SnpUnique":2},)"
            R"("by_cause":{"store":2,"recall":1},"lines":2,"by_line":[)"
            R"({"line":2147500032,"name":"object","messages":2,"by_cause":{"store":2}},)"
            R"({"line":2147500096,"name":"object+0x40","messages":1,"by_cause":{"recall":1}}]})");
}

TEST(CoherenceJson, NamesLinesByTheSymbolThatLiesInThem) {
  RunResults results = example();
  constexpr Addr kWords = 0x80001000;
  constexpr Addr kLater = 0x80002020;  // in the second half of its line
  results.symbol_of = [](Addr address) {
    return line_of(address) == kWords                   ? "words"
           : address >= kLater && address < kLater + 32 ? "later"
                                                        : "";
  };
  CoherenceTraffic& traffic = results.traffic[0].coherence;
  for (const Addr line : {kWords, line_of(kLater), Addr{0x80003000}})
    traffic.add(line, MessageType::ReadShared, 0);
  Json json;
  add_traffic(json, results, 0);
  EXPECT_EQ(json["coherence"]["by_line"][0]["name"], "words");
  EXPECT_EQ(json["coherence"]["by_line"][1]["name"], "later");
  EXPECT_EQ(json["coherence"]["by_line"][2]["name"], nullptr);
}

TEST(CoherenceJson, IsNullWithoutMemoryEvents) {
  RunResults results = example();
  results.memory_events = false;
  Json json;
  add_traffic(json, results, 0);
  EXPECT_EQ(json["coherence"], nullptr);
  EXPECT_EQ(json["bus"]["wait"].dump(), R"({"count":0,"cycles":0,"max":0})");
}

TEST(BusJson, HasEverySpan) {
  BusWaits bus;
  bus.fabric.add(3);
  bus.fabric.add(8);
  const Json json = bus_json(bus);
  EXPECT_EQ(json.size(), bus_columns().size());
  EXPECT_EQ(json["fabric"].dump(), R"({"count":2,"cycles":11,"max":8})");
}

TEST(DoorbellsJson, HasEveryKind) {
  Doorbells doorbells;
  doorbells.sswi = 4;
  EXPECT_EQ(doorbells_json(doorbells).dump(), R"({"mswi":0,"sswi":4,"imsic":0,"multicast":0})");
}

TEST(MessagesJson, LeavesOutWhatNoTileSees) {
  const Json json = messages_json(MessageCounts{});
  EXPECT_EQ(json.size(), kMessageTypes - 3);
  EXPECT_TRUE(json.contains("CompAck"));
  EXPECT_FALSE(json.contains("MemRead"));
}

}  // namespace
}  // namespace standstill::testbench
