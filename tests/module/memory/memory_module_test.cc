// Memory's SystemC shell between two mock homes.
// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_module.h"

#include <gmock/gmock.h>
#include <tlm_utils/simple_initiator_socket.h>

#include "standstill/memory_map.h"

namespace standstill::memory {
namespace {

constexpr Addr kBase = platform::kDramBase;
using M = MessageType;

struct MockHome : sc_core::sc_module {
  tlm_utils::simple_initiator_socket<MockHome, 64, CoherenceProtocol> socket;

  MockHome(sc_core::sc_module_name name, const CoreClock& core_clock)
      : sc_module(name), socket("socket"), clock(core_clock) {
    socket.register_nb_transport_bw(this, &MockHome::receive);
  }
  tlm::tlm_sync_enum receive(Message& message, Channel& phase, sc_core::sc_time& delay) {
    EXPECT_EQ(phase, Channel::Dat);
    EXPECT_EQ(delay, clock.until(message.cycle));
    received.push_back(message);
    return tlm::TLM_ACCEPTED;
  }
  void send(M type, Addr addr, Cycle cycle, std::uint64_t value = 0) {
    Message message;
    message.type = type;
    message.addr = addr;
    message.cycle = cycle;
    message.line.write(0, 8, value, 0);
    Channel phase = channel_of(type);
    sc_core::sc_time delay = clock.until(cycle);
    EXPECT_EQ(socket->nb_transport_fw(message, phase, delay), tlm::TLM_ACCEPTED);
  }
  CoreClock clock;
  std::vector<Message> received;
};

struct Bench {
  Bench()
      : guest(kBase, 1 << 20),
        horizon(1, 1, 1),
        first("first", clock),
        second("second", clock),
        memory("memory", DramConfig{}, 2, guest, clock, horizon, 0, 5) {
    first.socket.bind(memory.ports[0]);
    second.socket.bind(memory.ports[1]);
  }
  void run(Cycle cycles) { sc_core::sc_start(clock.until(clock.now() + cycles)); }

  CoreClock clock{1000};
  GuestMemory guest;
  Horizon horizon;
  MockHome first;
  MockHome second;
  MemoryModule memory;
};

TEST(MemoryModule, AnswersTheHomeThatAsked) {
  Bench bench;
  bench.guest.write_value(kBase, 42, 8);
  bench.second.send(M::MemRead, kBase, 10);
  EXPECT_EQ(bench.horizon.limit(0), 11u);
  bench.run(300);
  EXPECT_TRUE(bench.first.received.empty());
  ASSERT_EQ(bench.second.received.size(), 1u);
  EXPECT_EQ(bench.second.received[0].cycle, 100u);
  EXPECT_EQ(bench.second.received[0].line.read(0, 8), 42u);
  EXPECT_EQ(bench.horizon.limit(0), kNever);
}

TEST(MemoryModule, BothHomesShareOneChannel) {
  Bench bench;
  bench.second.send(M::MemWrite, kBase, 10, 7);
  bench.first.send(M::MemRead, kBase, 11);
  bench.run(300);
  ASSERT_EQ(bench.first.received.size(), 1u);
  EXPECT_EQ(bench.first.received[0].cycle, 10u + 8 + 90);
  EXPECT_EQ(bench.first.received[0].line.read(0, 8), 7u);
}

}  // namespace
}  // namespace standstill::memory
