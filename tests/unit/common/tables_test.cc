// Addresses, numbers, hashes, and the tables of names: complete, and each thing apart from others.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <set>
#include <string>

#include "common/address_map.h"
#include "common/cause.h"
#include "common/event_log.h"
#include "common/hash.h"
#include "common/line.h"
#include "common/message.h"

namespace standstill {
namespace {

AddressMap small_map() {
  AddressMap map;
  map.harts = 5;
  map.homes = 3;
  map.dram_size = 1 << 20;
  return map;
}

TEST(AddressMap, NodesAndSourcesAreAllDifferent) {
  const AddressMap map = small_map();
  std::set<NodeId> nodes;
  for (HartId hart = 0; hart < map.harts; ++hart) nodes.insert(hart);
  for (unsigned bank = 0; bank < map.homes; ++bank) nodes.insert(map.home_node(bank));
  nodes.insert(map.device_node());
  EXPECT_EQ(nodes.size(), map.nodes());
  EXPECT_EQ(*nodes.rbegin(), map.nodes() - 1);
  std::set<SourceId> sources(nodes.begin(), nodes.end());
  for (const SourceId source :
       {map.interconnect_source(), map.memory_source(), map.fabric_source(), map.machine_source()})
    EXPECT_TRUE(sources.insert(source).second);
}

TEST(AddressMap, DramHasItsEdges) {
  const AddressMap map = small_map();
  const Addr base = platform::kDramBase, end = base + map.dram_size;
  EXPECT_TRUE(map.is_dram(base, 8));
  EXPECT_FALSE(map.is_dram(base - 1, 1));
  EXPECT_FALSE(map.is_dram(base - 8, 8));
  EXPECT_TRUE(map.is_dram(end - 1, 1));
  EXPECT_TRUE(map.is_dram(end - 8, 8));
  EXPECT_FALSE(map.is_dram(end - 4, 8));
  EXPECT_FALSE(map.is_dram(end, 1));
  EXPECT_FALSE(map.is_dram(~Addr{0} - 3, 8));
  EXPECT_FALSE(map.is_dram(0, 1));
}

TEST(AddressMap, NeighbouringLinesHaveDifferentHomes) {
  const AddressMap map = small_map();
  for (Addr line = platform::kDramBase; line < platform::kDramBase + 64 * 30; line += kLineBytes) {
    EXPECT_EQ(map.home_of(line + 63), map.home_of(line));
    EXPECT_NE(map.home_of(line + 64), map.home_of(line));
    EXPECT_GE(map.home_of(line), map.home_node(0));
    EXPECT_LT(map.home_of(line), map.device_node());
  }
}

TEST(EventIds, OfDifferentKindsNeverMeet) {
  std::set<EventId> ids{0};
  for (SourceId source : {0u, 1u, 7u, 1023u, 1300u}) {
    for (std::uint64_t n = 1; n < 50; ++n) {
      EXPECT_TRUE(ids.insert(make_event_id(source, n)).second);
      if (source < 1024) {
        EXPECT_TRUE(ids.insert(make_store_id(source, n)).second);
      }
    }
  }
  const SourceId fabric = 1301;
  for (HartId hart : {0u, 1u, 1023u})
    for (unsigned bit : {3u, 7u, 11u})
      for (std::uint64_t n = 1; n < 50; ++n)
        EXPECT_TRUE(ids.insert(make_edge_id(fabric, hart, bit, n)).second);
  EXPECT_EQ(make_event_id(7, 3) >> 40, 8u);
  EXPECT_EQ(make_store_id(7, 3) >> 40, 8u);
}

TEST(Hash, ADifferenceThatHasEnteredStays) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::uint64_t a = random(), b = a ^ std::uint64_t{1} << random() % 64;
    std::uint64_t c = a, d = b;
    for (int step = 0; step < 50; ++step) {
      const std::uint64_t cycle = random() % 1000, pc = random(), value = random();
      a = RetireHash::step(a, cycle, pc, value);
      b = RetireHash::step(b, cycle, pc, value);
      c = mix(c, value);
      d = mix(d, value);
    }
    ASSERT_NE(a, b);
    ASSERT_NE(c, d);
  }
}

TEST(Hash, EachPartAndTheOrderCount) {
  const std::uint64_t h = RetireHash::step(5, 10, 0x80000000, 3);
  EXPECT_NE(h, RetireHash::step(5, 11, 0x80000000, 3));
  EXPECT_NE(h, RetireHash::step(5, 10, 0x80000002, 3));
  EXPECT_NE(h, RetireHash::step(5, 10, 0x80000000, 4));
  const auto two = [](Cycle a, Cycle b) {
    return RetireHash::step(RetireHash::step(0, a, 0, 0), b, 0, 0);
  };
  EXPECT_NE(two(1, 2), two(2, 1));
  EXPECT_NE(mix(mix(0, 1), 2), mix(mix(0, 2), 1));
}

TEST(Line, ReadsWhatWasWrittenAndKnowsTheWriter) {
  Line line;
  line.write(8, 8, 0x1122334455667788, 5);
  line.write(12, 1, 0xAB, 6);
  EXPECT_EQ(line.read(8, 8), 0x112233AB55667788u);
  EXPECT_EQ(line.read(13, 1), 0x33u);
  EXPECT_EQ(line.read(12, 2), 0x33ABu);
  EXPECT_EQ(line.writers[2], 5u);
  EXPECT_EQ(line.writers[3], 6u);
  EXPECT_EQ(line.writers[4], 0u);
}

template <class Name>
void expect_names(unsigned count, const char* pattern, Name name) {
  std::set<std::string> seen;
  for (unsigned i = 0; i < count; ++i) {
    ASSERT_NE(name(i), nullptr) << i;
    EXPECT_TRUE(std::regex_match(name(i), std::regex(pattern))) << name(i);
    EXPECT_TRUE(seen.insert(name(i)).second) << name(i);
  }
}

TEST(Tables, NamesAreCompleteAndDifferent) {
  expect_names(kCauses, "[a-z_]+", [](unsigned i) { return name_of(static_cast<Cause>(i)); });
  expect_names(kEventKinds, "[a-z_]+",
               [](unsigned i) { return info(static_cast<EventKind>(i)).name; });
  expect_names(kMessageTypes, "[A-Z][A-Za-z]+",
               [](unsigned i) { return name_of(static_cast<MessageType>(i)); });
}

TEST(Tables, StandInTheOrderOfTheirEnumerators) {
  EXPECT_STREQ(name_of(Cause::Instruction), "instruction");
  EXPECT_STREQ(name_of(Cause::Bus), "bus");
  EXPECT_STREQ(name_of(Cause::Ended), "ended");
  EXPECT_STREQ(info(EventKind::Pending).name, "pending");
  EXPECT_STREQ(info(EventKind::BusResponse).name, "bus_response");
  EXPECT_STREQ(info(EventKind::End).name, "end");
  EXPECT_STREQ(name_of(MessageType::CompAck), "CompAck");
  EXPECT_STREQ(name_of(MessageType::MemData), "MemData");
}

TEST(Tables, ArgumentsOfEventsHaveNoGaps) {
  for (unsigned i = 0; i < kEventKinds; ++i) {
    const EventInfo& event = info(static_cast<EventKind>(i));
    ASSERT_NE(event.a, nullptr) << event.name;
    EXPECT_TRUE(event.b != nullptr || event.c == nullptr) << event.name;
  }
}

TEST(Tables, ChannelsAreThoseOfTheProtocol) {
  const auto expect = [](Channel channel, std::set<MessageType> types) {
    for (unsigned i = 0; i < kMessageTypes; ++i) {
      const auto type = static_cast<MessageType>(i);
      EXPECT_EQ(channel_of(type) == channel, types.count(type) != 0) << name_of(type);
    }
  };
  using T = MessageType;
  expect(Channel::Snp, {T::SnpShared, T::SnpUnique, T::SnpOnce});
  expect(Channel::Rsp, {T::SnpResp, T::CompAck, T::Comp});
  expect(Channel::Dat, {T::SnpRespData, T::CompData, T::MemWrite, T::MemData});
  for (const T type : {T::WriteBackFull, T::SnpRespData, T::CompData, T::MemWrite, T::MemData})
    EXPECT_TRUE(carries_line(type)) << name_of(type);
  for (const T type : {T::ReadShared, T::CleanUnique, T::Evict, T::Atomic, T::SnpResp, T::Comp})
    EXPECT_FALSE(carries_line(type)) << name_of(type);
}

}  // namespace
}  // namespace standstill
