// The way of one interrupt through the event log.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/ipi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbench/waves/layout.h"

namespace standstill::testbench {
namespace {

constexpr SourceId kFabric = 20;

Rendezvous example() {
  Rendezvous rendezvous;
  rendezvous.initiator = 1;
  rendezvous.at(1).stopper = 90;
  HartMoments& rung = rendezvous.at(2);
  rung.doorbell = 100;
  rung.pending = 120;
  rung.trap = 125;
  rendezvous.at(3).doorbell = 101;
  return rendezvous;
}

void play(IpiProbe& probe) {
  probe.consume({102, 1, EventKind::DeviceBegin, 11, 0, 0x2000008, 1, 0});
  probe.consume({104, 3, EventKind::DeviceBegin, 12, 0, 0x2000000, 1, 0});
  probe.consume({110, kFabric, EventKind::BusRequest, 21, 11, 0x2000008, 1, 0});
  probe.consume({112, kFabric, EventKind::BusRequest, 22, 12, 0x2000000, 1, 0});
  probe.consume({118, kFabric, EventKind::Wire, 31, 21, 2, 3, 1});
  probe.consume({119, kFabric, EventKind::Wire, 32, 0, 2, 7, 1});
  probe.consume({120, 0, EventKind::Pending, 41, 32, 7, 1, 0});
  probe.consume({120, 2, EventKind::Pending, 42, 31, 3, 1, 0});
  probe.consume({120, 2, EventKind::Pending, 43, 32, 7, 1, 0});
}

TEST(Ipi, IsThatOfTheFirstHartThatWasRung) {
  const auto ipi = find_ipi(example(), {});
  ASSERT_TRUE(ipi);
  EXPECT_EQ(ipi->target, 2u);
  EXPECT_EQ(ipi->doorbell, 100u);
  EXPECT_EQ(ipi->trap, 125u);
  EXPECT_FALSE(find_ipi(example(), 3)) << "rung, and never seen";
  EXPECT_FALSE(find_ipi(example(), 1));
}

TEST(Ipi, IsFollowedBackFromPendingToTheStore) {
  Ipi ipi = *find_ipi(example(), 2);
  IpiProbe probe(ipi);
  play(probe);
  EXPECT_EQ(ipi.bit, 3u);
  EXPECT_EQ(ipi.initiator, 1u);
  EXPECT_EQ(ipi.store, 102u);
  EXPECT_EQ(ipi.bus, 110u);
  EXPECT_EQ(ipi.wire, 118u);
}

TEST(IpiLayout, ShowsWhoRingsTheWireAndWhoIsRung) {
  Ipi ipi = *find_ipi(example(), 2);
  IpiProbe probe(ipi);
  play(probe);
  MachineConfig config;
  config.harts = 4;
  const WaveLayout layout = ipi_layout({config, 4, {95, 1000}}, ipi);
  EXPECT_EQ(layout.from, 95u * config.period_ps()) << "not before the file";
  EXPECT_EQ(layout.to, (125u + 11) * config.period_ps());
  ASSERT_EQ(layout.groups.size(), 3u);
  EXPECT_EQ(layout.groups[0].title, "hart 1 rings");
  EXPECT_EQ(layout.groups[2].title, "hart 2 is rung");
  EXPECT_EQ(layout.groups[2].signals[0].full_name(), "soc.hart2.wires[27:0]");
  EXPECT_EQ(layout.groups[2].signals[1].full_name(), "soc.hart2.mip[27:0]");
  std::vector<std::string> wires;
  for (const WaveSignal& signal : layout.groups[1].signals)
    if (signal.kind == WaveKind::Wires) wires.push_back(signal.full_name());
  EXPECT_THAT(wires, testing::ElementsAre("soc.fabric.msip_o[3:0]"));
  std::vector<std::string> labels;
  for (const WaveMarker& marker : layout.markers) labels.push_back(marker.label);
  EXPECT_THAT(labels, testing::ElementsAre("doorbell", "store", "AXI", "wire", "pending", "trap"));
}

}  // namespace
}  // namespace standstill::testbench
