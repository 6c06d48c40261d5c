// Order statistics by nearest rank.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/statistics.h"

#include <gtest/gtest.h>

#include <numeric>

#include "rendezvous_script.h"
#include "testbench/probes/rendezvous_probe.h"

namespace standstill::testbench {
namespace {

TEST(Statistics, AreEmptyOfNothing) {
  const Statistics s = statistics({});
  EXPECT_EQ(s.count, 0u);
  EXPECT_EQ(s.min, Moment());
  EXPECT_EQ(s.median, Moment());
  EXPECT_EQ(s.p99, Moment());
  EXPECT_EQ(s.max, Moment());
}

TEST(Statistics, AreAlwaysValuesThatOccurred) {
  EXPECT_EQ(statistics({7}).median, Moment(7));
  EXPECT_EQ(statistics({7}).p99, Moment(7));
  EXPECT_EQ(statistics({1, 2}).median, Moment(1)) << "rank ceil(2 / 2) = 1";
  EXPECT_EQ(statistics({3, 1, 2}).median, Moment(2));
  EXPECT_EQ(statistics({4, 1, 3, 2}).median, Moment(2));
}

TEST(Statistics, P99IsTheNearestRank) {
  std::vector<Cycle> values(100);
  std::iota(values.begin(), values.end(), 1);
  EXPECT_EQ(statistics(values).p99, Moment(99));
  values.push_back(101);
  EXPECT_EQ(statistics(values).p99, Moment(100));
  EXPECT_EQ(statistics({1, 2, 3}).p99, Moment(3));
}

TEST(Summary, CountsEachHartOfEachRendezvous) {
  RendezvousProbe probe(2);
  for (const Cycle start : {0u, 1000u})
    for (const Event& event : stop_two(start, 0xa)) probe.consume(event);
  const Summary summary = summarize(probe.all());
  EXPECT_EQ(summary.gather.count, 2u);
  EXPECT_EQ(summary.rendezvous.max, Moment(130));
  EXPECT_EQ(summary.irq_off.count, 4u);
  EXPECT_EQ(summary.irq_off.min, Moment(40));
  EXPECT_EQ(summary.irq_off.max, Moment(43));
  EXPECT_EQ(summary.ipi.count, 2u);
  EXPECT_EQ(summary.wakeup.count, 2u);
  EXPECT_EQ(summary.fn.median, Moment(10));
}

TEST(Summary, LeavesOutAHartThatWasRungLate) {
  RendezvousProbe probe(2);
  for (const Cycle start : {0u, 1000u})
    for (Event event : stop_two(start, 0xa)) {
      const auto stopper = static_cast<std::uint64_t>(Marker::Stopper);
      if (event.cycle > 1000 && event.kind == EventKind::Pending) event.cycle = 1046;
      if (event.cycle > 1000 && event.kind == EventKind::Trap) event.cycle = 1047;
      if (event.kind == EventKind::Marker && event.a == stopper) event.cycle = start + 45;
      probe.consume(event);
    }
  const Summary summary = summarize(probe.all());
  EXPECT_EQ(summary.ipi.count, 1u);
  EXPECT_EQ(summary.wakeup.count, 1u);
  EXPECT_EQ(summary.wakeup.max, Moment(20));
  EXPECT_EQ(summary.stopped.count, 2u);
}

}  // namespace
}  // namespace standstill::testbench
