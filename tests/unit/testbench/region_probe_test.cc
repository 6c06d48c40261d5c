// Regions out of markers.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/region_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "standstill/markers.h"

namespace standstill::testbench {
namespace {

using platform::Marker;
using testing::ElementsAre;

Event mark(Cycle cycle, HartId hart, Marker marker, std::uint64_t number) {
  Event event;
  event.cycle = cycle;
  event.source = hart;
  event.kind = EventKind::Marker;
  event.a = static_cast<std::uint64_t>(marker);
  event.b = number;
  return event;
}

TEST(RegionProbe, CountsFromBeginToEndOfEachHartAndNumber) {
  RegionProbe probe(2);
  for (const Event& event :
       {mark(10, 0, Marker::RegionBegin, 1), mark(12, 1, Marker::RegionBegin, 1),
        mark(13, 0, Marker::RegionBegin, 7), mark(15, 0, Marker::RegionEnd, 1),
        mark(30, 1, Marker::RegionEnd, 1), mark(40, 0, Marker::RegionBegin, 1),
        mark(41, 0, Marker::RegionEnd, 1), mark(43, 0, Marker::RegionEnd, 7)})
    probe.consume(event);
  ASSERT_EQ(probe.all().size(), 2U);
  EXPECT_THAT(probe.all().at(1).passes.at(0), ElementsAre(5, 1));
  EXPECT_THAT(probe.all().at(1).passes.at(1), ElementsAre(18));
  EXPECT_THAT(probe.all().at(7).passes.at(0), ElementsAre(30));
  EXPECT_EQ(probe.all().at(1).unended, 0U);
}

TEST(RegionProbe, BeginsAnewAndCountsWhatHasNoEnd) {
  RegionProbe probe(1);
  for (const Event& event :
       {mark(5, 0, Marker::RegionEnd, 3), mark(10, 0, Marker::RegionBegin, 3),
        mark(20, 0, Marker::RegionBegin, 3), mark(24, 0, Marker::RegionEnd, 3),
        mark(26, 0, Marker::RegionEnd, 3), mark(30, 0, Marker::RegionBegin, 3)})
    probe.consume(event);
  EXPECT_THAT(probe.all().at(3).passes.at(0), ElementsAre(4));
  EXPECT_EQ(probe.all().at(3).unended, 2U);
}

TEST(RegionProbe, LooksAtHartsAlone) {
  RegionProbe probe(1);
  probe.consume(mark(1, 1, Marker::RegionBegin, 3));
  probe.consume(mark(1, 0, Marker::Call, 3));
  EXPECT_TRUE(probe.all().empty());
}

}  // namespace
}  // namespace standstill::testbench
