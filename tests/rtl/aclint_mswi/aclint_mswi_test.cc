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

/// The bus and the multicast doorbell, never both at one edge, beside the model.
class Traffic {
 public:
  Traffic(unsigned harts, unsigned seed)
      : bench_(harts), model_(harts), harts_(harts), random_(seed) {}

  void clock() {
    compare_reads();
    const unsigned what = any(8);
    bench_.dut.we_i = what < 4;
    bench_.dut.ring_i = what == 4;
    bench_.dut.ring_all_but_i = what == 5;
    if (what < 4) write();
    const auto present = (std::uint64_t{1} << harts_) - 1;
    bench_.dut.ring_mask_i = random_() & random_() & present;
    const std::uint32_t ids[] = {any(harts_), any(kHarts), kHarts << any(29), 0xFFFF'FFFF};
    bench_.dut.ring_spared_i = ids[any(4)];
    if (what == 4) model_.ring(bench_.dut.ring_mask_i);
    if (what == 5) model_.ring_all_but(bench_.dut.ring_spared_i);
    bench_.clock();
    for (unsigned hart = 0; hart < kHarts; ++hart)
      ASSERT_EQ(bench_.dut.msip_o >> hart & 1, hart < harts_ && model_.msip(hart)) << hart;
  }

 private:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  void write() {
    const unsigned hart = any(harts_);
    const auto strobes = static_cast<std::uint8_t>(random_() & ((hart | 1) < harts_ ? 0xFF : 0x0F));
    const std::uint64_t data = random_();
    bench_.present(hart, data, strobes);
    for (unsigned i = 0; i < 8; ++i)
      if ((strobes >> i & 1) != 0)
        model_.write_byte(hart / 2 * 8 + i, static_cast<std::uint8_t>(data >> (8 * i)));
  }
  void compare_reads() {
    std::uint64_t group = 0, expected = 0;
    const unsigned reader = any(harts_), first = reader & ~1u;
    for (unsigned hart = 0; hart < harts_; ++hart) {
      group |= std::uint64_t{model_.msip(hart)} << hart;
      if (hart / 2 == reader / 2)
        expected |= std::uint64_t{model_.msip(hart)} << (hart - first) * 32;
    }
    ASSERT_EQ(bench_.read(reader), expected);
    ASSERT_EQ(bench_.dut.rgroup_o, group);
  }

  Bench bench_;
  MswiModel model_;
  unsigned harts_;
  std::mt19937_64 random_;
};

TEST(Mswi, AgreesWithTheModelAfterEveryClock) {
  for (const unsigned harts : {1u, 3u, kHarts})
    for (const unsigned seed : {1u, 2u}) {
      SCOPED_TRACE(testing::Message() << harts << " harts, seed " << seed);
      Traffic traffic(harts, seed);
      for (int clock = 0; clock < 5000 && !testing::Test::HasFailure(); ++clock) traffic.clock();
    }
}

}  // namespace
}  // namespace standstill::rtl
