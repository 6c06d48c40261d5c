// Arrival times, contention, order and fairness on a ring and a mesh.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/network.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "messages.h"

namespace standstill::interconnect {
namespace {

class Recorder final : public EventSink {
 public:
  void record(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

struct Bench {
  explicit Bench(InterconnectConfig made, unsigned harts = 16, unsigned homes = 4)
      : config(made),
        topology(config, harts, homes),
        network(config, Topology(config, harts, homes), 99, events) {}
  void inject(M type, NodeId from, NodeId to, Cycle cycle, std::uint64_t value = 0) {
    network.inject(make(type, from, to, cycle, value));
  }
  /// Cycles of arrival by `value`.
  std::map<std::uint64_t, Cycle> run() {
    std::vector<Message> out;
    for (Cycle next = network.next_event(); next != kNever; next = network.next_event()) {
      network.step(next, out);
      for (; seen < out.size(); ++seen) EXPECT_GE(out[seen].cycle, next + config.hop_latency);
    }
    std::map<std::uint64_t, Cycle> cycles;
    for (const Message& message : out) cycles[message.value] = message.cycle;
    return cycles;
  }
  /// From injection to effect with every link idle.
  Cycle idle_latency(const Message& message) const {
    return (topology.hops(message.source, message.destination) + 1) * config.hop_latency +
           network.flits_of(message.type) - 1;
  }
  InterconnectConfig config;
  Topology topology;
  Recorder events;
  Network network;
  std::size_t seen = 0;
};

InterconnectConfig shape(InterconnectKind kind) {
  InterconnectConfig config;
  config.kind = kind;
  return config;
}

const InterconnectConfig kMesh = shape(InterconnectKind::Mesh);
const InterconnectConfig kRing = shape(InterconnectKind::Ring);

/// 2,000 messages between any nodes, each sender's in order of its cycles.
std::vector<Message> random_traffic(unsigned seed, unsigned nodes) {
  std::mt19937 random(seed);
  std::vector<Message> traffic;
  const M types[] = {M::ReadShared, M::SnpUnique, M::SnpResp, M::CompData, M::WriteBackFull};
  std::vector<Cycle> cycles(nodes);
  for (unsigned count = 0; count < 2000; ++count) {
    const NodeId from = static_cast<NodeId>(random() % nodes);
    cycles[from] += random() % 12;
    const NodeId to = static_cast<NodeId>(random() % nodes);
    traffic.push_back(make(types[random() % 5], from, to, 1 + cycles[from], count));
  }
  return traffic;
}

class Shape : public testing::TestWithParam<InterconnectKind> {
 protected:
  InterconnectConfig config() const { return shape(GetParam()); }
  std::map<std::uint64_t, Cycle> carry(const std::vector<Message>& traffic) const {
    Bench bench(config());
    for (const Message& message : traffic) bench.network.inject(message);
    return bench.run();
  }
};

TEST_P(Shape, AnIdleWayCostsItsHopsAndTheFlits) {
  for (const Cycle hop : {1u, 3u, 7u})
    for (const M type : {M::ReadShared, M::CompData})
      for (NodeId from = 0; from < 21; ++from)
        for (NodeId to = 0; to < 21; ++to) {
          InterconnectConfig slow = config();
          slow.hop_latency = hop;
          Bench bench(slow);
          bench.inject(type, from, to, 10, 1);
          EXPECT_EQ(bench.run().at(1), 10 + bench.idle_latency(make(type, from, to, 10)));
        }
}

TEST_P(Shape, KeepsOrderAndLosesNothing) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const Bench bench(config());
    const auto traffic = random_traffic(seed, bench.topology.nodes());
    const auto cycles = carry(traffic);
    ASSERT_EQ(cycles.size(), traffic.size());
    std::map<std::tuple<NodeId, NodeId, Channel>, Cycle> last;
    std::map<std::pair<NodeId, Cycle>, unsigned> used;
    for (const Message& message : traffic) {
      const Cycle arrival = cycles.at(message.value);
      EXPECT_GE(arrival, message.cycle + bench.idle_latency(message));
      Cycle& before = last[{message.source, message.destination, channel_of(message.type)}];
      EXPECT_LT(before, arrival) << "order of a pair's channel";
      before = arrival;
      for (Cycle flit = 0; flit < bench.network.flits_of(message.type); ++flit)
        EXPECT_EQ(++used[std::make_pair(message.destination, arrival - flit)], 1u);
    }
  }
}

TEST_P(Shape, DoesNotDependOnTheOrderInWhichSendersHandOver) {
  auto traffic = random_traffic(7, 21);
  const auto cycles = carry(traffic);
  std::stable_sort(traffic.begin(), traffic.end(),
                   [](const Message& a, const Message& b) { return a.source > b.source; });
  EXPECT_EQ(carry(traffic), cycles);
}

TEST_P(Shape, DoesNotDependOnHowFarAStepGoes) {
  auto traffic = random_traffic(8, 21);
  const auto cycles = carry(traffic);
  std::stable_sort(traffic.begin(), traffic.end(),
                   [](const Message& a, const Message& b) { return a.cycle < b.cycle; });
  Bench bench(config());
  std::vector<Message> out;
  Cycle now = 0;
  for (const Message& message : traffic) {
    // All that others may still send comes after `now`.
    if (message.cycle > now + 40) bench.network.step(now = message.cycle - 1, out);
    bench.network.inject(message);
  }
  bench.network.step(1'000'000, out);
  std::map<std::uint64_t, Cycle> stepped;
  for (const Message& message : out) stepped[message.value] = message.cycle;
  EXPECT_EQ(stepped, cycles);
}

TEST_P(Shape, HashesEveryLinkOnTheWay) {
  Bench bench(config());
  bench.inject(M::ReadShared, 0, 2, 10);
  bench.run();
  bench.network.finish(100);
  std::vector<std::uint64_t> links;
  for (const Event& event : bench.events.events) {
    EXPECT_EQ(event.kind, EventKind::LinkHash);
    EXPECT_EQ(event.b, 1u);
    links.push_back(event.c);
  }
  // To node 2, then east from router 0 and from router 1: links are numbered after the nodes.
  EXPECT_THAT(links, testing::ElementsAre(2, 21, 25));
}

INSTANTIATE_TEST_SUITE_P(Network, Shape,
                         testing::Values(InterconnectKind::Ring, InterconnectKind::Mesh),
                         [](const auto& each) {
                           return each.param == InterconnectKind::Ring ? "Ring" : "Mesh";
                         });

TEST(Network, AMessageWaitsForALinkThatIsBusyAndHeadsGoOnAtOnce) {
  Bench bench(kMesh);  // 4 x 4 routers, hart n at router n
  const Cycle hop = bench.config.hop_latency, flits = bench.network.flits_of(M::CompData);
  bench.inject(M::CompData, 0, 2, 10, 1);
  bench.inject(M::ReadShared, 1, 2, 10 + hop + 1, 2);  // the link from 1 to 2 is kept by the line
  bench.inject(M::ReadShared, 1, 5, 10 + hop + 1, 3);  // from 1 to the south: not in the way
  const auto cycles = bench.run();
  EXPECT_EQ(cycles.at(1), 10 + 3 * hop + flits - 1);
  // It waits until the line has passed, then both go one hop, and the line is just gone again.
  EXPECT_EQ(cycles.at(2), 10 + hop + flits + 2 * hop);
  EXPECT_EQ(cycles.at(3), 10 + hop + 1 + 1 + 2 * hop) << "a cycle behind on its sender's link";
}

TEST(Network, OppositeDirectionsDoNotMeet) {
  for (const InterconnectConfig& config : {kMesh, kRing}) {
    Bench bench(config);
    bench.inject(M::CompData, 0, 1, 10, 1);
    bench.inject(M::CompData, 1, 0, 10, 2);
    const Cycle alone = 10 + bench.idle_latency(make(M::CompData, 0, 1, 10));
    const auto cycles = bench.run();
    EXPECT_EQ(cycles.at(1), alone);
    EXPECT_EQ(cycles.at(2), alone);
  }
}

TEST(Network, ANarrowLinkIsKeptLonger) {
  InterconnectConfig narrow = kMesh;
  narrow.link_bytes = 4;
  Bench bench(narrow);
  bench.inject(M::CompData, 0, 3, 10, 1);
  bench.inject(M::ReadShared, 0, 3, 10, 2);
  const auto cycles = bench.run();
  const Cycle hop = narrow.hop_latency, flits = 1 + kLineBytes / narrow.link_bytes;
  EXPECT_EQ(cycles.at(2), 10 + 4 * hop) << "the request channel is first";
  EXPECT_EQ(cycles.at(1), 10 + 1 + 4 * hop + flits - 1);
}

TEST(Network, InputsThatComeTogetherTakeTurns) {
  // To node 5: from the west (4), the east (6), the north (1), the south (9), and 5 itself.
  Bench bench(kMesh);
  const NodeId around[] = {1, 4, 6, 9};
  for (Cycle cycle = 10; cycle < 110; ++cycle)
    for (const NodeId from : around) bench.inject(M::SnpResp, from, 5, cycle, from * 1000 + cycle);
  const auto cycles = bench.run();
  // Each of the four has every fourth cycle of the last link.
  for (const NodeId from : around)
    for (Cycle cycle = 10; cycle < 109; ++cycle)
      EXPECT_EQ(cycles.at(from * 1000 + cycle + 1) - cycles.at(from * 1000 + cycle), 4u);
}

TEST(Network, ASaturatedLinkStarvesNobody) {
  Bench bench(kRing);
  for (Cycle cycle = 1; cycle < 400; ++cycle)
    for (const NodeId from : {0u, 1u}) bench.inject(M::SnpResp, from, 4, cycle, 1000);
  bench.inject(M::ReadShared, 2, 4, 200, 7);
  // The link from 1 to 2 delivers one a cycle; at that to 3 hardly anyone waits before it.
  EXPECT_LE(bench.run().at(7), 200 + bench.idle_latency(make(M::ReadShared, 2, 4, 200)) + 2);
}

TEST(Network, ARingOfOneAndAMeshOfOneAreACrossbar) {
  const auto carry = [](InterconnectKind kind) {
    InterconnectConfig config = shape(kind);
    config.concentration = 64;
    Bench bench(config);
    for (const Message& message : random_traffic(3, 21)) bench.network.inject(message);
    return bench.run();
  };
  const auto crossbar = carry(InterconnectKind::Crossbar);
  EXPECT_EQ(carry(InterconnectKind::Ring), crossbar);
  EXPECT_EQ(carry(InterconnectKind::Mesh), crossbar);
}

TEST(Network, AFarHomeIsSlowerThanANearOne) {
  Bench bench(kMesh);  // homes at routers 5, 7, 13, 15
  bench.inject(M::ReadShared, 5, 16, 10, 1);
  bench.inject(M::ReadShared, 0, 19, 10, 2);
  const auto cycles = bench.run();
  EXPECT_EQ(cycles.at(1), 10 + bench.config.hop_latency);
  EXPECT_EQ(cycles.at(2), 10 + 7 * bench.config.hop_latency);
}

}  // namespace
}  // namespace standstill::interconnect
