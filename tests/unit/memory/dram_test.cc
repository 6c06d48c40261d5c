// Bytes of guest memory, and latency and bandwidth of the DRAM.
// SPDX-License-Identifier: Apache-2.0
#include "memory/dram.h"

#include <gmock/gmock.h>

#include "standstill/memory_map.h"

namespace standstill::memory {
namespace {

constexpr Addr kBase = platform::kDramBase;
using M = MessageType;

TEST(GuestMemory, IsZeroUntilWrittenAndSparse) {
  GuestMemory memory(kBase, 1ull << 34);
  EXPECT_EQ(memory.read_value(kBase + (1ull << 33), 8), 0u);
  EXPECT_EQ(memory.resident(), 0u);
  memory.write_value(kBase + 4092, 0x1122334455667788, 8);  // across a page
  EXPECT_EQ(memory.read_value(kBase + 4092, 8), 0x1122334455667788u);
  EXPECT_EQ(memory.read_value(kBase + 4096, 4), 0x11223344u);
  EXPECT_EQ(memory.resident(), 2u * 4096);
}

TEST(GuestMemory, EndsWhereItEnds) {
  GuestMemory memory(kBase, 8192);
  EXPECT_TRUE(memory.contains(kBase + 8184, 8));
  EXPECT_FALSE(memory.contains(kBase + 8185, 8));
  EXPECT_FALSE(memory.contains(kBase - 1, 1));
  EXPECT_FALSE(memory.contains(kBase, ~std::uint64_t{0}));
  memory.write_value(kBase + 8188, ~std::uint64_t{0}, 8);
  EXPECT_EQ(memory.resident(), 0u);
  std::uint64_t value = 5;
  memory.read(kBase + 8188, &value, 8);
  EXPECT_EQ(value, 0u);
}

struct Bench {
  Bench() : memory(kBase, 1 << 20), dram(DramConfig{}, memory, 7) {}
  void give(M type, unsigned port, Addr addr, Cycle cycle, std::uint64_t value = 0) {
    Message message;
    message.type = type;
    message.addr = addr;
    message.cycle = cycle;
    message.id = make_event_id(1, ++ids);
    message.transaction = 55;
    message.line.write(0, 8, value, 0);
    dram.receive(port, message);
  }
  std::vector<Dram::Answer> run() {
    std::vector<Dram::Answer> out;
    while (dram.next_event() != kNever) dram.step(dram.next_event(), out);
    return out;
  }
  GuestMemory memory;
  Dram dram;
  std::uint64_t ids = 0;
};

TEST(Dram, AnswersAfterItsLatency) {
  Bench bench;
  bench.memory.write_value(kBase + 64, 42, 8);
  bench.give(M::MemRead, 3, kBase + 64, 10);
  EXPECT_EQ(bench.dram.next_event(), 10u);
  const auto out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].port, 3u);
  EXPECT_EQ(out[0].message.type, M::MemData);
  EXPECT_EQ(out[0].message.cycle, 100u);
  EXPECT_EQ(out[0].message.line.read(0, 8), 42u);
  EXPECT_EQ(out[0].message.transaction, 55u);
  EXPECT_EQ(out[0].message.cause, make_event_id(1, 1));
}

TEST(Dram, ItsChannelCarriesOneLineAtATime) {
  Bench bench;
  for (unsigned port : {1u, 0u, 2u}) bench.give(M::MemRead, port, kBase, 10);
  const auto out = bench.run();
  ASSERT_EQ(out.size(), 3u);
  for (unsigned port = 0; port < 3; ++port) {
    EXPECT_EQ(out[port].port, port) << "ties go by port";
    EXPECT_EQ(out[port].message.cycle, 100u + 8 * port);
  }
}

TEST(Dram, AReadSeesTheWritesBeforeIt) {
  Bench bench;
  bench.give(M::MemRead, 0, kBase, 9);
  bench.give(M::MemRead, 0, kBase, 11);
  bench.give(M::MemWrite, 0, kBase, 10, 77);
  const auto out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].message.line.read(0, 8), 0u);
  EXPECT_EQ(out[1].message.line.read(0, 8), 77u);
  EXPECT_EQ(out[1].message.cycle, 9u + 2 * 8 + 90);  // the write keeps the channel, too
  EXPECT_EQ(bench.memory.read_value(kBase, 8), 77u);
}

TEST(Dram, RefusesAMessageFromThePast) {
  Bench bench;
  bench.give(M::MemRead, 0, kBase, 10);
  bench.run();
  EXPECT_THROW(bench.give(M::MemRead, 0, kBase, 9), std::logic_error);
}

}  // namespace
}  // namespace standstill::memory
