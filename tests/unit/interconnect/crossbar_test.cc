// Arrival times, contention, order and fairness of the crossbar.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <random>

#include "interconnect/network.h"
#include "messages.h"

namespace standstill::interconnect {
namespace {

Topology crossbar_of(unsigned nodes) { return {InterconnectConfig{}, nodes - 1, 0}; }

struct Bench {
  explicit Bench(unsigned ports = 4)
      : crossbar(InterconnectConfig{}, crossbar_of(ports), 99, events) {}
  std::vector<Message> run() {
    std::vector<Message> out;
    for (Cycle next = crossbar.next_event(); next != kNever; next = crossbar.next_event()) {
      crossbar.step(next, out);
    }
    return out;
  }
  NullSink events;
  Network crossbar;
};

/// Cycles of arrival by `value`.
std::map<std::uint64_t, Cycle> arrivals(const std::vector<Message>& messages) {
  std::map<std::uint64_t, Cycle> cycles;
  for (const Message& message : messages) cycles[message.value] = message.cycle;
  return cycles;
}

TEST(Arbiter, ServesEveryInputInTurn) {
  Arbiter arbiter(3);
  const auto all = [](unsigned) { return true; };
  std::vector<unsigned> served;
  for (unsigned turn = 0; turn < 4; ++turn) {
    served.push_back(arbiter.pick(all));
    arbiter.serve(served.back());
  }
  EXPECT_THAT(served, testing::ElementsAre(0, 1, 2, 0));
  EXPECT_EQ(arbiter.pick([](unsigned input) { return input == 0; }), 0u);
  EXPECT_EQ(arbiter.pick([](unsigned) { return false; }), 3u);
  EXPECT_EQ(arbiter.rank(1), 0u);
  EXPECT_EQ(arbiter.rank(0), 2u);
}

TEST(Agenda, GivesTheEarliestThenTheLowestPort) {
  Agenda agenda(4);
  agenda.set(3, 5);
  agenda.set(1, 7);
  agenda.set(2, 5);
  agenda.set(1, 4);
  agenda.set(1, 7);
  EXPECT_EQ(agenda.next(), 5u);
  EXPECT_EQ(agenda.pop(), 2u);
  EXPECT_EQ(agenda.pop(), 3u);
  EXPECT_EQ(agenda.next(), 7u);
  agenda.set(1, kNever);
  EXPECT_EQ(agenda.next(), kNever);
}

TEST(Crossbar, AnEmptyNetworkCostsTheHopAndTheFlits) {
  Bench bench;
  bench.crossbar.inject(make(M::ReadShared, 0, 3, 10, 1));
  bench.crossbar.inject(make(M::CompData, 1, 2, 10, 2));
  EXPECT_EQ(bench.crossbar.next_event(), 10u);
  // hop_latency 3; a line is a header and 64 / 16 flits.
  EXPECT_THAT(arrivals(bench.run()),
              testing::ElementsAre(testing::Pair(1, 13), testing::Pair(2, 17)));
}

TEST(Crossbar, ASendersLinkCarriesOneMessageAtATime) {
  Bench bench;
  bench.crossbar.inject(make(M::CompData, 0, 1, 10, 1));
  bench.crossbar.inject(make(M::CompData, 0, 2, 10, 2));
  EXPECT_THAT(arrivals(bench.run()),
              testing::ElementsAre(testing::Pair(1, 17), testing::Pair(2, 22)));
}

TEST(Crossbar, AReceiversLinkCarriesOneMessageAtATime) {
  Bench bench;
  bench.crossbar.inject(make(M::CompData, 0, 3, 10, 1));
  bench.crossbar.inject(make(M::SnpResp, 1, 3, 11, 2));
  bench.crossbar.inject(make(M::SnpResp, 2, 0, 11, 3));  // another receiver: not in the way
  EXPECT_THAT(
      arrivals(bench.run()),
      testing::ElementsAre(testing::Pair(1, 17), testing::Pair(2, 18), testing::Pair(3, 14)));
}

TEST(Crossbar, SameCycleGoesRoundRobinBySender) {
  Bench bench;
  for (NodeId from : {2u, 0u, 1u}) bench.crossbar.inject(make(M::ReadShared, from, 3, 10, from));
  EXPECT_THAT(
      arrivals(bench.run()),
      testing::ElementsAre(testing::Pair(0, 13), testing::Pair(1, 14), testing::Pair(2, 15)));
  // Last served was 2. Of 0 and 1, 0 follows; then 1 goes before 0.
  bench.crossbar.inject(make(M::ReadShared, 0, 3, 30, 0));
  bench.run();
  for (NodeId from : {0u, 1u}) bench.crossbar.inject(make(M::ReadShared, from, 3, 40, from));
  EXPECT_THAT(arrivals(bench.run()),
              testing::ElementsAre(testing::Pair(0, 44), testing::Pair(1, 43)));
}

TEST(Crossbar, ChannelsOfASenderTakeTurns) {
  Bench bench;
  for (unsigned count = 0; count < 3; ++count) {
    bench.crossbar.inject(make(M::ReadShared, 0, 1, 10, count));
    bench.crossbar.inject(make(M::SnpResp, 0, 1, 10, 10 + count));
  }
  EXPECT_THAT(
      arrivals(bench.run()),
      testing::ElementsAre(testing::Pair(0, 13), testing::Pair(1, 15), testing::Pair(2, 17),
                           testing::Pair(10, 14), testing::Pair(11, 16), testing::Pair(12, 18)));
}

std::vector<Message> random_traffic(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Message> traffic;
  const M types[] = {M::ReadShared, M::SnpUnique, M::SnpResp, M::CompData, M::WriteBackFull};
  Cycle cycles[8] = {};
  for (unsigned count = 0; count < 2000; ++count) {
    const NodeId from = random() % 8;
    cycles[from] += random() % 6;
    traffic.push_back(make(types[random() % 5], from, random() % 8, 1 + cycles[from], count));
  }
  return traffic;
}

std::map<std::uint64_t, Cycle> carry(const std::vector<Message>& traffic) {
  Bench bench(8);
  for (const Message& message : traffic) bench.crossbar.inject(message);
  return arrivals(bench.run());
}

TEST(Crossbar, KeepsOrderLosesNothingAndNeverExceedsALink) {
  const std::vector<Message> traffic = random_traffic(1);
  const auto cycles = carry(traffic);
  ASSERT_EQ(cycles.size(), traffic.size());
  std::map<std::tuple<NodeId, NodeId, Channel>, Cycle> last;
  std::map<std::pair<NodeId, Cycle>, unsigned> used;
  Bench bench;
  for (const Message& message : traffic) {
    const Cycle arrival = cycles.at(message.value);
    const Cycle flits = bench.crossbar.flits_of(message.type);
    EXPECT_GE(arrival, message.cycle + 3 + flits - 1);
    Cycle& before = last[{message.source, message.destination, channel_of(message.type)}];
    EXPECT_LT(before, arrival) << "order of a pair's channel";
    before = arrival;
    for (Cycle flit = 0; flit < flits; ++flit) {
      EXPECT_EQ(++used[std::make_pair(message.destination, arrival - flit)], 1u);
    }
  }
}

TEST(Crossbar, DoesNotDependOnTheOrderInWhichSendersHandOver) {
  std::vector<Message> traffic = random_traffic(2);
  const auto cycles = carry(traffic);
  std::stable_sort(traffic.begin(), traffic.end(),
                   [](const Message& a, const Message& b) { return a.source > b.source; });
  EXPECT_EQ(carry(traffic), cycles);
}

TEST(Crossbar, ASaturatedReceiverStarvesNobody) {
  Bench bench(4);
  // Senders 0 and 1 keep the link to 3 busy for ever; 2 asks once.
  for (Cycle cycle = 1; cycle < 400; ++cycle) {
    for (NodeId from : {0u, 1u}) bench.crossbar.inject(make(M::SnpResp, from, 3, cycle, 1000));
  }
  bench.crossbar.inject(make(M::ReadShared, 2, 3, 50, 7));
  // At cycle 50 some 50 messages stand before it.
  EXPECT_LE(arrivals(bench.run()).at(7), 50u + 52u + 3u);
}

class Recorder final : public EventSink {
 public:
  void record(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

TEST(Crossbar, HashesEveryLink) {
  const auto hashes = [](std::uint64_t value) {
    Recorder recorder;
    Network crossbar(InterconnectConfig{}, crossbar_of(4), 99, recorder);
    std::vector<Message> out;
    for (Cycle cycle = 1; cycle <= 5000; ++cycle) {
      Message message = make(M::CompData, 0, cycle % 2, cycle * 5, 1);
      if (cycle == 77) message.line.write(56, 8, value, 0);
      crossbar.inject(message);
    }
    for (unsigned more = 0; more < 4096; ++more) crossbar.inject(make(M::SnpResp, 2, 3, 1 + more));
    while (crossbar.next_event() != kNever) crossbar.step(crossbar.next_event(), out);
    crossbar.finish(100000);
    std::vector<std::array<std::uint64_t, 3>> links;
    for (const Event& event : recorder.events) {
      EXPECT_EQ(event.kind, EventKind::LinkHash);
      EXPECT_EQ(event.source, 99u);
      links.push_back({event.a, event.b, event.c});
    }
    return links;
  };
  const auto links = hashes(1);
  ASSERT_EQ(links.size(), 4u);  // one at 4096, and three ends
  EXPECT_EQ(links[0][1], 4096u);
  EXPECT_EQ(links[1][1], 2500u);
  const auto other = hashes(2);
  EXPECT_EQ(links[1], other[1]);
  EXPECT_NE(links[2], other[2]) << "one byte of one line differs";
}

TEST(Crossbar, AHashHoldsWhatAMessageSaysAndWhenItArrives) {
  const auto hash = [](const std::function<void(Message&)>& edit) {
    Recorder recorder;
    LinkHash link(2, 99, recorder);
    Message message = make(M::CompData, 0, 1, 10, 1);
    edit(message);
    link.add(1, message, 7);
    link.finish(100);
    return recorder.events.at(0).a;
  };
  const std::uint64_t plain = hash([](Message&) {});
  EXPECT_EQ(plain, hash([](Message& message) { message.id = 5; }));
  EXPECT_NE(plain, hash([](Message& message) { message.cycle = 11; }));
  EXPECT_NE(plain, hash([](Message& message) { message.addr = 64; }));
  EXPECT_NE(plain, hash([](Message& message) { message.value = 2; }));
  EXPECT_NE(plain, hash([](Message& message) { message.source = 1; }));
  EXPECT_NE(plain, hash([](Message& message) { message.state = Grant::Shared; }));
  EXPECT_NE(plain, hash([](Message& message) { message.type = M::SnpRespData; }));
  EXPECT_NE(plain, hash([](Message& message) { message.line.bytes[63] = 1; }));
}

TEST(Crossbar, RefusesAMessageFromThePast) {
  Bench bench;
  bench.crossbar.inject(make(M::ReadShared, 0, 1, 10));
  bench.run();
  EXPECT_THROW(bench.crossbar.inject(make(M::ReadShared, 0, 1, 10)), std::logic_error);
}

}  // namespace
}  // namespace standstill::interconnect
