// The save file for GTKWave and the table of signals behind it.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/gtkw.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "common/cause.h"
#include "testbench/waves/layout.h"

namespace standstill::testbench {
namespace {

using testing::HasSubstr;
using testing::Not;

Rendezvous example() {
  Rendezvous rendezvous;
  rendezvous.call = 1000;
  rendezvous.returned = 2000;
  rendezvous.at(0).prepare = 1500;
  return rendezvous;
}

WaveSignal signal(HartSignal which) { return hart_signals(0)[static_cast<unsigned>(which)]; }

TEST(WaveSignals, CarryTheirRange) {
  const auto signals = hart_signals(3);
  ASSERT_EQ(signals.size(), kHartSignals);
  EXPECT_EQ(signals[static_cast<unsigned>(HartSignal::Pc)].full_name(), "soc.hart3.pc[63:0]");
  EXPECT_EQ(signals[static_cast<unsigned>(HartSignal::InterruptsOn)].full_name(), "soc.hart3.mie");
  EXPECT_EQ(fabric_signals(64)[4].full_name(), "soc.fabric.msip_o[63:0]");
}

TEST(WaveSignals, HaveANameForEveryValueTheyTake) {
  const auto state = hart_signals(0)[static_cast<unsigned>(HartSignal::State)];
  ASSERT_EQ(state.names.size(), kCauses);
  EXPECT_EQ(state.names[0].name, "run");
  EXPECT_EQ(state.names[static_cast<unsigned>(Cause::Asleep)].name, "asleep");
  std::set<std::string> names;
  for (const WaveEnumName& name : state.names) {
    EXPECT_LT(name.value, 1u << state.width);
    EXPECT_TRUE(names.insert(name.name).second) << name.name;
  }
}

TEST(WaveSignals, TextIsCutFilledAndPrintable) {
  EXPECT_EQ(text_bytes("ab", 32), (std::vector<std::uint8_t>{'a', 'b', 0, 0}));
  EXPECT_EQ(text_bytes("abcdef", 32), (std::vector<std::uint8_t>{'a', 'b', 'c', 'd'}));
  EXPECT_EQ(text_bytes("\n\xff", 16), (std::vector<std::uint8_t>{'?', '?'}));
}

TEST(Gtkw, ZoomFillsThePane) {
  // 200 pixels are 2^-zoom ticks.
  const double ticks_shown = std::exp2(-gtkw_zoom(30'000)) / 200 * kWavePixels;
  EXPECT_NEAR(ticks_shown, 30'000, 1);
  EXPECT_TRUE(std::isfinite(gtkw_zoom(0)));
}

TEST(Gtkw, WritesGroupsMarkersAndRelativePaths) {
  WaveLayout layout;
  layout.from = 10;
  layout.to = 20;
  layout.markers = {{"call", 12}, {"return", 18}};
  layout.groups = {
      {"open one", true, {signal(HartSignal::Pc)}},
      {"closed one", false, {signal(HartSignal::MultiStopState), signal(HartSignal::Function)}}};
  const std::string text = gtkw_text(layout);
  EXPECT_THAT(text, HasSubstr("[dumpfile] \"/standstill/wave.fst\"\n"
                              "[savefile] \"/standstill/wave.gtkw\"\n[timestart] 10\n"));
  EXPECT_THAT(text, HasSubstr(" 12 12 18 -1 -1"));
  EXPECT_THAT(text, HasSubstr("[markername] Acall\n[markername] Breturn\n"));
  EXPECT_THAT(
      text,
      HasSubstr("@800200\n-open one\n@22\n[color] 5\nsoc.hart0.pc[63:0]\n@1000200\n-open one\n"));
  EXPECT_THAT(
      text,
      HasSubstr("@c00200\n-closed one\n@100000028\n[color] 2\nsoc.hart0.multi_stop_state[2:0]\n"
                "@820\nsoc.hart0.function[127:0]\n@1400200\n-closed one\n"));
}

TEST(Gtkw, HasTwentySixMarkersAtMost) {
  WaveLayout layout;
  layout.to = 1;
  for (unsigned i = 0; i < 30; ++i) layout.markers.push_back({"m", i});
  const std::string text = gtkw_text(layout);
  EXPECT_THAT(text, HasSubstr("[markername] Zm"));
  EXPECT_THAT(text, Not(HasSubstr("[markername] [m")));
}

TEST(Layout, ZoomsOnTheFirstRendezvousThatReturned) {
  Rendezvous open = example();
  open.returned.reset();
  MachineConfig config;
  config.frequency = 500'000'000;
  const std::vector<Rendezvous> all = {open, example()};
  ASSERT_EQ(first_returned(all, {0, 9999}), &all[1]);
  const WaveLayout layout = rendezvous_layout({config, 4, {0, 9999}}, &all[1]);
  EXPECT_EQ(layout.from, (1000 - 60) * 2000u);
  EXPECT_EQ(layout.to, (2000 + 60) * 2000u);
  ASSERT_EQ(layout.markers.size(), 3u);
  EXPECT_EQ(layout.markers[0].label, "call");
  EXPECT_EQ(layout.markers[1].label, "all prepared");
  EXPECT_EQ(layout.markers[1].picoseconds, 1500u * 2000u);
}

TEST(Layout, ShowsOneThatNeverReturnedUpToTheEndOfTheRun) {
  Rendezvous open = example();
  open.returned.reset();
  const WaveLayout layout = rendezvous_layout({{}, 4, {0, 9000}}, &open);
  EXPECT_EQ(layout.from, (1000 - 410) * 1000u);
  EXPECT_EQ(layout.to, (9000 + 410) * 1000u);
}

TEST(Layout, LeavesOutMarkersWhoseLabelsWouldCoverMoreImportantOnes) {
  Rendezvous crowded = example();
  crowded.at(0).run_begin = 1501;
  crowded.at(0).irq_on = 1800;
  const WaveLayout layout = rendezvous_layout({{}, 4, {0, 9999}}, &crowded);
  std::vector<std::string> labels;
  for (const WaveMarker& marker : layout.markers) labels.push_back(marker.label);
  EXPECT_THAT(labels, testing::ElementsAre("call", "all prepared", "irqs on", "return"));
}

TEST(Layout, ShowsTheWholeRunWithoutARendezvous) {
  const WaveLayout layout = rendezvous_layout({{}, 4, {0, 1000}}, first_returned({}, {0, 1000}));
  EXPECT_EQ(layout.from, 0u);
  EXPECT_EQ(layout.to, 1060u * 1000u);
  EXPECT_TRUE(layout.markers.empty());
}

TEST(Layout, HasAGroupForEachHartAndFoldsThoseBeyondTheFourth) {
  MachineConfig config;
  config.harts = 6;
  const WaveLayout layout = rendezvous_layout({config, 64, {0, 1000}}, nullptr);
  ASSERT_GE(layout.groups.size(), 6u);
  const auto first = std::find_if(layout.groups.begin(), layout.groups.end(),
                                  [](const WaveGroup& group) { return group.title == "hart 0"; });
  ASSERT_GE(layout.groups.end() - first, 6);
  EXPECT_TRUE(first[3].open);
  EXPECT_FALSE(first[4].open);
  EXPECT_EQ(first[5].title, "hart 5");
}

}  // namespace
}  // namespace standstill::testbench
