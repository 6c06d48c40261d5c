// The event log: one order whatever the host's, windows by level, text that can be read.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "common/cause.h"
#include "common/message.h"
#include "message_of.h"
#include "rendezvous_script.h"
#include "testbench/probes/event_text.h"

namespace standstill::testbench {
namespace {

constexpr AddressMap kMap{2, 1, 1 << 20};

class Recorder final : public EventConsumer {
 public:
  void consume(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

Event load(Cycle cycle, SourceId source, std::uint64_t value = 0) {
  return {cycle, source, EventKind::Load, 0, 0, 0x80000000, value, 8};
}

std::vector<Event> logged(const std::vector<Event>& events, LogLevel level) {
  EventLog log(kMap, level, "");
  Recorder recorder;
  log.add_consumer(recorder);
  for (const Event& event : events) log.record(event);
  log.close();
  return recorder.events;
}

std::string line(const Event& event) {
  std::string text;
  append_event(text, source_names(kMap), event);
  return text;
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(EventText, NamesSourcesKindsAndArguments) {
  EXPECT_EQ(line(mark(7, 1, Marker::IrqOffAck, 0xabc, 5)),
            "7\thart1\tmarker\t-\t-\tphase=irq_off_ack\tobject=0xabc\toperand=0x5\tpc=0x0\n");
  EXPECT_EQ(line({8, 3, EventKind::DeviceEnd, make_event_id(0, 12), make_event_id(6, 3), 0x10000000,
                  0, 1}),
            "8\tdevices\tdevice_end\thart0:12\tfabric:3\taddr=0x10000000\tvalue=0x0\terror=1\n");
  EXPECT_EQ(line({9, 2, EventKind::HomeBegin, 0, 0, 0x80000040,
                  static_cast<std::uint64_t>(MessageType::ReadUnique), 1}),
            "9\thome0\thome_begin\t-\t-\tline=0x80000040\ttype=ReadUnique\trequester=1\n");
  EXPECT_EQ(line({1, 7, EventKind::End, 0, 0, 3, 0, 0}), "1\tmachine\tend\t-\t-\tcode=3\n");
}

TEST(EventText, NamesStoresByCycleAndWireEdgesByWire) {
  EXPECT_EQ(
      line({9, 1, EventKind::Load, 0, make_store_id(0, 26396), 0x80000040, 7, 8, 0x80000100}),
      "9\thart1\tload\t-\thart0@26396\taddr=0x80000040\tvalue=0x7\tlooked=8\tpc=0x80000100\n");
  EXPECT_EQ(line({9, 1, EventKind::Waited, 0, make_event_id(2, 4),
                  static_cast<std::uint64_t>(Cause::MissOwner), 31, 0x80000104}),
            "9\thart1\twaited\t-\thome0:4\tfor=miss_owner\tcycles=31\tpc=0x80000104\n");
  EXPECT_EQ(line({9, 6, EventKind::Wire, make_edge_id(6, 2, 3, 5), 0, 2, 3, 1}),
            "9\tfabric\twire\tfabric.hart2.mip3#5\t-\thart=2\tbit=3\tlevel=1\n");
}

TEST(EventText, WritesNumbersWhereAGuestInventsThem) {
  EXPECT_EQ(line({1, 0, EventKind::Marker, 0, 0, 2000, 0, 0}),
            "1\thart0\tmarker\t-\t-\tphase=2000\tobject=0x0\toperand=0x0\tpc=0x0\n");
  EXPECT_EQ(line({1, 99, EventKind::Miss, 0, 0, 0, 12345, 77}),
            "1\tsource99\tmiss\t-\t-\tline=0x0\ttype=12345\tfor=77\n");
}

TEST(EventLog, OrdersByCycleSourceAndSequence) {
  const auto events = logged({load(5, 1, 10), load(5, 1, 11), load(3, 1, 12), load(5, 0, 13),
                              load(5, 0, 14), load(4, 7, 15)},
                             LogLevel::All);
  std::vector<std::uint64_t> values;
  for (const Event& event : events) values.push_back(event.b);
  EXPECT_THAT(values, testing::ElementsAre(12, 15, 13, 14, 10, 11));
}

TEST(EventLog, KeepsTheSequenceOfASourceAcrossMarksAndMemory) {
  const auto events = logged({load(5, 0), mie(5, 0, true), load(5, 0)}, LogLevel::All);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].kind, EventKind::Interrupts);
}

/// Many sources, each ascending, interleaved by chance; flushed at chance safe cycles.
std::string text_of_shuffle(unsigned seed, LogLevel level, const std::string& path) {
  std::vector<std::vector<Event>> streams(2);
  for (const Event& event : stop_two(20'000, 0xa)) streams[event.source].push_back(event);
  for (Cycle cycle = 0; cycle < 40'000; cycle += 2)
    for (SourceId source : {0u, 1u}) streams[source].push_back(load(cycle + source, source, cycle));
  for (auto& stream : streams)
    std::stable_sort(stream.begin(), stream.end(),
                     [](const Event& a, const Event& b) { return a.cycle < b.cycle; });
  EventLog log(kMap, level, path);
  std::mt19937 random(seed);
  std::size_t next[2] = {0, 0};
  while (next[0] < streams[0].size() || next[1] < streams[1].size()) {
    const unsigned source = random() % 2;
    for (std::size_t burst = random() % 3000; burst > 0 && next[source] < streams[source].size();
         --burst)
      log.record(streams[source][next[source]++]);
    Cycle safe = kNever;
    for (unsigned s : {0u, 1u})
      if (next[s] < streams[s].size()) safe = std::min(safe, streams[s][next[s]].cycle);
    if (safe != kNever) log.flush_before(safe);
  }
  log.close();
  EXPECT_EQ(log.error(), "");
  return read(path);
}

TEST(EventLog, DoesNotDependOnTheHostsOrder) {
  const std::string path = testing::TempDir() + "event_log_order.log";
  for (const LogLevel level : {LogLevel::Marks, LogLevel::Rendezvous, LogLevel::All}) {
    const std::string first = text_of_shuffle(1, level, path);
    for (unsigned seed = 2; seed < 6; ++seed) EXPECT_EQ(text_of_shuffle(seed, level, path), first);
  }
}

TEST(EventLog, HoldsMemoryEventsByLevel) {
  const std::vector<Event> events = {
      load(1, 0),
      call(2, 0, 0xa, RendezvousKind::StopMachine, 1),
      load(3, 1),
      call(4, 1, 0xb, RendezvousKind::StopOneCpu, 1),
      mark(5, 0, Marker::Return, 0xa),
      load(6, 0),
      mark(7, 1, Marker::Return, 0xb),
      load(8, 0),
  };
  EXPECT_EQ(logged(events, LogLevel::Marks).size(), 4u);
  EXPECT_EQ(logged(events, LogLevel::All).size(), 8u);
  const auto some = logged(events, LogLevel::Rendezvous);
  std::vector<Cycle> cycles;
  for (const Event& event : some) cycles.push_back(event.cycle);
  EXPECT_THAT(cycles, testing::ElementsAre(2, 3, 4, 5, 6, 7));
}

TEST(EventLog, OpensTheWindowWithinACycleInLogOrder) {
  const auto events =
      logged({load(2, 0, 1), call(2, 0, 0xa, RendezvousKind::StopMachine, 1), load(2, 0, 2),
              load(2, 1, 3), mark(3, 1, Marker::Return, 0xa), load(3, 0, 4), load(3, 1, 5)},
             LogLevel::Rendezvous);
  std::vector<std::uint64_t> values;
  for (const Event& event : events)
    if (event.kind == EventKind::Load) values.push_back(event.b);
  EXPECT_THAT(values, testing::ElementsAre(2, 3, 4));
}

TEST(EventLog, TellsModulesThatNobodyLooks) {
  EXPECT_FALSE(EventLog(kMap, LogLevel::Marks, "").wants(EventKind::Load));
  EXPECT_TRUE(EventLog(kMap, LogLevel::Marks, "").wants(EventKind::Marker));
  EXPECT_TRUE(EventLog(kMap, LogLevel::Rendezvous, "").wants(EventKind::Load));
}

TEST(EventLog, DropsWhatComesAfterTheEnd) {
  EventLog log(kMap, LogLevel::All, "");
  Recorder recorder;
  log.add_consumer(recorder);
  log.record(load(9, 0));
  log.record(load(10, 0));
  log.record(load(11, 0));
  log.set_end(10);
  log.record(load(12, 1));
  log.record(load(10, 1));
  log.close();
  EXPECT_EQ(recorder.events.size(), 3u);
  EXPECT_EQ(log.events(), 3u);
}

TEST(EventLogBad, SaysWhereItCannotWrite) {
  EXPECT_EQ(message_of([] { EventLog(kMap, LogLevel::All, "/nonexistent/e.log"); }),
            "/nonexistent/e.log: cannot write the event log: No such file or directory");
}

TEST(EventLogBad, GoesOnWhenTheDiskIsFull) {
  EventLog log(kMap, LogLevel::All, "/dev/full");
  Recorder recorder;
  log.add_consumer(recorder);
  for (Cycle cycle = 0; cycle < 20'000; ++cycle) log.record(load(cycle, 0));
  log.close();
  EXPECT_EQ(log.error(), "/dev/full: cannot write the event log: No space left on device");
  EXPECT_EQ(recorder.events.size(), 20'000u);
}

}  // namespace
}  // namespace standstill::testbench
