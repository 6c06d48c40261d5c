// The home's SystemC shell between a mock network and a mock memory, each with latency.
// SPDX-License-Identifier: Apache-2.0
#include "coherence/home_module.h"

#include <gmock/gmock.h>
#include <tlm_utils/passthrough_target_socket.h>

#include "standstill/memory_map.h"

namespace standstill::coherence {
namespace {

constexpr Addr kBase = platform::kDramBase;
using M = MessageType;

/// Answers snoops with nothing and data with an acknowledgement; memory reads with the address.
struct Mock : sc_core::sc_module {
  tlm_utils::passthrough_target_socket<Mock, 64, CoherenceProtocol> socket;

  Mock(sc_core::sc_module_name name, const CoreClock& core_clock, Cycle answer_latency)
      : sc_module(name), socket("socket"), clock(core_clock), latency(answer_latency) {
    socket.register_nb_transport_fw(this, &Mock::receive);
  }

  tlm::tlm_sync_enum receive(Message& message, Channel& phase, sc_core::sc_time& delay) {
    EXPECT_EQ(phase, channel_of(message.type));
    EXPECT_EQ(delay, clock.until(message.cycle));
    EXPECT_GT(message.cycle, clock.now());
    received.push_back(message);
    Message answer = message;
    answer.cycle = message.cycle + latency;
    std::swap(answer.source, answer.destination);
    switch (message.type) {
      case M::MemRead:
        answer.type = M::MemData;
        answer.line.write(0, 8, message.addr, 0);
        break;
      case M::CompData:
        if (message.state == Grant::Invalid) return tlm::TLM_ACCEPTED;
        answer.type = M::CompAck;
        break;
      case M::SnpUnique:
      case M::SnpShared:
        answer.type = M::SnpResp;
        answer.state = Grant::Invalid;
        break;
      default:
        return tlm::TLM_ACCEPTED;
    }
    send(answer);
    return tlm::TLM_ACCEPTED;
  }
  void send(Message message) {
    Channel phase = channel_of(message.type);
    sc_core::sc_time delay = clock.until(message.cycle);
    EXPECT_EQ(socket->nb_transport_bw(message, phase, delay), tlm::TLM_ACCEPTED);
  }

  CoreClock clock;
  Cycle latency;
  std::vector<Message> received;
};

struct Bench {
  explicit Bench(Cycle memory_latency = 20)
      : horizon(1, 1, 1),
        network("network", clock, 5),
        dram("dram", clock, memory_latency),
        home("home", MachineConfig{}, AddressMap{4, 1, 1 << 20}, 0, clock, horizon, 0, events) {
    home.noc.bind(network.socket);
    home.memory.bind(dram.socket);
  }
  void request(M type, NodeId tile, Addr addr, Cycle cycle) {
    Message message;
    message.type = type;
    message.source = message.requester = tile;
    message.addr = addr;
    message.cycle = cycle;
    network.send(message);
  }
  void run(Cycle cycles) { sc_core::sc_start(clock.until(cycles + 1)); }

  CoreClock clock{1000};
  Horizon horizon;
  NullSink events;
  Mock network;
  Mock dram;
  HomeModule home;
};

TEST(HomeModule, ReadsALineAndIsIdleAfterTheAcknowledgement) {
  Bench bench;
  bench.request(M::ReadShared, 2, kBase + 64, 10);
  EXPECT_EQ(bench.horizon.limit(0), 12u + 1) << "the decision is due at 10 + tag latency";
  bench.run(200);
  ASSERT_EQ(bench.dram.received.size(), 1u);
  EXPECT_EQ(bench.dram.received[0].cycle, 13u);
  ASSERT_EQ(bench.network.received.size(), 1u);
  EXPECT_EQ(bench.network.received[0].cycle, 13u + 20 + 2 + 1);
  EXPECT_EQ(bench.network.received[0].line.read(0, 8), kBase + 64);
  EXPECT_TRUE(bench.home.home().idle());
  EXPECT_EQ(bench.horizon.limit(0), kNever);
}

TEST(HomeModule, AMessageHandedOverLaterMayBeEarlier) {
  Bench bench;
  bench.request(M::ReadOnce, 1, kBase, 50);
  bench.request(M::ReadOnce, 2, kBase + 64, 30);
  bench.run(200);
  ASSERT_EQ(bench.network.received.size(), 2u);
  EXPECT_EQ(bench.network.received[0].destination, 2u);
  EXPECT_EQ(bench.network.received[0].cycle + 20, bench.network.received[1].cycle);
}

TEST(HomeModule, SnoopsThroughTheNetwork) {
  Bench bench;
  bench.request(M::ReadUnique, 1, kBase, 10);
  bench.run(100);
  bench.request(M::ReadUnique, 2, kBase, 110);
  bench.run(200);
  ASSERT_EQ(bench.network.received.size(), 3u);
  EXPECT_EQ(bench.network.received[1].type, M::SnpUnique);
  EXPECT_EQ(bench.network.received[1].destination, 1u);
  EXPECT_EQ(bench.network.received[2].type, M::CompData);
  EXPECT_EQ(bench.network.received[2].destination, 2u);
}

}  // namespace
}  // namespace standstill::coherence
