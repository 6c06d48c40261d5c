// What a home node answers, to whom, and when.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "home_bench.h"

namespace standstill::coherence {
namespace {

using M = MessageType;

TEST(Home, GivesTheOnlyReaderAUniqueLineFromMemory) {
  HomeBench bench;
  bench.memory[kBase].write(8, 8, 42, 0);
  const EventId request = bench.request(M::ReadShared, 1, kBase);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::CompData);
  EXPECT_EQ(out[0].destination, 1u);
  EXPECT_EQ(out[0].state, Grant::Unique);
  EXPECT_EQ(out[0].served_by, ServedBy::Memory);
  EXPECT_EQ(out[0].line.read(8, 8), 42u);
  EXPECT_EQ(out[0].transaction, request);
  // Arrival 1, decision 3, read at 4, line at 14, decision 16, answer 17.
  EXPECT_EQ(bench.to_memory[0].cycle, 4u);
  EXPECT_EQ(out[0].cycle, 17u);
  EXPECT_EQ(bench.to_memory[0].cause, request);
  EXPECT_FALSE(bench.home.idle());
  bench.acknowledge(1, kBase);
  bench.run();
  EXPECT_TRUE(bench.home.idle());
  EXPECT_EQ(bench.home.state_of(kBase), HomeState::U);
}

TEST(Home, AnswersAHitAfterTagAndDataLatency) {
  HomeBench bench;
  bench.read(M::ReadOnce, 0, kBase);
  const Cycle arrival = bench.now + 1;
  const Message answer = bench.read(M::ReadShared, 1, kBase);
  EXPECT_EQ(answer.served_by, ServedBy::Home);
  EXPECT_EQ(answer.cycle, arrival + 2 + 4);
}

TEST(Home, SnoopsTheOwnerForAReaderAndShares) {
  HomeBench bench;
  bench.read(M::ReadUnique, 0, kBase);
  bench.request(M::ReadShared, 1, kBase);
  std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::SnpShared);
  EXPECT_EQ(out[0].destination, 0u);
  const EventId answer = bench.answer_dirty(0, kBase, Grant::Shared, 7);
  out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::CompData);
  EXPECT_EQ(out[0].state, Grant::Shared);
  EXPECT_EQ(out[0].served_by, ServedBy::Owner);
  EXPECT_EQ(out[0].line.read(0, 8), 7u);
  EXPECT_EQ(out[0].line.writers[0], answer);
  EXPECT_EQ(out[0].cause, answer);
  bench.acknowledge(1, kBase);
  bench.run();
  EXPECT_EQ(bench.home.state_of(kBase), HomeState::S);
}

TEST(Home, GrantsUniqueToAReaderWhenTheOwnerWasGivingTheLineUp) {
  HomeBench bench;
  bench.read(M::ReadUnique, 0, kBase);
  bench.request(M::ReadShared, 1, kBase);
  bench.run();
  bench.answer_dirty(0, kBase, Grant::Invalid, 7);
  EXPECT_EQ(bench.run().at(0).state, Grant::Unique);
  bench.acknowledge(1, kBase);
  // The write-back that the snoop overtook is answered and changes nothing.
  Message stale = bench.make(M::WriteBackFull, 0, kBase);
  stale.line.write(0, 8, 99, 0);
  bench.give(stale);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::Comp);
  EXPECT_EQ(bench.home.peek(kBase)->read(0, 8), 7u);
  EXPECT_EQ(bench.home.state_of(kBase), HomeState::U);
}

void share(HomeBench& bench, Addr addr) {
  bench.read(M::ReadUnique, 0, addr);
  bench.request(M::ReadShared, 1, addr);
  bench.run();
  bench.answer(0, addr, Grant::Shared);
  bench.run();
  bench.acknowledge(1, addr);
  bench.run();
  bench.read(M::ReadShared, 2, addr);
}

TEST(Home, UpgradesASharerWithoutData) {
  HomeBench bench;
  share(bench, kBase);
  bench.request(M::CleanUnique, 1, kBase);
  std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].type, M::SnpUnique);
  EXPECT_EQ(out[0].destination, 0u);
  EXPECT_EQ(out[1].destination, 2u);
  bench.answer(2, kBase, Grant::Invalid);
  EXPECT_TRUE(bench.run().empty());
  bench.answer(0, kBase, Grant::Invalid);
  out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::Comp);
  EXPECT_EQ(out[0].state, Grant::Unique);
}

TEST(Home, UpgradeOfALostLineBringsData) {
  HomeBench bench;
  share(bench, kBase);
  bench.request(M::ReadUnique, 0, kBase);
  bench.request(M::CleanUnique, 1, kBase);
  bench.run();
  bench.answer(1, kBase, Grant::Invalid);
  bench.answer(2, kBase, Grant::Invalid);
  EXPECT_EQ(bench.run().at(0).type, M::CompData);
  bench.acknowledge(0, kBase);
  EXPECT_EQ(bench.run().at(0).type, M::SnpUnique);
  bench.answer_dirty(0, kBase, Grant::Invalid, 5);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::CompData);
  EXPECT_EQ(out[0].state, Grant::Unique);
  EXPECT_EQ(out[0].line.read(0, 8), 5u);
}

TEST(Home, ServesOneLineInOrderAndOtherLinesMeanwhile) {
  HomeBench bench;
  bench.read(M::ReadOnce, 0, kBase);
  bench.read(M::ReadOnce, 0, kBase + 64);
  bench.request(M::ReadUnique, 1, kBase);
  bench.request(M::ReadUnique, 2, kBase);
  bench.request(M::ReadUnique, 3, kBase + 64);
  std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].destination, 1u);
  EXPECT_EQ(out[1].destination, 3u);
  // The second waited for the acknowledgement, and says so.
  const EventId acknowledge = bench.acknowledge(1, kBase);
  out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::SnpUnique);
  EXPECT_EQ(out[0].cause, acknowledge);
  EXPECT_EQ(out[0].requester, 2u);
}

TEST(Home, PipelineTakesOneMessageACycle) {
  HomeBench bench;
  for (unsigned line = 0; line < 4; ++line) bench.read(M::ReadOnce, 0, kBase + 64 * line);
  for (unsigned line = 0; line < 4; ++line) bench.request(M::ReadShared, line, kBase + 64 * line);
  const Cycle arrival = bench.now + 1;
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 4u);
  for (unsigned line = 0; line < 4; ++line) EXPECT_EQ(out[line].cycle, arrival + 2 + 4 + line);
}

TEST(Home, FetchTakesASnapshotOfADirtyLineAndLeavesItWithItsOwner) {
  HomeBench bench;
  bench.read(M::ReadUnique, 0, kBase);
  bench.request(M::ReadOnce, 0, kBase);
  EXPECT_EQ(bench.run().at(0).type, M::SnpOnce);
  bench.answer_dirty(0, kBase, Grant::Unique, 11);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::CompData);
  EXPECT_EQ(out[0].state, Grant::Invalid);
  EXPECT_EQ(out[0].line.read(0, 8), 11u);
  EXPECT_TRUE(bench.home.idle());
  EXPECT_EQ(bench.home.state_of(kBase), HomeState::U);
}

TEST(Home, FarAtomicTakesTheLineFromEverybodyAndReturnsTheOldValue) {
  HomeBench bench;
  bench.read(M::ReadUnique, 0, kBase);
  Message atomic = bench.make(M::Atomic, 0, kBase + 12);
  atomic.atomic = AtomicOp::Add;
  atomic.size = 4;
  atomic.value = 3;
  const EventId id = bench.give(atomic);
  EXPECT_EQ(bench.run().at(0).type, M::SnpUnique);
  Message dirty = bench.make(M::SnpRespData, 0, kBase);
  dirty.line.write(12, 4, 0xffffffff, 0);
  bench.give(dirty);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::Comp);
  EXPECT_EQ(out[0].value, 0xffffffffu);
  EXPECT_EQ(bench.home.peek(kBase)->read(12, 4), 2u);
  EXPECT_EQ(bench.home.peek(kBase)->writers[3], id);
  EXPECT_EQ(bench.home.state_of(kBase), HomeState::V);
  unsigned stores = 0;
  for (const Event& event : bench.events.events) {
    if (event.kind != EventKind::Store) continue;
    ++stores;
    EXPECT_EQ(event.id, id);
    EXPECT_EQ(event.b, 2u);
  }
  EXPECT_EQ(stores, 1u);
}

TEST(Home, RecallsTheVictimFromTheL1sBeforeItsWayIsUsed) {
  HomeBench bench(2, 1, 1);
  bench.read(M::ReadUnique, 0, kBase);
  bench.request(M::ReadShared, 1, kBase + 64);
  std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::SnpUnique);
  EXPECT_EQ(out[0].addr, kBase);
  // Meanwhile somebody wants the victim again: it waits for the recall, then for the way.
  bench.request(M::ReadShared, 0, kBase);
  EXPECT_TRUE(bench.run().empty());
  bench.answer_dirty(0, kBase, Grant::Invalid, 21);
  out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].addr, kBase + 64);
  EXPECT_EQ(bench.memory[kBase].read(0, 8), 21u);
  bench.acknowledge(1, kBase + 64);
  out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].type, M::SnpUnique);
  EXPECT_EQ(out[0].addr, kBase + 64);
  bench.answer(1, kBase + 64, Grant::Invalid);
  out = bench.run();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].addr, kBase);
  EXPECT_EQ(out[0].line.read(0, 8), 21u);
}

TEST(Home, AWriteOfARecalledLineGoesBeforeTheNextReadOfIt) {
  HomeBench bench(2, 1, 1);
  bench.read(M::ReadUnique, 0, kBase);
  bench.request(M::ReadOnce, 1, kBase + 64);
  bench.run();
  bench.now += 50;  // the owner takes its time
  bench.answer_dirty(0, kBase, Grant::Invalid, 21);
  bench.request(M::ReadOnce, 1, kBase);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[1].line.read(0, 8), 21u);
  Cycle before = 0;
  for (const Message& message : bench.to_memory) {
    EXPECT_LE(before, message.cycle) << name_of(message.type) << " overtakes";
    before = message.cycle;
  }
}

TEST(Home, RequestsForALineWithoutAWayStayInOrder) {
  HomeBench bench(4, 1, 1);
  bench.request(M::ReadUnique, 0, kBase);
  bench.run();
  bench.request(M::Evict, 1, kBase + 64);  // stale: the line is nowhere
  for (NodeId tile = 1; tile < 4; ++tile) bench.request(M::ReadUnique, tile, kBase + 64);
  const std::vector<Message> early = bench.run();
  ASSERT_EQ(early.size(), 1u);
  EXPECT_EQ(early[0].type, M::Comp);
  bench.acknowledge(0, kBase);
  EXPECT_EQ(bench.run().at(0).type, M::SnpUnique);
  bench.answer(0, kBase, Grant::Invalid);
  for (NodeId tile = 1; tile < 4; ++tile) {
    const std::vector<Message> out = bench.run();
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(out[0].type, M::CompData);
    EXPECT_EQ(out[0].destination, tile);
    bench.acknowledge(tile, kBase + 64);
    if (tile == 3) break;
    EXPECT_EQ(bench.run().at(0).type, M::SnpUnique);
    bench.answer(tile, kBase + 64, Grant::Invalid);
  }
  bench.run();
  EXPECT_TRUE(bench.home.idle());
}

/// A recall ends while its line has a stale write-back and a reader waiting, and another reader
/// comes at about that time: whenever it comes, the line is served once at a time and in order.
TEST(Home, ALineThatLeftIsServedInOrderWhoeverComesWhen) {
  for (Cycle offset = 0; offset < 12; ++offset) {
    HomeBench bench(4, 1, 1);
    bench.read(M::ReadUnique, 0, kBase);
    bench.request(M::ReadOnce, 3, kBase + 64);
    bench.run();
    bench.request(M::WriteBackFull, 0, kBase);
    bench.request(M::ReadUnique, 1, kBase);
    bench.run();
    const Cycle arrival = bench.now + 8;
    Message answer = bench.make(M::SnpRespData, 0, kBase);
    answer.cycle = arrival;
    bench.home.receive(answer);
    Message late = bench.make(M::ReadUnique, 2, kBase);
    late.cycle = arrival - 6 + offset;
    bench.home.receive(late);
    std::vector<NodeId> granted;
    for (const Message& message : bench.run()) {
      if (message.type == M::CompData && message.addr == kBase) {
        granted.push_back(message.destination);
      }
    }
    EXPECT_THAT(granted, testing::ElementsAre(1)) << "offset " << offset;
    bench.acknowledge(1, kBase);
    EXPECT_EQ(bench.run().at(0).type, M::SnpUnique) << "offset " << offset;
    bench.answer(1, kBase, Grant::Invalid);
    EXPECT_EQ(bench.run().at(0).destination, 2u) << "offset " << offset;
  }
}

TEST(Home, AWaitingRequestGoesBeforeANewMessage) {
  HomeBench bench;
  bench.read(M::ReadOnce, 0, kBase);
  bench.read(M::ReadOnce, 0, kBase + 64);
  bench.request(M::ReadUnique, 1, kBase);
  bench.request(M::ReadOnce, 2, kBase);
  bench.run();
  Message acknowledge = bench.make(M::CompAck, 1, kBase);
  acknowledge.cycle = bench.now + 1;
  bench.home.receive(acknowledge);
  Message other = bench.make(M::ReadOnce, 3, kBase + 64);
  other.cycle = acknowledge.cycle + 2;  // when the pipeline is free for the waiting one
  bench.home.receive(other);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].type, M::SnpOnce);
  EXPECT_EQ(out[0].cycle, acknowledge.cycle + 2 + 2 + 1);
  EXPECT_EQ(out[1].cycle, other.cycle + 2 + 4 + 1) << "one cycle later than alone";
}

TEST(Home, AnEarlierMessageGoesBeforeAWaitingRequest) {
  HomeBench bench;
  bench.read(M::ReadOnce, 0, kBase);
  bench.read(M::ReadOnce, 0, kBase + 64);
  bench.request(M::ReadUnique, 1, kBase);
  bench.request(M::ReadOnce, 2, kBase);
  bench.run();
  Message acknowledge = bench.make(M::CompAck, 1, kBase);
  acknowledge.cycle = bench.now + 1;
  bench.home.receive(acknowledge);
  Message other = bench.make(M::ReadOnce, 3, kBase + 64);
  other.cycle = acknowledge.cycle + 1;  // already in the pipeline when the line becomes free
  bench.home.receive(other);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].cycle, other.cycle + 2 + 4);
  EXPECT_EQ(out[1].type, M::SnpOnce);
  EXPECT_EQ(out[1].cycle, acknowledge.cycle + 2 + 2 + 1);
}

TEST(Home, SaysWhereTheDataOfAWaitingRequestCameFrom) {
  HomeBench bench;
  bench.request(M::ReadOnce, 1, kBase);
  bench.request(M::ReadOnce, 2, kBase);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].served_by, ServedBy::Memory);
  EXPECT_EQ(out[1].served_by, ServedBy::Home);
}

TEST(Home, OfTwoMessagesOfOneCycleThatOfTheInterconnectGoesFirst) {
  HomeBench bench;
  bench.read(M::ReadOnce, 0, kBase + 64);
  bench.request(M::ReadOnce, 1, kBase);
  bench.run(bench.now + 3);
  Message second = bench.make(M::ReadOnce, 2, kBase + 64);
  second.cycle = bench.to_memory.back().cycle + HomeBench::kMemoryLatency;
  bench.home.receive(second);
  const std::vector<Message> out = bench.run();
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].destination, 2u);
  EXPECT_EQ(out[1].cycle, second.cycle + 2 + 1 + 1);
}

TEST(Home, EvictsTheLeastRecentlyUsedLine) {
  HomeBench bench(2, 1, 2);
  bench.read(M::ReadOnce, 0, kBase);
  bench.read(M::ReadOnce, 0, kBase + 64);
  bench.read(M::ReadOnce, 0, kBase);
  bench.read(M::ReadOnce, 0, kBase + 128);
  EXPECT_NE(bench.home.peek(kBase), nullptr);
  EXPECT_EQ(bench.home.peek(kBase + 64), nullptr);
  EXPECT_NE(bench.home.peek(kBase + 128), nullptr);
  // Clean victims are not written.
  for (const Message& message : bench.to_memory) EXPECT_EQ(message.type, M::MemRead);
}

TEST(Home, LogsTransactionsWithWhatTheyWaitedFor) {
  HomeBench bench;
  const EventId first = bench.request(M::ReadUnique, 0, kBase);
  const EventId second = bench.request(M::ReadUnique, 1, kBase);
  bench.run();
  const EventId acknowledge = bench.acknowledge(0, kBase);
  bench.run();
  using testing::AllOf;
  using testing::Field;
  EXPECT_THAT(bench.events.events,
              testing::ElementsAre(
                  AllOf(Field(&Event::kind, EventKind::HomeBegin), Field(&Event::id, first),
                        Field(&Event::cause, first), Field(&Event::c, 0u)),
                  AllOf(Field(&Event::kind, EventKind::HomeEnd), Field(&Event::id, first),
                        Field(&Event::cause, acknowledge)),
                  AllOf(Field(&Event::kind, EventKind::HomeBegin), Field(&Event::id, second),
                        Field(&Event::cause, acknowledge), Field(&Event::c, 1u))));
}

TEST(Home, DoesNotDependOnTheOrderOfHandingOver) {
  const auto run = [](bool reversed) {
    HomeBench bench;
    std::vector<Message> messages;
    for (NodeId tile = 0; tile < 4; ++tile) {
      Message message = bench.make(M::ReadShared, tile, kBase + 64 * (tile % 2));
      message.cycle = 20 - tile;
      messages.push_back(message);
    }
    if (reversed) std::reverse(messages.begin(), messages.end());
    for (const Message& message : messages) bench.home.receive(message);
    std::vector<std::pair<NodeId, Cycle>> answers;
    for (const Message& message : bench.run())
      answers.emplace_back(message.destination, message.cycle);
    return answers;
  };
  EXPECT_EQ(run(false), run(true));
}

TEST(Home, RefusesWhatTheProtocolDoesNotKnow) {
  HomeBench bench;
  bench.acknowledge(0, kBase);
  EXPECT_THROW(bench.run(), ProtocolError);
  HomeBench past;
  past.read(M::ReadOnce, 0, kBase);
  Message late = past.make(M::ReadOnce, 0, kBase);
  late.cycle = past.now;
  EXPECT_THROW(past.home.receive(late), ProtocolError);
}

}  // namespace
}  // namespace standstill::coherence
