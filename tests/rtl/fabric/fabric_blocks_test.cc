// Doorbells, barriers, PLIC and interrupt files where they stand in the fabric, each under random
// traffic with its own model. SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/fabric_top.v; the models are those of the blocks' own benches.
#include <random>

#include "fabric_scoreboard.h"
#include "rtl/barrier_unit/barrier_unit_model.h"
#include "rtl/imsic/imsic_model.h"
#include "rtl/multicast_doorbell/multicast_doorbell_model.h"
#include "rtl/plic/plic_model.h"

namespace standstill::fabric {
namespace {

namespace bar = platform::barrier;
namespace mc = platform::multicast;

class FabricBlocks : public testing::TestWithParam<unsigned> {
 protected:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }
  std::uint64_t word() { return random_(); }

  /// An access of 4 or 8 bytes that begins at or below `addr`.
  AxiRequest request(Addr addr, bool write, std::uint64_t data) {
    const unsigned size = any(2) ? 8 : 4;
    return {any(harts), static_cast<std::uint32_t>(addr & ~Addr{size - 1}), size, write, data};
  }
  void run(Scoreboard& board, const AxiRequest& request) {
    access(bench, board, request, [] {});
  }

  const unsigned harts = GetParam();
  FabricBench bench{harts};

 private:
  std::mt19937_64 random_{GetParam()};
};

struct Doorbells : Scoreboard {
  explicit Doorbells(unsigned harts) : model(harts) {}
  bool exists(Addr addr, unsigned size, bool) const override { return model.exists(addr, size); }
  void write(Addr addr, std::uint64_t data, std::uint8_t strobes) override {
    model.write(addr, data, strobes);
  }
  std::uint64_t read(Addr addr) override { return model.read(addr); }
  void edge(const FabricBench& bench) override {
    for (unsigned hart = 0; hart < platform::kMaxHarts; ++hart)
      ASSERT_EQ(bench.msip(hart), model.msip(hart)) << "hart " << hart;
  }
  rtl::DoorbellsModel model;
};

TEST_P(FabricBlocks, DoorbellsAgreeWithTheirModel) {
  Doorbells board(harts);
  for (int i = 0; i < 3000 && !HasFailure(); ++i) {
    const unsigned hart = any(harts + 2);
    const Addr picks[] = {platform::mswi::msip(hart),
                          platform::mswi::msip(hart),
                          mc::ring(0) + any(2) * 4,
                          mc::ring(any(64)),
                          mc::kAllBut,
                          platform::kMulticast.base + any(0x400) * 4};
    const Addr addr = picks[any(6)];
    const bool mswi = platform::kMswi.contains(addr);
    const std::uint64_t data = any(2) && !mswi ? hart : word() & word();
    run(board, request(addr, any(2) != 0, data));
  }
}

struct Barriers : Scoreboard {
  explicit Barriers(unsigned harts) : model(harts, bar::kBarriers) {}
  static unsigned offset(Addr addr) {
    return static_cast<unsigned>(addr - platform::kBarrier.base);
  }
  bool exists(Addr addr, unsigned size, bool write) const override {
    return model.exists(offset(addr), size, write);
  }
  void write(Addr addr, std::uint64_t data, std::uint8_t strobes) override {
    released = model.write(offset(addr), data, strobes);
  }
  std::uint64_t read(Addr addr) override { return model.read(offset(addr)); }
  void edge(const FabricBench& bench) override {
    for (unsigned hart = 0; hart < platform::kMaxHarts; ++hart)
      ASSERT_EQ(wire_of(bench.out.barrier_irq, hart), released.count(hart) != 0) << hart;
    ASSERT_EQ(bench.out.busy, !released.empty());
    released.clear();
  }
  rtl::BarrierUnitModel model;
  rtl::BarrierUnitModel::Harts released;
};

TEST_P(FabricBlocks, BarriersAgreeWithTheirModel) {
  Barriers board(harts);
  for (int i = 0; i < 20000 && !HasFailure(); ++i) {
    const unsigned b = any(bar::kBarriers), hart = any(16) == 0 ? harts : any(harts);
    const bool idle = !board.model.barrier(b).runs();
    const Addr picks[] = {
        bar::arrive(b, hart),
        bar::released(b, hart),
        idle || any(16) == 0 ? bar::members(b, any(4) == 0) : bar::arrive(b, hart),
        bar::arrived(b, 0) + any(2) * 4,
        any(2) ? bar::generation(b) : bar::missing(b),
        any(8) == 0 || idle ? bar::control(b) : bar::status(b),
        bar::block(any(16)) + any(0x4000) * 4,
        bar::arrive(b, hart)};
    const Addr addr = picks[any(8)];
    run(board, request(addr, any(3) != 0, any(2) ? word() | 1 : word()));
  }
  for (unsigned b = 0; b < bar::kBarriers; ++b)
    EXPECT_GT(board.model.barrier(b).generation, 50u) << b;
}

/// Bits of the counter that a test of reasonable length reaches: a release is a store.
TEST_P(FabricBlocks, GenerationsAreCounted) {
  constexpr unsigned kReleases = (1u << 14) + 1;
  for (unsigned b = 0; b < bar::kBarriers; ++b) {
    bench.write(bar::members(b, 0), 8, 1);
    bench.write(bar::control(b), 4, bar::kRun);
    for (unsigned i = 1; i <= kReleases; ++i) {
      bench.write(bar::arrive(b, 0), 4, 0);
      if (i % 128 < 2) {
        ASSERT_EQ(bench.read(bar::generation(b), 4), i);
      }
    }
  }
}

struct Plic : Scoreboard {
  using Map = rtl::PlicModel;
  explicit Plic(unsigned harts) : model(2 * harts), contexts(2 * harts) {}
  static std::uint32_t offset(Addr addr) {
    return static_cast<std::uint32_t>(addr - platform::kPlic.base);
  }
  bool exists(Addr addr, unsigned size, bool write) const override {
    return size == 4 && model.exists(offset(addr)) && !(write && offset(addr) == Map::kPending);
  }
  void write(Addr addr, std::uint64_t data, std::uint8_t) override {
    written = Map::Write{offset(addr), static_cast<std::uint32_t>(data >> addr % 8 * 8)};
  }
  std::uint64_t read(Addr addr) override {
    const std::uint32_t value = model.read(offset(addr));
    for (unsigned c = 0; c < contexts; ++c)
      if (offset(addr) == Map::claim(c)) claim = c;
    if (claim && value != 0) last_claimed = value;
    claims += claim && value != 0;
    return std::uint64_t{value} << addr % 8 * 8;
  }
  void edge(const FabricBench& bench) override {
    // Machine mode's wires pass the interrupt files, a register more.
    for (unsigned c = 0; c < contexts; c += 2)
      ASSERT_EQ(wire_of(bench.out.meip, c / 2), model.wire(c)) << c;
    model.edge(bench.in.irq, written, claim);
    written.reset();
    claim.reset();
    for (unsigned c = 1; c < contexts; c += 2)
      ASSERT_EQ(wire_of(bench.out.seip, c / 2), model.wire(c)) << c;
  }
  Map model;
  unsigned contexts, claims = 0;
  std::uint32_t last_claimed = 0;
  std::optional<Map::Write> written;
  std::optional<unsigned> claim;
};

TEST_P(FabricBlocks, ThePlicAgreesWithItsModel) {
  using Map = rtl::PlicModel;
  Plic board(harts);
  const auto move_lines = [&] {
    if (any(4) == 0) bench.in.irq ^= 1u << (1 + any(Map::kSources));
  };
  for (int i = 0; i < 20000 && !HasFailure(); ++i) {
    const unsigned context = any(2 * harts);
    const std::uint32_t offsets[] = {Map::priority(any(32)), Map::kPending,
                                     Map::enable(context),   Map::threshold(context),
                                     Map::claim(context),    Map::claim(context)};
    const std::uint64_t data[] = {any(32), board.last_claimed, board.last_claimed, any(8), word()};
    const Addr addr = platform::kPlic.base + offsets[any(6)];
    const bool write = any(2) != 0;
    AxiRequest asked = request(addr, write, data[any(5)]);
    if (any(8) != 0) asked = {0, static_cast<std::uint32_t>(addr), 4, write, asked.data};
    access(bench, board, asked, move_lines);
  }
  EXPECT_GT(board.claims, 300u);
}

TEST_P(FabricBlocks, InterruptFilesAgreeWithTheirModel) {
  rtl::ImsicModel model(harts);
  unsigned signals = 0;
  const std::uint64_t selects[] = {rtl::kEip0, rtl::kEie0, rtl::kEidelivery, rtl::kEithreshold};
  for (int clock = 0; clock < 20000 && !HasFailure(); ++clock) {
    bench.in.csr.clear();
    for (HartId hart = 0; hart < harts; ++hart) {
      const auto csr = static_cast<CsrReg>(any(3));
      const bool select = csr == CsrReg::Miselect && any(8) != 0;
      const std::uint64_t value = any(2) ? word() : any(2);
      bench.in.csr.push_back(
          {hart, csr, static_cast<CsrOp>(select ? 1 : any(4)), select ? selects[any(4)] : value});
    }
    bench.step();
    ASSERT_EQ(bench.out.csr.size(), harts);
    for (HartId hart = 0; hart < harts; ++hart) {
      const CsrRequest& asked = bench.in.csr[hart];
      const auto expected = model.files[hart].access(static_cast<unsigned>(asked.reg),
                                                     static_cast<unsigned>(asked.op), asked.wdata);
      ASSERT_EQ(bench.out.csr[hart].illegal, !expected) << hart;
      ASSERT_EQ(bench.out.csr[hart].rdata, expected.value_or(0)) << hart;
      ASSERT_EQ(wire_of(bench.out.meip, hart), model.files[hart].signal()) << hart;
      signals += model.files[hart].signal();
    }
  }
  EXPECT_GT(signals, 1000u);
}

TEST(FabricSlots, HoldNoMoreHartsThanAreBuiltIn) {
  for (unsigned count = 4; count < 4096; count = count * 2 + 1) {
    FabricBench all(4, FabricClass::Slots4);
    all.in.hart_count = static_cast<std::uint16_t>(count);
    EXPECT_EQ(all.write(platform::mswi::msip(3), 4, 1), kOkay) << count;
    EXPECT_EQ(all.write(platform::mswi::msip(4), 4, 1), kDecErr) << count;
    EXPECT_EQ(all.read(mc::ring(0), 8), 8u) << count;
    EXPECT_EQ(all.write(mc::ring(1), 8, ~0ull), kDecErr) << count;
  }
}

INSTANTIATE_TEST_SUITE_P(Harts, FabricBlocks, testing::Values(3u, 4u),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace standstill::fabric
