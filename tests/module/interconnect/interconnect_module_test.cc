// The interconnect's SystemC shell between mock nodes that hand over ahead of time.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/interconnect_module.h"

#include <gmock/gmock.h>
#include <tlm_utils/simple_initiator_socket.h>

#include <algorithm>

namespace standstill::interconnect {
namespace {

using M = MessageType;

struct Node : sc_core::sc_module {
  tlm_utils::simple_initiator_socket<Node, 64, CoherenceProtocol> socket;

  Node(sc_core::sc_module_name name, const CoreClock& core_clock)
      : sc_module(name), socket("socket"), clock(core_clock) {
    socket.register_nb_transport_bw(this, &Node::receive);
  }
  tlm::tlm_sync_enum receive(Message& message, Channel& phase, sc_core::sc_time& delay) {
    EXPECT_EQ(phase, channel_of(message.type));
    EXPECT_EQ(delay, clock.until(message.cycle));
    EXPECT_GT(message.cycle, clock.now());
    received.push_back(message);
    return tlm::TLM_ACCEPTED;
  }
  void send(M type, NodeId from, NodeId to, Cycle cycle) {
    Message message;
    message.type = type;
    message.source = from;
    message.destination = to;
    message.cycle = cycle;
    Channel phase = channel_of(type);
    sc_core::sc_time delay = clock.until(cycle);
    EXPECT_EQ(socket->nb_transport_fw(message, phase, delay), tlm::TLM_ACCEPTED);
  }
  CoreClock clock;
  std::vector<Message> received;
};

class Recorder final : public EventSink {
 public:
  void record(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

struct Bench {
  Bench()
      : horizon(1, 1, 1),
        nodes("node", 3, [this](const char* name, std::size_t) { return new Node(name, clock); }),
        network("network", InterconnectConfig{}, AddressMap{2, 0, 0}, clock, horizon, 0, events,
                77) {
    horizon.set_reach(0, 3);
    for (unsigned node = 0; node < 3; ++node) nodes[node].socket.bind(network.ports[node]);
  }
  void run(Cycle cycles) { sc_core::sc_start(clock.until(clock.now() + cycles)); }

  CoreClock clock{1000};
  Horizon horizon;
  Recorder events;
  sc_core::sc_vector<Node> nodes;
  InterconnectModule network;
};

TEST(InterconnectModule, CarriesAMessageToItsNode) {
  Bench bench;
  bench.nodes[0].send(M::CompData, 0, 2, 10);
  EXPECT_EQ(bench.horizon.limit(0), 13u);
  bench.run(100);
  EXPECT_TRUE(bench.nodes[1].received.empty());
  ASSERT_EQ(bench.nodes[2].received.size(), 1u);
  EXPECT_EQ(bench.nodes[2].received[0].cycle, 17u);
  EXPECT_EQ(bench.horizon.limit(0), kNever);
}

TEST(InterconnectModule, DecidesByCycleNotByWhoHandsOverFirst) {
  Bench bench;
  bench.nodes[1].send(M::CompData, 1, 2, 40);
  bench.nodes[0].send(M::CompData, 0, 2, 38);
  bench.run(100);
  ASSERT_EQ(bench.nodes[2].received.size(), 2u);
  EXPECT_EQ(bench.nodes[2].received[0].source, 0u);
  EXPECT_EQ(bench.nodes[2].received[0].cycle, 45u);
  EXPECT_EQ(bench.nodes[2].received[1].cycle, 50u);
}

TEST(InterconnectModule, LogsItsLinksAtTheEnd) {
  Bench bench;
  bench.nodes[0].send(M::ReadShared, 0, 2, 10);
  bench.run(100);
  bench.network.finish(100);
  ASSERT_EQ(bench.events.events.size(), 1u);
  EXPECT_EQ(bench.events.events[0].kind, EventKind::LinkHash);
  EXPECT_EQ(bench.events.events[0].source, 77u);
  EXPECT_EQ(bench.events.events[0].b, 1u);
  EXPECT_EQ(bench.events.events[0].c, 2u);
}

}  // namespace
}  // namespace standstill::interconnect
