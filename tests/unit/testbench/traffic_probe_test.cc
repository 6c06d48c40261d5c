// Messages by type, line and cause, device accesses by where their time went, doorbells.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/traffic_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "rendezvous_script.h"
#include "standstill/devices.h"

namespace standstill::testbench {
namespace {

constexpr unsigned kHarts = 2;
constexpr SourceId kHome = 2;
constexpr SourceId kFabric = 9;
constexpr Addr kLine = 0x80004000;

EventId number(SourceId source, std::uint64_t count) { return make_event_id(source, count); }

Event miss(HartId hart, std::uint64_t count, MessageType type, AccessKind kind, Addr line = kLine) {
  return {0,
          hart,
          EventKind::Miss,
          number(hart, count),
          0,
          line,
          static_cast<std::uint64_t>(type),
          static_cast<std::uint64_t>(kind)};
}

Event snoop(HartId hart, EventId transaction, MessageType type, MessageType answer,
            Addr line = kLine) {
  return {0,
          hart,
          EventKind::Snoop,
          0,
          transaction,
          line,
          static_cast<std::uint64_t>(type),
          static_cast<std::uint64_t>(answer)};
}

Event returned(std::uint64_t object) { return mark(0, 0, Marker::Return, object); }
Event called(std::uint64_t object) { return call(0, 0, object, RendezvousKind::StopMachine, 2); }

TrafficProbe watch(const std::vector<Event>& events) {
  TrafficProbe probe(kHarts);
  for (const Event& event : events) probe.consume(event);
  return probe;
}

std::uint64_t of(const CoherenceTraffic& traffic, MessageType type) {
  return traffic.by_type[static_cast<unsigned>(type)];
}

std::uint64_t of(const CountsByCause& counts, AccessKind kind) {
  return counts[static_cast<unsigned>(kind)];
}

TEST(Coherence, CountsRequestsSnoopsAndAnswersOfARendezvous) {
  const auto probe =
      watch({miss(0, 1, MessageType::ReadShared, AccessKind::Load), called(0xa),
             miss(1, 1, MessageType::ReadUnique, AccessKind::Atomic),
             snoop(0, number(1, 1), MessageType::SnpUnique, MessageType::SnpRespData),
             miss(0, 2, MessageType::ReadOnce, AccessKind::Fetch, kLine + kLineBytes),
             returned(0xa), miss(0, 3, MessageType::Evict, AccessKind::Eviction)});
  ASSERT_EQ(probe.all().size(), 1u);
  const CoherenceTraffic& traffic = probe.all()[0].coherence;
  EXPECT_EQ(traffic.messages(), 4u);
  EXPECT_EQ(of(traffic, MessageType::ReadShared), 0u);
  EXPECT_EQ(of(traffic, MessageType::ReadUnique), 1u);
  EXPECT_EQ(of(traffic, MessageType::SnpUnique), 1u);
  EXPECT_EQ(of(traffic, MessageType::SnpRespData), 1u);
  EXPECT_EQ(of(traffic.by_cause, AccessKind::Atomic), 3u);
  EXPECT_EQ(of(traffic.by_cause, AccessKind::Fetch), 1u);
  EXPECT_EQ(of(traffic.by_line.at(kLine), AccessKind::Atomic), 3u);
  EXPECT_EQ(of(traffic.by_line.at(kLine + kLineBytes), AccessKind::Fetch), 1u);
}

TEST(Coherence, AFarAtomicCountsForItsLine) {
  const auto probe =
      watch({called(0xa), miss(0, 1, MessageType::Atomic, AccessKind::Atomic, kLine + 12)});
  EXPECT_EQ(probe.all()[0].coherence.by_line.count(kLine), 1u);
}

TEST(Coherence, ASnoopOfARecallAndOneFromBeforeTheCallAreToldApart) {
  const auto probe =
      watch({miss(1, 1, MessageType::ReadUnique, AccessKind::Store), called(0xa),
             snoop(0, number(1, 1), MessageType::SnpUnique, MessageType::SnpResp),
             snoop(0, number(kHome, 5), MessageType::SnpUnique, MessageType::SnpResp)});
  const CountsByCause& causes = probe.all()[0].coherence.by_cause;
  EXPECT_EQ(causes[TrafficCause::kEarlier], 2u);
  EXPECT_EQ(causes[TrafficCause::kRecall], 2u);
  EXPECT_EQ(of(causes, AccessKind::Store), 0u);
}

TEST(Coherence, OfTwoAtOnceEachHasItsOwnEarlier) {
  const auto probe =
      watch({called(0xa), miss(1, 1, MessageType::ReadUnique, AccessKind::Store), called(0xb),
             snoop(0, number(1, 1), MessageType::SnpUnique, MessageType::SnpResp), returned(0xa),
             miss(1, 2, MessageType::ReadShared, AccessKind::Load)});
  const CoherenceTraffic& first = probe.all()[0].coherence;
  const CoherenceTraffic& second = probe.all()[1].coherence;
  EXPECT_EQ(of(first.by_cause, AccessKind::Store), 3u);
  EXPECT_EQ(first.messages(), 3u);
  EXPECT_EQ(second.by_cause[TrafficCause::kEarlier], 2u);
  EXPECT_EQ(of(second.by_cause, AccessKind::Load), 1u);
  EXPECT_EQ(second.messages(), 3u);
}

TEST(Coherence, TheBusiestLinesComeFirst) {
  CoherenceTraffic traffic;
  for (const Addr line : {0x300, 0x100, 0x200, 0x200, 0x100, 0x40})
    traffic.add(line, MessageType::ReadShared, 0);
  const auto lines = busiest_lines(traffic, 3);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].line, 0x100u);
  EXPECT_EQ(lines[1].line, 0x200u);
  EXPECT_EQ(lines[2].line, 0x40u);
  EXPECT_EQ(lines[0].messages, 2u);
}

constexpr Cycle kBegin = 100, kToFabric = 7, kInFabric = 9, kBack = 4;

Event begins(Addr addr, std::uint64_t value, bool store, std::uint64_t count = 1) {
  return {kBegin, 0, EventKind::DeviceBegin, number(0, count), 0, addr, value, store ? 0x104u : 4u};
}
Event ends(Cycle cycle, std::uint64_t error = 0, std::uint64_t count = 1) {
  return {cycle, 0, EventKind::DeviceEnd, 0, number(0, count), 0, 0, error};
}
Event taken(Cycle cycle, std::uint64_t count = 1) {
  return {cycle, kFabric, EventKind::BusRequest, number(kFabric, 1), number(0, count + 1), 0, 0, 0};
}
Event answered(Cycle cycle) {
  return {cycle, kFabric, EventKind::BusResponse, number(kFabric, 2), number(kFabric, 1), 0, 0, 0};
}

TEST(Bus, AnAccessIsRequestFabricAndAnswer) {
  const auto probe = watch({begins(platform::kMswi.base, 1, true), taken(kBegin + kToFabric),
                            answered(kBegin + kToFabric + kInFabric),
                            ends(kBegin + kToFabric + kInFabric + kBack)});
  EXPECT_EQ(probe.bus().wait.sum, kToFabric + kInFabric + kBack);
  EXPECT_EQ(probe.bus().request.sum, kToFabric);
  EXPECT_EQ(probe.bus().fabric.sum, kInFabric);
  EXPECT_EQ(probe.bus().answer.sum, kBack);
  for (const BusColumn& column : bus_columns()) {
    EXPECT_EQ((probe.bus().*column.span).count, 1u) << column.name;
    EXPECT_EQ((probe.bus().*column.span).max, (probe.bus().*column.span).sum) << column.name;
  }
}

TEST(Bus, APostedStoreHasNoAnswer) {
  const auto probe = watch({begins(platform::kMswi.base, 1, true), ends(kBegin + 3),
                            taken(kBegin + kToFabric), answered(kBegin + kToFabric + kInFabric)});
  EXPECT_EQ(probe.bus().wait.sum, 3u);
  EXPECT_EQ(probe.bus().request.sum, kToFabric);
  EXPECT_EQ(probe.bus().fabric.sum, kInFabric);
  EXPECT_EQ(probe.bus().answer.count, 0u);
}

TEST(Bus, AnotherDeviceAndARefusalAreWaitsAlone) {
  const auto probe = watch({begins(platform::kUart.base, 'x', true), ends(kBegin + 5),
                            begins(platform::kMswi.base + 1, 1, true, 3), ends(kBegin + 6, 1, 3)});
  EXPECT_EQ(probe.bus().wait.count, 2u);
  EXPECT_EQ(probe.bus().wait.max, 6u);
  EXPECT_EQ(probe.bus().request.count, 0u);
  EXPECT_EQ(probe.bus().fabric.count, 0u);
}

TEST(Bus, AnAccessCountsWhereItBegan) {
  const auto probe =
      watch({begins(platform::kUart.base, 0, false, 1), called(0xa), ends(kBegin + 50, 0, 1),
             begins(platform::kUart.base, 0, false, 3), returned(0xa), ends(kBegin + 8, 0, 3)});
  EXPECT_EQ(probe.all()[0].bus.wait.count, 1u);
  EXPECT_EQ(probe.all()[0].bus.wait.sum, 8u);
  EXPECT_EQ(probe.bus().wait.sum, 58u);
}

TEST(Doorbells, AreCountedByWhatRings) {
  const auto probe = watch(
      {begins(platform::mswi::msip(1), 1, true), begins(platform::mswi::msip(1), 0, true, 3),
       begins(platform::mswi::msip(0), 0, false, 5), begins(platform::sswi::setssip(3), 1, true, 7),
       begins(platform::imsic::seteipnum(2), 5, true, 9),
       begins(platform::multicast::kAllBut, 0, true, 11),
       begins(platform::multicast::ring(0), 0, true, 13)});
  EXPECT_EQ(probe.doorbells().mswi, 1u);
  EXPECT_EQ(probe.doorbells().sswi, 1u);
  EXPECT_EQ(probe.doorbells().imsic, 1u);
  EXPECT_EQ(probe.doorbells().multicast, 1u);
}

}  // namespace
}  // namespace standstill::testbench
