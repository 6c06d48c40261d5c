// Which lines the waves follow, and what they show of the messages about them.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/wave_lines.h"

#include <gtest/gtest.h>

#include "standstill/markers.h"
#include "support/recording_sink.h"
#include "testbench/machine/wave_tap.h"

namespace standstill::testbench {
namespace {

using platform::Marker;
using platform::RendezvousKind;

constexpr unsigned kHarts = 2;
constexpr SourceId kHome = 2;
constexpr Addr kObject = 0x8000'1030;  ///< state at 0x...50, in the line of 0x...40

Event call(Addr object, RendezvousKind kind = RendezvousKind::StopMachine) {
  return {1,
          0,
          EventKind::Marker,
          0,
          0,
          static_cast<std::uint64_t>(Marker::Call),
          object,
          static_cast<std::uint64_t>(kind) | 2 << 8};
}
Event about(EventKind kind, SourceId source, Addr line, std::uint64_t what, std::uint64_t who = 0) {
  return {2, source, kind, 0, 0, line, what, who};
}
std::uint64_t number(MessageType type) { return static_cast<std::uint64_t>(type); }

WaveLines linux_lines() { return {kHarts, {}, std::nullopt}; }

TEST(WaveLines, FollowThatOfTheLastCallInLockStep) {
  WaveLines lines = linux_lines();
  EXPECT_EQ(lines.address(WatchedLine::State), 0u);
  lines.note(call(kObject));
  EXPECT_EQ(lines.address(WatchedLine::State), 0x8000'1040u);
  EXPECT_EQ(lines.address(WatchedLine::ThreadAck), 0x8000'1040u);
  lines.note(call(0x8000'2000, RendezvousKind::StopOneCpu));
  EXPECT_EQ(lines.address(WatchedLine::State), 0x8000'1040u);
  lines.note(call(0x8000'2000, RendezvousKind::StopTwoCpus));
  EXPECT_EQ(lines.address(WatchedLine::State), 0x8000'2000u);
}

TEST(WaveLines, FollowTheOneTheyAreTold) {
  WaveLines lines(kHarts, {64, 128}, 0x8000'3000);
  lines.note(call(kObject));
  EXPECT_EQ(lines.address(WatchedLine::State), 0x8000'3040u);
  EXPECT_EQ(lines.address(WatchedLine::ThreadAck), 0x8000'3080u);
}

TEST(WaveLines, ShowTheLastMessageOfEachHart) {
  WaveLines lines = linux_lines();
  lines.note(call(kObject));
  const Addr line = lines.address(WatchedLine::State);
  lines.note(about(EventKind::Miss, 1, line, number(MessageType::ReadShared)));
  EXPECT_EQ(lines.message(WatchedLine::State, 1), message_number(MessageType::ReadShared));
  EXPECT_EQ(lines.message(WatchedLine::State, 0), 0u);
  lines.note(about(EventKind::Miss, 0, line + 64, number(MessageType::ReadShared)));
  EXPECT_EQ(lines.message(WatchedLine::State, 0), 0u) << "another line";
  lines.note(about(EventKind::Fill, 1, line, static_cast<std::uint64_t>(ServedBy::Owner)));
  EXPECT_EQ(lines.message(WatchedLine::State, 1), message_number(ServedBy::Owner));
  lines.note(about(EventKind::Snoop, 0, line, number(MessageType::SnpUnique)));
  EXPECT_EQ(lines.message(WatchedLine::ThreadAck, 0), message_number(MessageType::SnpUnique));
  lines.note(call(kObject + 0x1000));
  EXPECT_EQ(lines.message(WatchedLine::State, 1), 0u) << "of the line that was";
}

TEST(WaveLines, ShowWhatHomeServesThoughItBeganBeforeTheCall) {
  WaveLines lines = linux_lines();
  lines.note(about(EventKind::HomeBegin, kHome, 0x8000'1040, number(MessageType::ReadUnique), 1));
  lines.note(about(EventKind::HomeBegin, kHome, 0x8000'9000, number(MessageType::ReadShared), 0));
  lines.note(call(kObject));
  EXPECT_EQ(lines.service(WatchedLine::State).request, message_number(MessageType::ReadUnique));
  EXPECT_EQ(lines.service(WatchedLine::State).requester, 1u);
  lines.note(about(EventKind::HomeEnd, kHome, 0x8000'1040, 0));
  EXPECT_EQ(lines.service(WatchedLine::State).request, 0u);
}

TEST(WaveTap, PutsEventsOfHartsThatRunAheadInOrder) {
  RecordingSink log;
  WaveTap tap(log, kHarts, linux_lines());
  const auto name = static_cast<std::uint64_t>(Marker::TaskName);
  const auto runs = static_cast<std::uint64_t>(Marker::Switch);
  tap.record({50, 1, EventKind::Marker, 0, 0, runs, 0x1000, 0});
  tap.record({40, 0, EventKind::Marker, 0, 0, name, 0x1000, 'a'});
  tap.record({60, 0, EventKind::Wire, 0, 0, 1, 3, 1});
  EXPECT_EQ(log.events.size(), 3u) << "all are handed on at once";
  tap.settle(50);
  EXPECT_EQ(tap.marks().task(1), "");
  tap.settle(60);
  EXPECT_EQ(tap.marks().task(1), "a");
  EXPECT_EQ(tap.wires(1), 0u);
  tap.settle(61);
  EXPECT_EQ(tap.wires(1), 8u);
}

}  // namespace
}  // namespace standstill::testbench
