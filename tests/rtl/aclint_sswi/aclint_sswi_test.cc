// The SSWI at its pins: a table of traffic, random traffic with a scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter SSWI; rtl/aclint_sswi.v.
#include <random>

#include "Vaclint_sswi.h"
#include "aclint_sswi_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

constexpr unsigned kHarts = 4;

class Bench : public BlockBench<Vaclint_sswi> {
 public:
  explicit Bench(unsigned harts = kHarts) { dut.hart_count_i = static_cast<SData>(harts); }

  /// The double word of `hart` and its neighbour.
  void present(unsigned hart, std::uint64_t data, std::uint8_t strobes) {
    dut.woffset_i = static_cast<SData>(hart / 2 * 8);
    dut.wwide_i = 1;
    dut.wdata_i = data;
    dut.wstrb_i = strobes;
  }
  void write(unsigned hart, std::uint64_t data, std::uint8_t strobes) {
    dut.we_i = 1;
    present(hart, data, strobes);
    clock();
    dut.we_i = 0;
  }
};

struct Row {
  const char* says;
  unsigned hart;
  std::uint64_t data;
  std::uint8_t strobes;
  unsigned pulse;  ///< the wires in the clock after
};

TEST(Sswi, FollowsItsTable) {
  Bench bench;
  EXPECT_EQ(bench.dut.ssip_o, 0) << "reset";
  const Row rows[] = {
      {"the even hart of a pair", 0, 1, 0x0F, 0b0001},
      {"the odd hart of a pair", 1, 1ull << 32, 0xF0, 0b0010},
      {"both at once", 2, 1ull << 32 | 1, 0xFF, 0b1100},
      {"a zero rings nobody", 2, 0, 0xFF, 0},
      {"bits 31:1 ring nobody", 0, 0xFFFFFFFE'FFFFFFFE, 0xFF, 0},
      {"the lower half only", 0, 1ull << 32 | 1, 0x0F, 0b0001},
      {"the upper half only", 2, 1ull << 32 | 1, 0xF0, 0b1000},
      {"no strobe, no write", 0, 1, 0x00, 0},
      {"bytes that hold nothing", 2, ~0ull, 0xEE, 0},
      {"a byte alone", 3, 1ull << 32, 0x10, 0b1000},
  };
  for (const Row& row : rows) {
    bench.write(row.hart, row.data, row.strobes);
    EXPECT_EQ(bench.dut.ssip_o, row.pulse) << row.says;
    EXPECT_EQ(bench.dut.busy_o, row.pulse != 0) << row.says;
    bench.clock();
    EXPECT_EQ(bench.dut.ssip_o, 0) << row.says;
    EXPECT_EQ(bench.dut.busy_o, 0) << row.says;
  }
  bench.write(0, 1ull << 32 | 1, 0xFF);
  bench.reset();
  EXPECT_EQ(bench.dut.ssip_o, 0) << "reset clears";
}

/// Every access of the window, with fewer harts than slots and with all. What is read is zero.
TEST(Sswi, HasTheRegistersOfTheHartsPresentAndNoOthers) {
  for (unsigned harts = 0; harts <= kHarts; ++harts) {
    Bench bench(harts);
    if (harts == kHarts) bench.write(0, 1, 0x0F);
    for (unsigned offset = 0; offset < 0x4000; offset += 4)
      for (const unsigned size : {4u, 8u}) {
        if (offset % size != 0) continue;
        bench.dut.woffset_i = bench.dut.roffset_i = static_cast<SData>(offset);
        bench.dut.wwide_i = bench.dut.rwide_i = size == 8;
        bench.settle();
        const bool hole = offset + size > 4 * harts;
        ASSERT_EQ(bench.dut.whole_o, hole) << harts << " harts, offset " << offset;
        ASSERT_EQ(bench.dut.rhole_o, hole) << harts << " harts, offset " << offset;
        ASSERT_EQ(bench.dut.rdata_o, 0u);
      }
  }
}

TEST(Sswi, AgreesWithTheModelAfterEveryClock) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    SCOPED_TRACE(seed);
    Bench bench;
    SswiModel model(kHarts);
    std::mt19937_64 random(seed);
    for (int clock = 0; clock < 5000; ++clock) {
      const auto hart = static_cast<unsigned>(random() % kHarts);
      const std::uint64_t data = random();
      const auto strobes = static_cast<std::uint8_t>(random());
      bench.dut.we_i = random() % 2;
      bench.present(hart, data, strobes);
      if (bench.dut.we_i != 0)
        for (unsigned i = 0; i < 8; ++i)
          if ((strobes >> i & 1) != 0)
            model.write_byte(hart / 2 * 8 + i, static_cast<std::uint8_t>(data >> (8 * i)));
      bench.clock();
      model.edge();
      for (unsigned h = 0; h < kHarts; ++h)
        ASSERT_EQ(bench.dut.ssip_o >> h & 1, model.set(h)) << "clock " << clock << " hart " << h;
      ASSERT_EQ(bench.dut.busy_o, bench.dut.ssip_o != 0) << "clock " << clock;
    }
  }
}

}  // namespace
}  // namespace standstill::rtl
