// The PLIC at its pins: tables of traffic, one rule of the specification a row.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0; rtl/plic.v.
#include <vector>

#include "plic_bench.h"
#include "plic_model.h"

namespace standstill::rtl {
namespace {

using Map = PlicModel;

enum Do { Lines, Write, Read, Wires };

/// Lines and Write take a clock; Read takes one and expects `value`; Wires takes one and expects
/// `value`, bit c for context c.
struct Row {
  const char* says;
  Do what;
  std::uint32_t offset;
  std::uint32_t value;
};

void play(const std::vector<Row>& rows) {
  PlicBench bench;
  for (const Row& row : rows) {
    switch (row.what) {
      case Lines:
        bench.lines(row.value);
        bench.edge();
        break;
      case Write:
        bench.write(row.offset, row.value);
        break;
      case Read:
        EXPECT_EQ(bench.read(row.offset), row.value) << row.says;
        break;
      case Wires:
        bench.edge();
        EXPECT_EQ(bench.wires(), row.value) << row.says;
    }
  }
}

constexpr std::uint32_t bit(unsigned source) { return 1u << source; }

TEST(Plic, KeepsWhatIsWritten) {
  play({
      {"priority after reset", Read, Map::priority(31), 0},
      {"", Write, Map::priority(31), 7},
      {"an odd source is in the upper half", Read, Map::priority(31), 7},
      {"and its neighbour is not touched", Read, Map::priority(30), 0},
      {"", Write, Map::priority(2), 0xFFFF'FFFA},
      {"only the implemented bits hold", Read, Map::priority(2), 2},
      {"", Write, Map::priority(0), 5},
      {"source 0 is reserved", Read, Map::priority(0), 0},
      {"enables after reset", Read, Map::enable(7), 0},
      {"", Write, Map::enable(7), 0xFFFF'FFFF},
      {"bit 0 of the enables is no source", Read, Map::enable(7), 0xFFFF'FFFE},
      {"a threshold that was never written", Read, Map::threshold(7), 0},
      {"", Write, Map::threshold(6), 0xF},
      {"only the implemented bits hold", Read, Map::threshold(6), 7},
      {"enables that were never written", Read, Map::enable(6), 0},
      {"", Write, Map::threshold(7), 3},
      {"a threshold leaves the enables alone", Read, Map::enable(7), 0xFFFF'FFFE},
      {"", Write, Map::enable(7), 0},
      {"enables leave the threshold alone", Read, Map::threshold(7), 3},
  });
}

TEST(Plic, ClaimsByItsRules) {
  play({
      {"", Write, Map::priority(3), 2},
      {"", Write, Map::priority(5), 4},
      {"", Write, Map::priority(6), 4},
      {"", Write, Map::enable(0), bit(3) | bit(5) | bit(6) | bit(8)},
      {"nothing is pending", Read, Map::claim(0), 0},
      {"", Lines, 0, bit(3) | bit(5) | bit(6) | bit(8) | bit(9)},
      {"the context that enables them, and no other", Wires, 0, 1},
      {"all of them wait", Read, Map::kPending, bit(3) | bit(5) | bit(6) | bit(8) | bit(9)},
      {"nothing is enabled there", Read, Map::claim(1), 0},
      {"the highest priority, and of these the lowest number", Read, Map::claim(0), 5},
      {"a claim takes the pending bit", Read, Map::kPending, bit(3) | bit(6) | bit(8) | bit(9)},
      {"the same again, of a higher number", Read, Map::claim(0), 6},
      {"the lower priority", Read, Map::claim(0), 3},
      {"priority 0 is never given out", Read, Map::claim(0), 0},
      {"nothing is left", Wires, 0, 0},
      {"priority 0 and what nobody enables go on waiting", Read, Map::kPending, bit(8) | bit(9)},
  });
}

TEST(Plic, MasksByThreshold) {
  play({
      {"", Write, Map::priority(4), 3},
      {"", Write, Map::enable(2), bit(4)},
      {"", Write, Map::enable(3), bit(4)},
      {"", Write, Map::threshold(2), 3},
      {"", Write, Map::threshold(3), 2},
      {"", Lines, 0, bit(4)},
      {"a priority equal to the threshold is masked", Wires, 0, bit(3)},
      {"", Write, Map::threshold(2), 2},
      {"the wire follows the threshold", Wires, 0, bit(2) | bit(3)},
      {"", Write, Map::priority(4), 2},
      {"and the priority", Wires, 0, 0},
      {"", Write, Map::threshold(2), 7},
      {"a claim does not look at the threshold", Read, Map::claim(2), 4},
      {"and the other context does not get it again", Read, Map::claim(3), 0},
  });
}

TEST(Plic, BlocksALevelSourceUntilItsCompletion) {
  play({
      {"", Write, Map::priority(10), 1},
      {"", Write, Map::enable(0), bit(10)},
      {"", Write, Map::enable(4), bit(10)},
      {"", Lines, 0, bit(10)},
      {"", Lines, 0, 0},
      {"a request stays when its line falls", Read, Map::claim(0), 10},
      {"", Lines, 0, bit(10)},
      {"in service, the line does not matter", Read, Map::kPending, 0},
      {"", Write, Map::claim(1), 10},
      {"completed where it is not enabled", Read, Map::kPending, 0},
      {"", Write, Map::claim(0), 11},
      {"another number", Read, Map::kPending, 0},
      {"", Write, Map::claim(0), 0},
      {"no number", Read, Map::kPending, 0},
      {"", Write, Map::claim(0), 42},
      {"a number with the right low bits", Read, Map::kPending, 0},
      {"", Write, Map::claim(4), 10},
      {"completed by another context that enables it: the clock after", Wires, 0, 0},
      {"the line is still high, so it comes again", Wires, 0, bit(0) | bit(4)},
      {"", Read, Map::kPending, bit(10)},
      {"", Write, Map::claim(0), 10},
      {"a completion of what waits is none", Read, Map::claim(4), 10},
      {"", Lines, 0, 0},
      {"", Write, Map::claim(4), 10},
      {"", Lines, 0, 0},
      {"the line is low: done", Read, Map::kPending, 0},
  });
}

TEST(Plic, KeepsOneEdgeOfAnEdgeTriggeredSource) {
  const std::uint32_t edge = bit(31);
  play({
      {"", Write, Map::priority(31), 1},
      {"", Write, Map::enable(0), edge},
      {"", Lines, 0, edge},
      {"", Lines, 0, edge},
      {"a rising line is a request", Read, Map::claim(0), 31},
      {"", Write, Map::claim(0), 31},
      {"", Lines, 0, edge},
      {"a high line is none", Read, Map::kPending, 0},
      {"", Lines, 0, 0},
      {"", Lines, 0, edge},
      {"the next edge", Read, Map::claim(0), 31},
      {"", Lines, 0, 0},
      {"", Lines, 0, edge},
      {"", Lines, 0, 0},
      {"", Lines, 0, edge},
      {"in service nothing is taken", Read, Map::kPending, 0},
      {"", Write, Map::claim(0), 31},
      {"", Lines, 0, 0},
      {"but one edge was kept", Read, Map::claim(0), 31},
      {"", Write, Map::claim(0), 31},
      {"", Lines, 0, 0},
      {"and not two", Read, Map::kPending, 0},
  });
}

TEST(Plic, TakesWholeWordsOnly) {
  PlicBench bench;
  bench.write(Map::priority(1), 3);
  for (unsigned strobes = 0; strobes < 0xF; ++strobes) {
    bench.present_write(Map::priority(1), 6);
    bench.dut.wstrb_i = static_cast<CData>(strobes << 4);
    bench.edge();
    EXPECT_EQ(bench.read(Map::priority(1)), 3) << strobes;
  }
  bench.write(Map::priority(1), 6);
  EXPECT_EQ(bench.read(Map::priority(1)), 6);
}

TEST(Plic, ALookWithoutTakingClaimsNothing) {
  PlicBench bench;
  bench.write(Map::priority(1), 1);
  bench.write(Map::enable(0), bit(1));
  bench.lines(bit(1));
  bench.edge();
  EXPECT_EQ(bench.present_read(Map::claim(0), false), 1);
  bench.edge();
  EXPECT_EQ(bench.read(Map::claim(0)), 1);
  EXPECT_EQ(bench.read(Map::claim(0)), 0);
}

TEST(Plic, HasNothingWhereTheMapHasNothing) {
  for (const unsigned harts : {1u, 3u, 4u}) {
    PlicBench bench(harts);
    const PlicModel model(2 * harts);
    const auto look = [&](std::uint32_t offset) {
      bench.dut.woffset_i = bench.dut.roffset_i = offset;
      for (const bool wide : {false, true}) {
        if (wide && offset % 8 != 0) continue;
        bench.dut.wwide_i = bench.dut.rwide_i = wide;
        bench.settle();
        const bool hole = wide || !model.exists(offset);
        EXPECT_EQ(bench.dut.rhole_o, hole) << harts << " " << offset;
        EXPECT_EQ(bench.dut.whole_o, hole || offset == Map::kPending) << harts << " " << offset;
      }
    };
    for (std::uint32_t offset = 0; offset < 0x3000; offset += 4) look(offset);
    for (std::uint32_t offset = 0x3000; offset < 0x400'0000; offset += 0xFFC) look(offset & ~3u);
    for (std::uint32_t context = 0; context < 15872; ++context)
      for (const std::uint32_t word : {0u, 4u, 8u, 0xFFCu}) look(Map::threshold(context) + word);
    for (std::uint32_t context = 0; context < 15872; ++context)
      for (const std::uint32_t word : {0u, 4u, 0x7Cu}) look(Map::enable(context) + word);
  }
}

}  // namespace
}  // namespace standstill::rtl
