// The IMSIC at its pins: tables of traffic, one row a conformance point.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 2.1 and chapter 3; rtl/imsic.v, rtl/imsic_files.v.
#include "imsic_bench.h"

namespace standstill::rtl {
namespace {

constexpr std::uint64_t bit(unsigned identity) { return std::uint64_t{1} << identity; }
constexpr std::uint64_t kAll = ~std::uint64_t{1};  // every identity there is

TEST(ImsicReset, DeliversFromThePlicAndHoldsNothing) {
  ImsicBench bench;
  for (unsigned hart = 0; hart < ImsicBench::kSlots; ++hart) {
    EXPECT_EQ(bench.csr(hart, kMiselect).value, 0u);
    EXPECT_EQ(bench.mireg(hart, kEidelivery).value, kFromPlic);
    EXPECT_EQ(bench.mireg(hart, kEithreshold).value, 0u);
    EXPECT_EQ(bench.mireg(hart, kEip0).value, 0u);
    EXPECT_EQ(bench.mireg(hart, kEie0).value, 0u);
    EXPECT_EQ(bench.csr(hart, kMtopei).value, 0u);
  }
  EXPECT_EQ(bench.dut.meip_o, 0);
}

TEST(ImsicReset, TakesEverythingBack) {
  ImsicBench bench;
  bench.enable(1, kAll);
  bench.mireg(1, kEithreshold, kWrite, 9);
  bench.msi(1, 5);
  ASSERT_EQ(bench.dut.meip_o, 0b0010);
  bench.reset();
  EXPECT_EQ(bench.dut.meip_o, 0);
  EXPECT_EQ(bench.csr(1, kMiselect).value, 0u);
  EXPECT_EQ(bench.mireg(1, kEidelivery).value, kFromPlic);
  EXPECT_EQ(bench.mireg(1, kEithreshold).value, 0u);
  EXPECT_EQ(bench.mireg(1, kEip0).value, 0u);
  EXPECT_EQ(bench.mireg(1, kEie0).value, 0u);
}

struct Store {
  const char* says;
  std::uint32_t offset;
  std::uint32_t value;
  bool taken;
  unsigned hart;          ///< whose eip0 is looked at
  std::uint64_t pending;  ///< it, afterwards
};

TEST(ImsicPage, FollowsItsTable) {
  ImsicBench bench(3);
  const Store rows[] = {
      {"seteipnum_le", 0x0000, 1, true, 0, bit(1)},
      {"of another hart", 0x2000, 63, true, 2, bit(63)},
      {"seteipnum_be", 0x1004, 0x0700'0000, true, 1, bit(7)},
      {"le does not swap", 0x1000, 0x0800'0000, true, 1, bit(7)},
      {"be does", 0x1004, 8, true, 1, bit(7)},
      {"zero is no identity", 0x0000, 0, true, 0, bit(1)},
      {"nor is 64", 0x0000, 64, true, 0, bit(1)},
      {"nor one with 63 in its low bits", 0x0000, 0x1'0000 + 63, true, 0, bit(1)},
      {"nor a large one", 0x0000, 0x8000'0001, true, 0, bit(1)},
      {"pending already", 0x0000, 1, true, 0, bit(1)},
      {"the next word is read-only zero", 0x0008, 3, true, 0, bit(1)},
      {"and so is the one after", 0x000C, 0x0300'0000, true, 0, bit(1)},
      {"and the last of the page", 0x0FFC, 3, true, 0, bit(1)},
      {"and one that only looks alike", 0x0800, 3, true, 0, bit(1)},
      {"a hart that is absent", 0x3000, 3, false, 0, bit(1)},
      {"one past the slots", 0x4000, 3, false, 0, bit(1)},
      {"page 4096 is not page 0", 0x100'0000, 3, false, 0, bit(1)},
      {"the window's last word", 0x3FF'FFFC, 3, false, 0, bit(1)},
  };
  for (const Store& row : rows) {
    EXPECT_EQ(bench.write(row.offset, row.value), row.taken) << row.says;
    EXPECT_EQ(bench.mireg(row.hart, kEip0).value, row.pending) << row.says;
    bench.dut.roffset_i = row.offset;
    bench.settle();
    EXPECT_EQ(bench.dut.rhole_o, !row.taken) << row.says;
    EXPECT_EQ(bench.dut.rdata_o, 0u) << row.says;
  }
}

TEST(ImsicPage, RefusesEightBytes) {
  ImsicBench bench;
  bench.dut.wwide_i = bench.dut.rwide_i = 1;
  bench.settle();
  EXPECT_TRUE(bench.dut.whole_o);
  EXPECT_TRUE(bench.dut.rhole_o);
}

TEST(ImsicPage, IgnoresAWriteWithAByteLeftOut) {
  ImsicBench bench;
  for (unsigned strobes = 0; strobes < 16; ++strobes)
    for (const unsigned upper : {0u, 4u}) {
      bench.present_write(upper, upper != 0 ? 0x0200'0000 : 2);
      bench.dut.wstrb_i = static_cast<CData>(strobes << upper);
      bench.clock();
      bench.dut.we_i = 0;
      EXPECT_EQ(bench.mireg(0, kEip0, kWrite, 0).value, strobes == 15 ? bit(2) : 0)
          << strobes << " at " << upper;
    }
}

struct Select {
  std::uint64_t first, last;
  std::uint64_t step;
  bool legal;
};

TEST(ImsicSelect, NamesEveryRegisterOrNone) {
  ImsicBench bench;
  const Select ranges[] = {
      {0x00, 0x2F, 1, false}, {0x30, 0x3E, 2, true}, {0x31, 0x3F, 2, false},
      {0x40, 0x6F, 1, false}, {0x70, 0x7F, 1, true}, {0x80, 0xBE, 2, true},
      {0x81, 0xBF, 2, false}, {0xC0, 0xFE, 2, true}, {0xC1, 0xFF, 2, false},
  };
  const auto holds = [](std::uint64_t select) {
    return select == kEidelivery || select == kEithreshold || select == kEip0 || select == kEie0;
  };
  unsigned looked_at = 0;
  for (const Select& range : ranges)
    for (std::uint64_t select = range.first; select <= range.last; select += range.step) {
      ++looked_at;
      for (const unsigned op : {kWrite, kSet, kClear, kRead}) {
        const auto answer = bench.mireg(1, select, op, holds(select) ? 0 : ~0ull);
        EXPECT_TRUE(answer.done);
        EXPECT_EQ(answer.illegal, !range.legal) << std::hex << select;
        EXPECT_TRUE(holds(select) || answer.value == 0) << std::hex << select;
      }
    }
  EXPECT_EQ(looked_at, 256u);
  EXPECT_EQ(bench.mireg(1, kEip0).value | bench.mireg(1, kEie0).value, 0u);
  EXPECT_EQ(bench.csr(1, 3).illegal, true) << "there is no CSR of this number";
}

struct Change {
  const char* says;
  std::uint64_t select;
  unsigned op;
  std::uint64_t operand;
  std::uint64_t before, after;
};

TEST(ImsicRegisters, FollowTheirTable) {
  ImsicBench bench;
  const Change rows[] = {
      {"delivery from the file", kEidelivery, kWrite, 1, kFromPlic, 1},
      {"2 is no way of delivery", kEidelivery, kWrite, 2, 1, 1},
      {"both are none", kEidelivery, kSet, kFromPlic, 1, 1},
      {"nor with a bit above 32", kEidelivery, kWrite, bit(32), 1, 1},
      {"off by a bit", kEidelivery, kClear, 1, 1, 0},
      {"the PLIC by a bit", kEidelivery, kSet, kFromPlic, 0, kFromPlic},
      {"off", kEidelivery, kWrite, 0, kFromPlic, 0},
      {"a threshold", kEithreshold, kWrite, 63, 0, 63},
      {"in bits", kEithreshold, kClear, 0x30, 63, 15},
      {"as wide as an identity", kEithreshold, kWrite, 64 + 7, 15, 7},
      {"more bits", kEithreshold, kSet, 0x20, 7, 0x27},
      {"enables, all", kEie0, kWrite, ~0ull, 0, kAll},
      {"but some", kEie0, kClear, bit(63) | bit(1), kAll, kAll & ~(bit(63) | bit(1))},
      {"again", kEie0, kSet, bit(63) | 1, kAll & ~(bit(63) | bit(1)), kAll & ~bit(1)},
      {"pending by hand", kEip0, kSet, bit(5) | 1, 0, bit(5)},
      {"more of it", kEip0, kSet, bit(62), bit(5), bit(5) | bit(62)},
      {"the safe way to claim late", kEip0, kClear, bit(5), bit(5) | bit(62), bit(62)},
      {"a write takes all", kEip0, kWrite, bit(2), bit(62), bit(2)},
  };
  for (const Change& row : rows) {
    EXPECT_EQ(bench.mireg(2, row.select, row.op, row.operand).value, row.before) << row.says;
    EXPECT_EQ(bench.mireg(2, row.select).value, row.after) << row.says;
  }
  EXPECT_EQ(bench.csr(2, kMiselect, kSet, ~0ull).value, kEip0);
  EXPECT_EQ(bench.csr(2, kMiselect, kClear, 0x0F).value, 0xFFu) << "eight bits and no more";
  EXPECT_EQ(bench.csr(2, kMiselect).value, 0xF0u);
  for (unsigned hart : {0u, 1u, 3u})
    EXPECT_EQ(bench.mireg(hart, kEie0).value | bench.mireg(hart, kEip0).value, 0u) << hart;
}

TEST(ImsicTopei, ReportsTheLowestThatCounts) {
  ImsicBench bench;
  bench.enable(0, kAll & ~bit(4));
  for (const unsigned identity : {9u, 4u, 63u, 7u}) bench.msi(0, identity);
  EXPECT_EQ(bench.csr(0, kMtopei).value, topei(7)) << "4 is not enabled";
  EXPECT_EQ(bench.csr(0, kMtopei).value, topei(7)) << "a read claims nothing";
  bench.mireg(0, kEithreshold, kWrite, 7);
  EXPECT_EQ(bench.csr(0, kMtopei).value, 0u) << "7 is not below 7";
  EXPECT_EQ(bench.dut.meip_o, 0);
  EXPECT_EQ(bench.claim(0), 0u);
  bench.mireg(0, kEithreshold, kWrite, 8);
  EXPECT_EQ(bench.dut.meip_o, 1);
  bench.mireg(0, kEidelivery, kWrite, 0);
  EXPECT_EQ(bench.dut.meip_o, 0);
  EXPECT_EQ(bench.csr(0, kMtopei).value, topei(7)) << "whatever eidelivery";
  bench.mireg(0, kEithreshold, kWrite, 0);
  for (const unsigned op : {kWrite, kSet, kClear})
    EXPECT_EQ(bench.csr(0, kMtopei, op, ~0ull).value, topei(op == kWrite ? 7
                                                            : op == kSet ? 9
                                                                         : 63));
  EXPECT_EQ(bench.claim(0), 0u);
  EXPECT_EQ(bench.mireg(0, kEip0).value, bit(4)) << "what did not count is still there";
}

TEST(ImsicTopei, SeparateReadAndWriteLoseAnInterrupt) {
  ImsicBench bench;
  bench.enable(0, kAll);
  bench.msi(0, 9);
  EXPECT_EQ(bench.csr(0, kMtopei).value, topei(9));
  bench.msi(0, 3);
  bench.csr(0, kMtopei, kWrite, topei(9));
  EXPECT_EQ(bench.mireg(0, kEip0).value, bit(9)) << "the write claimed 3, whatever it said";
}

TEST(ImsicEdge, AnMsiMeetsTheClaimOfItsIdentity) {
  ImsicBench bench;
  bench.enable(0, kAll);
  bench.msi(0, 5);
  bench.present_write(0, 5);
  EXPECT_EQ(bench.claim(0), topei(5));
  bench.dut.we_i = 0;
  EXPECT_EQ(bench.dut.meip_o, 1) << "it is pending again";
  EXPECT_EQ(bench.claim(0), topei(5));
  EXPECT_EQ(bench.dut.meip_o, 0);
}

TEST(ImsicEdge, AnMsiMeetsAWriteOfThePendingBits) {
  ImsicBench bench;
  bench.mireg(0, kEip0, kWrite, bit(8));
  bench.present_write(0, 5);
  EXPECT_EQ(bench.csr(0, kMireg, kWrite, bit(9)).value, bit(8));
  bench.dut.we_i = 0;
  EXPECT_EQ(bench.csr(0, kMireg).value, bit(9) | bit(5));
}

TEST(ImsicEdge, AllHartsClaimAtOnceWhileAnMsiArrives) {
  ImsicBench bench;
  for (unsigned hart = 0; hart < ImsicBench::kSlots; ++hart) {
    bench.enable(hart, kAll);
    bench.msi(hart, 10 + hart);
  }
  bench.present_write(0x2000, 1);
  for (unsigned hart = 0; hart < ImsicBench::kSlots; ++hart)
    bench.present_csr(hart, kMtopei, kWrite, 0);
  bench.clock();
  bench.dut.csr_valid_i = 0;
  bench.dut.we_i = 0;
  for (unsigned hart = 0; hart < ImsicBench::kSlots; ++hart) {
    EXPECT_TRUE(bench.answer(hart).done);
    EXPECT_EQ(bench.answer(hart).value, topei(10 + hart));
  }
  EXPECT_EQ(bench.dut.meip_o, 0b0100);
  bench.clock();
  EXPECT_EQ(bench.dut.csr_done_o, 0) << "an answer lasts one clock";
}

TEST(ImsicWire, IsThePlicsWhereTheFileSaysSo) {
  ImsicBench bench;
  bench.dut.plic_meip_i = 0b0011;
  bench.settle();
  EXPECT_EQ(bench.dut.meip_o, 0) << "a register";
  EXPECT_TRUE(bench.dut.busy_o) << "it asks for the edge";
  bench.clock();
  EXPECT_EQ(bench.dut.meip_o, 0b0011);
  EXPECT_FALSE(bench.dut.busy_o);
  bench.mireg(0, kEie0, kWrite, kAll);
  bench.msi(0, 1);
  bench.msi(2, 1);
  EXPECT_EQ(bench.dut.meip_o, 0b0011) << "the file itself is silent";
  bench.mireg(0, kEidelivery, kWrite, 0);
  EXPECT_EQ(bench.dut.meip_o, 0b0010);
  bench.mireg(0, kEidelivery, kWrite, 1);
  bench.mireg(1, kEidelivery, kWrite, 1);
  EXPECT_EQ(bench.dut.meip_o, 0b0001) << "1 has nothing of its own";
}

}  // namespace
}  // namespace standstill::rtl
