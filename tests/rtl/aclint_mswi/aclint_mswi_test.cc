// The MSWI at its pins: a table of traffic, random traffic with a scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MSWI; rtl/aclint_mswi.v.
#include <random>

#include "Vaclint_mswi.h"
#include "aclint_mswi_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

constexpr unsigned kHarts = 4;

class Bench : public BlockBench<Vaclint_mswi> {
 public:
  explicit Bench(unsigned harts = kHarts) { dut.hart_count_i = static_cast<SData>(harts); }

  /// The double word of harts `hart` and its neighbour.
  void write(unsigned hart, std::uint64_t data, std::uint8_t strobes) {
    dut.we_i = 1;
    present(hart, data, strobes);
    clock();
    dut.we_i = 0;
  }
  void present(unsigned hart, std::uint64_t data, std::uint8_t strobes) {
    dut.woffset_i = static_cast<SData>(hart / 2 * 8);
    dut.wwide_i = 1;
    dut.wdata_i = data;
    dut.wstrb_i = strobes;
  }
  std::uint64_t read(unsigned hart) {
    dut.roffset_i = static_cast<SData>(hart / 2 * 8);
    dut.rwide_i = 1;
    settle();
    return dut.rdata_o;
  }
};

struct Row {
  const char* says;
  unsigned hart;
  std::uint64_t data;
  std::uint8_t strobes;
  unsigned msip;  ///< the wires afterwards
};

TEST(Mswi, FollowsItsTable) {
  Bench bench;
  EXPECT_EQ(bench.dut.msip_o, 0) << "reset";
  const Row rows[] = {
      {"the even hart of a pair", 0, 1, 0x0F, 0b0001},
      {"the odd hart of a pair", 1, 1ull << 32, 0xF0, 0b0011},
      {"both halves at once", 2, 1ull << 32 | 1, 0xFF, 0b1111},
      {"zero clears, one stays", 2, 1, 0xFF, 0b0111},
      {"bits 31:1 hold nothing", 0, 0xFFFFFFFE, 0x0F, 0b0110},
      {"the lower half only", 0, 1ull << 32 | 1, 0x0F, 0b0111},
      {"the upper half only", 0, 0, 0xF0, 0b0101},
      {"no strobe, no write", 0, 1ull << 32, 0x00, 0b0101},
      {"bytes that hold nothing", 2, ~0ull, 0xEE, 0b0101},
      {"a byte alone", 3, 1ull << 32, 0x10, 0b1101},
      {"all of a pair", 0, 0, 0xFF, 0b1100},
  };
  for (const Row& row : rows) {
    bench.write(row.hart, row.data, row.strobes);
    EXPECT_EQ(bench.dut.msip_o, row.msip) << row.says;
    for (unsigned hart = 0; hart < kHarts; ++hart) {
      const unsigned pair = row.msip >> (hart & ~1u);
      EXPECT_EQ(bench.read(hart), std::uint64_t{pair >> 1 & 1} << 32 | (pair & 1)) << row.says;
    }
  }
  bench.reset();
  EXPECT_EQ(bench.dut.msip_o, 0) << "reset clears";
}

/// Every access of the window, with fewer harts than slots and with all.
TEST(Mswi, HasTheRegistersOfTheHartsPresentAndNoOthers) {
  for (unsigned harts = 0; harts <= kHarts; ++harts) {
    Bench bench(harts);
    for (unsigned offset = 0; offset < 0x4000; offset += 4)
      for (const unsigned size : {4u, 8u}) {
        if (offset % size != 0) continue;
        bench.dut.woffset_i = bench.dut.roffset_i = static_cast<SData>(offset);
        bench.dut.wwide_i = bench.dut.rwide_i = size == 8;
        bench.settle();
        const bool hole = offset + size > 4 * harts;
        ASSERT_EQ(bench.dut.whole_o, hole) << harts << " harts, offset " << offset;
        ASSERT_EQ(bench.dut.rhole_o, hole) << harts << " harts, offset " << offset;
      }
  }
}

TEST(Mswi, AgreesWithTheModelAfterEveryClock) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    SCOPED_TRACE(seed);
    Bench bench;
    MswiModel model(kHarts);
    std::mt19937_64 random(seed);
    for (int clock = 0; clock < 5000; ++clock) {
      const auto hart = static_cast<unsigned>(random() % kHarts);
      const std::uint64_t data = random();
      const auto strobes = static_cast<std::uint8_t>(random());
      bench.dut.we_i = random() % 2;
      bench.present(hart, data, strobes);
      const auto reader = static_cast<unsigned>(random() % kHarts);
      const unsigned pair = reader / 2 * 8;
      std::uint64_t expected = 0;
      for (unsigned i = 0; i < 8; ++i)
        expected |= std::uint64_t{model.read_byte(pair + i)} << (8 * i);
      ASSERT_EQ(bench.read(reader), expected) << "before the edge of clock " << clock;
      if (bench.dut.we_i != 0)
        for (unsigned i = 0; i < 8; ++i)
          if ((strobes >> i & 1) != 0)
            model.write_byte(hart / 2 * 8 + i, static_cast<std::uint8_t>(data >> (8 * i)));
      bench.clock();
      for (unsigned h = 0; h < kHarts; ++h)
        ASSERT_EQ(bench.dut.msip_o >> h & 1, model.msip(h)) << "clock " << clock << " hart " << h;
    }
  }
}

}  // namespace
}  // namespace standstill::rtl
