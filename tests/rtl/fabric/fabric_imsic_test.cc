// The IMSIC in the fabric, in each size class: messages over the bus, CSR ports beside it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, chapter 3; rtl/fabric_top.v. The block's own bench is tests/rtl/imsic.
#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include "fabric_bench.h"
#include "rtl/imsic/imsic_model.h"

namespace standstill::fabric {
namespace {

using platform::imsic::seteipnum;
using rtl::topei;

struct Case {
  unsigned harts;
  FabricClass size_class;
};

class FabricImsic : public testing::TestWithParam<Case> {
 protected:
  FabricImsic() : harts(GetParam().harts), bench(harts, GetParam().size_class) {}

  /// The same access by every hart, at one edge. The pins take them in any order.
  std::vector<CsrAnswer> all(CsrReg reg, CsrOp op, std::uint64_t wdata = 0) {
    for (HartId hart = harts; hart-- > 0;) bench.in.csr.push_back({hart, reg, op, wdata});
    bench.step();
    bench.in.csr.clear();
    return bench.out.csr;
  }

  void all_write(std::uint64_t select, std::uint64_t value) {
    all(CsrReg::Miselect, CsrOp::Write, select);
    all(CsrReg::Mireg, CsrOp::Write, value);
  }

  void deliver_from_the_files() {
    all_write(rtl::kEie0, ~0ull);
    all_write(rtl::kEidelivery, 1);
  }

  bool meip(HartId hart) const { return wire_of(bench.out.meip, hart); }

  unsigned harts;
  FabricBench bench;
};

TEST_P(FabricImsic, AMessageReachesItsHartAndNoOther) {
  deliver_from_the_files();
  for (HartId hart = 0; hart < harts; ++hart) {
    ASSERT_EQ(bench.write(seteipnum(hart), 4, 1 + hart % 63, harts - 1), kOkay);
    HartWires expected{};
    expected[hart / 64] = std::uint64_t{1} << hart % 64;
    ASSERT_EQ(bench.out.meip, expected) << hart;
    ASSERT_EQ(bench.csr(hart, CsrReg::Mtopei, CsrOp::Write).rdata, topei(1 + hart % 63));
    ASSERT_EQ(bench.out.meip, HartWires{}) << hart;
  }
}

TEST_P(FabricImsic, EveryHartIsAnsweredAtTheSameEdge) {
  for (HartId hart = 0; hart < harts; ++hart)
    bench.in.csr.push_back({hart, CsrReg::Miselect, CsrOp::Write, hart % 256});
  bench.step();
  bench.in.csr.clear();
  const std::vector<CsrAnswer> answers = all(CsrReg::Miselect, CsrOp::Read);
  ASSERT_EQ(answers.size(), harts);
  for (HartId hart = 0; hart < harts; ++hart) {
    EXPECT_EQ(answers[hart].hart, hart);
    EXPECT_EQ(answers[hart].rdata, hart % 256);
    EXPECT_FALSE(answers[hart].illegal);
  }
  const std::vector<CsrAnswer> refused = all(CsrReg::Mireg, CsrOp::Read);
  ASSERT_EQ(refused.size(), harts);
  EXPECT_TRUE(refused[0].illegal) << "there is no register 0";
}

TEST_P(FabricImsic, IsBusyUntilItsAnswersEnd) {
  EXPECT_FALSE(bench.out.busy);
  bench.csr(harts - 1, CsrReg::Mtopei);
  EXPECT_TRUE(bench.out.busy);
  bench.step();
  EXPECT_FALSE(bench.out.busy);
  EXPECT_TRUE(bench.out.csr.empty());
}

TEST_P(FabricImsic, TheWireRisesAtTheEdgeThatWritesAndFallsAtTheEdgeThatClaims) {
  deliver_from_the_files();
  const HartId hart = harts - 1;
  bench.master.push({0, static_cast<std::uint32_t>(seteipnum(hart)), 4, true, 5, true, 0});
  AxiStep step;
  for (int clock = 0; !step.written; ++clock) {
    ASSERT_LT(clock, 10);
    EXPECT_FALSE(meip(hart));
    step = bench.step();
  }
  EXPECT_TRUE(meip(hart));
  bench.csr(hart, CsrReg::Mtopei, CsrOp::Write);
  EXPECT_FALSE(meip(hart));
}

TEST_P(FabricImsic, RefusesWhatIsNoAlignedWordOfAPage) {
  struct Row {
    std::uint32_t offset;
    unsigned size;
    std::uint8_t code;
  };
  const std::uint32_t past = 0x1000 * harts;
  const Row rows[] = {{0, 4, kOkay},          {4, 4, kOkay},        {0xFFC, 4, kOkay},
                      {0, 8, kDecErr},        {0, 1, kSlvErr},      {0, 2, kSlvErr},
                      {2, 4, kSlvErr},        {4, 8, kSlvErr},      {past, 4, kDecErr},
                      {past + 4, 4, kDecErr}, {past - 4, 4, kOkay}, {0x3FF'FFFC, 4, kDecErr}};
  deliver_from_the_files();
  for (const Row& row : rows) {
    const Addr addr = platform::kImsic.base + row.offset;
    const FabricBench::ReadResult read = bench.read_any(addr, row.size);
    EXPECT_EQ(read.code, row.code) << std::hex << addr;
    EXPECT_EQ(read.data, 0u);
    if (row.code == kOkay) continue;
    EXPECT_EQ(bench.write(addr, row.size, 1), row.code) << std::hex << addr;
  }
  EXPECT_EQ(bench.out.meip, HartWires{}) << "and nothing has happened";
}

/// Messages and CSR accesses meet at every edge.
TEST_P(FabricImsic, AgreesWithTheModel) {
  deliver_from_the_files();
  rtl::ImsicModel model(harts);
  for (auto& file : model.files)
    for (const auto& [select, value] : {std::pair{rtl::kEie0, ~0ull}, {rtl::kEidelivery, 1ull}}) {
      file.access(rtl::kMiselect, rtl::kWrite, select);
      file.access(rtl::kMireg, rtl::kWrite, value);
    }
  std::mt19937_64 random(harts);
  const auto any = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  unsigned met = 0;
  for (int clock = 0; clock < 6000; ++clock) {
    const HartId target = any(2) == 0 ? any(harts) : 0;
    if (bench.master.idle())
      bench.master.push({0, static_cast<std::uint32_t>(seteipnum(target)), 4, true,
                         std::uint64_t{1} + any(4), true, 0});
    bench.in.csr.clear();
    for (HartId hart = 0; hart < harts; hart += 1 + any(harts))
      bench.in.csr.push_back(
          {hart, static_cast<CsrReg>(any(8) == 0 ? 0 : 2), static_cast<CsrOp>(any(4)), rtl::kEie0});
    const AxiStep step = bench.step();
    ASSERT_EQ(bench.out.csr.size(), bench.in.csr.size());
    for (std::size_t i = 0; i < bench.in.csr.size(); ++i) {
      const CsrRequest& asked = bench.in.csr[i];
      const auto expected = model.files[asked.hart].access(
          static_cast<unsigned>(asked.reg), static_cast<unsigned>(asked.op), asked.wdata);
      ASSERT_EQ(bench.out.csr[i].rdata, expected.value()) << "hart " << asked.hart;
    }
    if (step.written) {
      const std::uint32_t offset =
          step.written->addr - static_cast<std::uint32_t>(platform::kImsic.base);
      const auto same = [&](const CsrRequest& asked) { return asked.hart == offset / 0x1000; };
      met += std::any_of(bench.in.csr.begin(), bench.in.csr.end(), same);
      model.write(offset, static_cast<std::uint32_t>(step.written->data));
    }
    for (HartId hart = 0; hart < harts; ++hart)
      ASSERT_EQ(meip(hart), model.files[hart].signal()) << "hart " << hart << " clock " << clock;
  }
  EXPECT_GT(met, 100u);
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, FabricImsic,
    testing::Values(Case{1, FabricClass::Auto}, Case{4, FabricClass::Auto},
                    Case{3, FabricClass::Slots64}, Case{64, FabricClass::Auto},
                    Case{5, FabricClass::Slots1024}, Case{1024, FabricClass::Auto}),
    [](const auto& each) {
      return std::to_string(each.param.harts) + "harts_" +
             std::to_string(slots_of(each.param.size_class, each.param.harts)) + "slots";
    });

}  // namespace
}  // namespace standstill::fabric
