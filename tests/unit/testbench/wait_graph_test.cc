// Who waits for whom: the shortest circular wait, and where a chain of waits ends.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/progress/wait_graph.h"

#include <gmock/gmock.h>

namespace standstill::testbench {
namespace {

using testing::IsEmpty;

std::vector<HartId> circular_wait_of(const WaitGraph& graph) {
  std::vector<HartId> harts;
  for (const HartWait& wait : graph.circular_wait()) harts.push_back(wait.from);
  return harts;
}

TEST(WaitGraph, SaysNothingOfHartsThatDoNotWait) {
  const WaitGraph graph(4);
  EXPECT_THAT(graph.circular_wait(), IsEmpty());
  EXPECT_EQ(graph.sentence(), "");
}

TEST(WaitGraph, SaysACircularWaitInOneSentence) {
  WaitGraph graph(4);
  graph.add({2, 1, "to ack PREPARE of rendezvous 4"});
  graph.add({1, 2, "to ack PREPARE of rendezvous 3"});
  EXPECT_THAT(circular_wait_of(graph), testing::ElementsAre(1, 2));
  EXPECT_EQ(graph.sentence(),
            "hart 1 waits for hart 2 to ack PREPARE of rendezvous 3; hart 2 waits for hart 1 to "
            "ack PREPARE of rendezvous 4: a circular wait");
}

TEST(WaitGraph, TakesTheShortestOfSeveralCircularWaits) {
  WaitGraph graph(6);
  graph.add({0, 1, "a"});
  graph.add({1, 2, "a"});
  graph.add({2, 0, "a"});
  graph.add({2, 3, "b"});
  graph.add({4, 3, "c"});
  graph.add({3, 4, "c"});
  EXPECT_THAT(circular_wait_of(graph), testing::ElementsAre(3, 4));
}

TEST(WaitGraph, OfEquallyShortOnesTheOneWithTheLowestHart) {
  WaitGraph graph(7);
  for (const HartId first : {4u, 1u}) {
    graph.add({first, first + 1, "x"});
    graph.add({first + 1, first + 2, "x"});
    graph.add({first + 2, first, "x"});
  }
  EXPECT_THAT(circular_wait_of(graph), testing::ElementsAre(1, 2, 3));
}

TEST(WaitGraph, WhoOnlyWaitsForACircularWaitIsNotInIt) {
  WaitGraph graph(3);
  graph.add({0, 1, "x"});
  graph.add({1, 2, "y"});
  graph.add({2, 1, "z"});
  EXPECT_THAT(circular_wait_of(graph), testing::ElementsAre(1, 2));
}

TEST(WaitGraph, AHartMayWaitForItself) {
  WaitGraph graph(2);
  graph.add({1, 1, "to release the lock rq"});
  EXPECT_EQ(graph.sentence(), "hart 1 waits for hart 1 to release the lock rq: a circular wait");
}

TEST(WaitGraph, WithoutACircularWaitTheChainIsFollowedToItsEnd) {
  WaitGraph graph(4);
  graph.add({0, 3, "to ack PREPARE of rendezvous 0"});
  graph.add({1, 3, "to ack PREPARE of rendezvous 0"});
  graph.add({3, std::nullopt, "for nothing: it has no work"});
  EXPECT_THAT(graph.circular_wait(), IsEmpty());
  EXPECT_EQ(graph.sentence(),
            "hart 0 waits for hart 3 to ack PREPARE of rendezvous 0; hart 3 waits for nothing: it "
            "has no work");
}

}  // namespace
}  // namespace standstill::testbench
