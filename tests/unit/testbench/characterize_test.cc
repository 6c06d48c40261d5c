// Samples become figures, and those that no guest of ours leaves are refused by name.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "standstill/devices.h"
#include "standstill/markers.h"
#include "testbench/characterize/characterize_file.h"
#include "testbench/characterize/sample_probe.h"

namespace standstill::testbench {
namespace {

using platform::Figure;
using platform::sample_object;
using testing::HasSubstr;

constexpr unsigned kHarts = 4;
constexpr std::uint64_t kInterruptBit = std::uint64_t{1} << 63;

Sample sample(Figure figure, std::uint64_t a, std::uint64_t b, std::uint64_t value) {
  Sample sample;
  sample.cycle = 100;
  sample.object = sample_object(figure, a, b);
  sample.value = value;
  return sample;
}

MachineConfig config() {
  MachineConfig config;
  config.harts = kHarts;
  return config;
}

std::string complaint(const std::vector<Sample>& samples) {
  try {
    characterize(samples, config());
  } catch (const SampleError& error) {
    return error.what();
  }
  return "";
}

TEST(Characterization, HoldsMediansOfPairs) {
  const Characterization machine = characterize(
      {sample(Figure::PingPongWord, 0, 0, 0x80000040), sample(Figure::PingPongOverhead, 0, 0, 26),
       sample(Figure::PingPong, 1, 2, 70), sample(Figure::PingPong, 1, 2, 60),
       sample(Figure::PingPong, 1, 2, 68), sample(Figure::PingPong, 2, 1, 90)},
      config());
  ASSERT_TRUE(machine.core_to_core);
  const CoreToCore& figures = *machine.core_to_core;
  EXPECT_EQ(figures.home, 1u) << "the second line, of four banks";
  EXPECT_EQ(figures.round_trip[1][2], Moment(68));
  EXPECT_EQ(figures.round_trip[2][1], Moment(90));
  EXPECT_EQ(figures.round_trip[0][1], Moment()) << "not measured";
  EXPECT_EQ(figures.all.count, 4u);
  EXPECT_EQ(figures.all.max, Moment(90));
  EXPECT_EQ(figures.overhead.median, Moment(26));
  ASSERT_EQ(figures.by_links.size(), 1u);
  EXPECT_EQ(figures.by_links[0].links, 0u);
}

TEST(Characterization, SortsRoundTripsByTheLinksOverHome) {
  MachineConfig mesh = config();
  mesh.interconnect.kind = InterconnectKind::Mesh;  // 2 x 2, a home node at each
  const Characterization machine = characterize(
      {sample(Figure::PingPongWord, 0, 0, 0x80000000), sample(Figure::PingPong, 0, 1, 50),
       sample(Figure::PingPong, 1, 3, 80), sample(Figure::PingPong, 2, 3, 81)},
      mesh);
  const std::vector<LinksFigure>& links = machine.core_to_core->by_links;
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links[0].links, 1u) << "hart 0 is at home's router";
  EXPECT_EQ(links[1].links, 3u) << "one link to home, two to the corner over there";
  EXPECT_EQ(links[1].cycles.count, 2u);
}

TEST(Characterization, PutsHartsOfAStateTogether) {
  const Characterization machine = characterize(
      {sample(Figure::AccessOverhead, 0, 0, 4), sample(Figure::Access, 0 | 3 << 8, 0, 35),
       sample(Figure::Access, 0 | 3 << 8, 2, 40), sample(Figure::Access, 0 | 0 << 8, 0, 6)},
      config());
  ASSERT_EQ(machine.access.size(), 2u);
  EXPECT_EQ(machine.access[1].state, platform::LineState::ModifiedOther);
  EXPECT_EQ(machine.access[1].cycles.count, 2u);
  EXPECT_EQ(machine.access_overhead[0].median, Moment(4));
  EXPECT_FALSE(machine.core_to_core);
}

TEST(Characterization, CountsSharesOfThoseWhoContend) {
  const Characterization machine = characterize(
      {sample(Figure::ContendedShare, 2, 0, 33), sample(Figure::ContendedShare, 2, 1, 31),
       sample(Figure::ContendedOperations, 2, 0, 63), sample(Figure::ContendedCycles, 2, 0, 997)},
      config());
  ASSERT_EQ(machine.contention.size(), 1u);
  EXPECT_EQ(machine.contention[0].operations, 63u);
  EXPECT_EQ(machine.contention[0].per_hart.min, Moment(31));
}

TEST(Characterization, RefusesWhatMakesNoSense) {
  EXPECT_EQ(complaint({}), "the guest has left no sample");
  EXPECT_THAT(
      complaint({sample(static_cast<Figure>(99), 0, 0, 1)}),
      HasSubstr("the sample 0x6300000000 of hart 0 at cycle 100: no figure has this number"));
  EXPECT_THAT(complaint({sample(Figure::PingPong, 1, kHarts, 1)}),
              HasSubstr("ping_pong has no place 1, 4 on 4 harts"));
  EXPECT_THAT(complaint({sample(Figure::Access, 5, 0, 1)}), HasSubstr("access has no place 5, 0"));
  EXPECT_THAT(complaint({sample(Figure::Access, 9 << 8, 0, 1)}), HasSubstr("access has no place"));
  EXPECT_THAT(complaint({sample(Figure::ContendedCycles, 0, 0, 1)}),
              HasSubstr("contended_cycles has no place 0, 0"));
  EXPECT_THAT(
      complaint({sample(Figure::PingPongWord, 0, 0, 1), sample(Figure::PingPongWord, 0, 0, 2)}),
      HasSubstr("ping_pong_word was given a value before"));
}

TEST(Characterization, MissesWhatBelongsTogether) {
  EXPECT_EQ(complaint({sample(Figure::PingPong, 0, 1, 1)}),
            "there is no sample of ping_pong_word for 0");
  EXPECT_EQ(complaint({sample(Figure::Access, 2, 0, 1)}),
            "there is no sample of access_overhead for cas");
  EXPECT_EQ(complaint({sample(Figure::ContendedOperations, 3, 0, 1)}),
            "there is no sample of contended_cycles for 3");
  EXPECT_EQ(complaint({sample(Figure::ContendedOperations, 3, 0, 1),
                       sample(Figure::ContendedCycles, 3, 0, 1)}),
            "3 harts contend, and there are 0 samples of contended_share");
  EXPECT_THAT(complaint({sample(Figure::Doorbell, 0, 1, 20)}),
              HasSubstr("the log has no such interrupt before it: doorbell"));
}

Event marker(Cycle cycle, std::uint64_t object, std::uint64_t value) {
  return {cycle,  0,    EventKind::Marker,
          0,      0,    static_cast<std::uint64_t>(platform::Marker::Sample),
          object, value};
}

TEST(SampleProbe, FindsTheExactWayOfADoorbell) {
  SampleProbe probe(kHarts);
  const std::uint64_t store = 0x104;
  probe.consume({10, 0, EventKind::DeviceBegin, 0, 0, platform::mswi::msip(2), 1, store});
  probe.consume({12, 0, EventKind::DeviceBegin, 0, 0, platform::mswi::msip(3), 1, store});
  probe.consume({30, 2, EventKind::Trap, 0, 0, kInterruptBit | 3, 0, 0});
  probe.consume({31, 2, EventKind::DeviceBegin, 0, 0, platform::mswi::msip(2), 0, store});
  probe.consume(marker(50, sample_object(Figure::Doorbell, 0, 2), 23));
  ASSERT_EQ(probe.all().size(), 1u);
  EXPECT_EQ(probe.all()[0].exact, Moment(20)) << "the store of 0 takes the ring back";
  EXPECT_EQ(probe.all()[0].value, 23u);
}

TEST(SampleProbe, AndThatOfATimerFromItsWire) {
  SampleProbe probe(kHarts);
  probe.consume({90, 9, EventKind::Wire, 0, 0, 1, 7, 1});
  probe.consume({95, 9, EventKind::Wire, 0, 0, 1, 7, 0});
  probe.consume({96, 1, EventKind::Trap, 0, 0, kInterruptBit | 7, 0, 0});
  probe.consume(marker(99, sample_object(Figure::Timer, 0, 1), 8));
  probe.consume(marker(99, sample_object(Figure::Timer, 0, 3), 8));
  ASSERT_EQ(probe.all().size(), 2u);
  EXPECT_EQ(probe.all()[0].exact, Moment(6));
  EXPECT_EQ(probe.all()[1].exact, Moment()) << "of hart 3 there was none";
}

TEST(SampleProbe, LooksAtNoOtherMarker) {
  SampleProbe probe(kHarts);
  probe.consume({5, 0, EventKind::Marker, 0, 0, 64, 1, 2});
  probe.consume({5, kHarts, EventKind::Marker, 0, 0, 66, 1, 2});
  EXPECT_TRUE(probe.all().empty());
}

TEST(CharacterizeFile, HoldsWhatItsPageSays) {
  RunResults results;
  results.config = config();
  results.arguments = {{"rounds", "3", true}};
  const Characterization machine = characterize(
      {sample(Figure::PingPongWord, 0, 0, 0x80000000), sample(Figure::PingPong, 0, 1, 51)},
      config());
  const auto json = nlohmann::json::parse(characterize_text(machine, results));
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["arguments"]["rounds"], 3);
  EXPECT_EQ(json["core_to_core"]["round_trip"][0][1], 51);
  EXPECT_TRUE(json["core_to_core"]["round_trip"][1][0].is_null());
  EXPECT_EQ(json["core_to_core"]["overhead"]["count"], 0);
  EXPECT_TRUE(json["core_to_core"]["overhead"]["median"].is_null());
  EXPECT_EQ(json["mmio"][0]["access"], "load_msip");
  EXPECT_EQ(json["doorbell"][1]["target"], "asleep");
}

TEST(CharacterizeTable, SaysHalfOfARoundTripAndWhatIsBeyond) {
  const Characterization machine = characterize(
      {sample(Figure::PingPongWord, 0, 0, 0x80000000), sample(Figure::PingPong, 0, 1, 51),
       sample(Figure::AccessOverhead, 0, 0, 4), sample(Figure::Access, 0 | 3 << 8, 0, 35)},
      config());
  const std::string table = characterize_table(machine);
  EXPECT_THAT(table, HasSubstr("min 25.5, median 25.5, max 25.5"));
  EXPECT_THAT(table, HasSubstr("modified_other                       31"));
  EXPECT_THAT(table, HasSubstr("core cycles of 1.000 ns"));
}

}  // namespace
}  // namespace standstill::testbench
