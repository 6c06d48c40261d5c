// The fabric at its pins: AXI handshakes, refused accesses, back-pressure, both directions at once.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3; rtl/axi_slave.v.
#include "fabric_bench.h"

namespace standstill::fabric {
namespace {

using platform::mswi::msip;
using platform::mtimer::kMtime;
using platform::mtimer::mtimecmp;

struct Refused {
  const char* what;
  Addr addr;
  unsigned size;
  std::uint8_t code;
};

constexpr Refused kRefused[] = {
    {"a byte", msip(0), 1, kSlvErr},
    {"a half-word", msip(0), 2, kSlvErr},
    {"a word at +1", msip(0) + 1, 4, kSlvErr},
    {"a word at +2", msip(0) + 2, 4, kSlvErr},
    {"a double-word at +4", msip(1), 8, kSlvErr},
    {"a double-word of mtimecmp at +4", mtimecmp(0) + 4, 8, kSlvErr},
    {"a misaligned hole", 0x0200'C002, 4, kSlvErr},
    {"a hole", 0x0200'FFF8, 8, kDecErr},
    {"the last mtimecmp of the map", mtimecmp(4094), 8, kDecErr},
};

TEST(FabricAxi, RefusedAccessesAreAnsweredAndHaveNoEffect) {
  for (const Refused& access : kRefused) {
    SCOPED_TRACE(access.what);
    FabricBench bench(4);
    EXPECT_EQ(bench.write(access.addr, access.size, ~std::uint64_t{0}), access.code);
    const auto result = bench.read_any(access.addr, access.size);
    EXPECT_EQ(result.code, access.code);
    EXPECT_EQ(result.data, 0u);
    EXPECT_EQ(bench.out.msip, HartWires{});
    EXPECT_EQ(bench.out.mtip, HartWires{});
    EXPECT_EQ(bench.out.mtime, 0u);
    for (unsigned hart = 0; hart < 4; ++hart)
      EXPECT_EQ(bench.read(mtimecmp(hart), 8), ~std::uint64_t{0});
  }
}

TEST(FabricAxi, ReservedSizesAreRefused) {
  for (unsigned size_log2 : {0u, 1u, 4u, 5u, 6u, 7u}) {
    FabricBench bench(4);
    EXPECT_EQ(bench.burst(msip(0), size_log2, 0, 1, 0xFF, 1), kSlvErr);
    EXPECT_FALSE(bench.msip(0));
  }
}

TEST(FabricAxi, AWriteBurstIsTakenToItsLastBeatAndRefused) {
  for (unsigned len : {1u, 3u, 255u}) {
    FabricBench bench(4);
    EXPECT_EQ(bench.burst(msip(0), 2, len, 1, 0x0F, len + 1), kSlvErr);
    EXPECT_FALSE(bench.msip(0));
    EXPECT_EQ(bench.write(msip(0), 4, 1), kOkay);
  }
}

TEST(FabricAxi, StrobesOutsideTheAccessDoNotCount) {
  FabricBench bench(4);
  EXPECT_EQ(bench.burst(mtimecmp(0), 2, 0, 0, 0xFF, 1), kOkay);
  EXPECT_EQ(bench.read(mtimecmp(0), 8), 0xFFFFFFFF'00000000u);
  EXPECT_EQ(bench.burst(msip(1), 2, 0, 0x1'00000001, 0xFF, 1), kOkay);
  EXPECT_FALSE(bench.msip(0));
  EXPECT_TRUE(bench.msip(1));
}

TEST(FabricAxi, ALastBeatAtTheWrongPlaceIsRefused) {
  FabricBench bench(4);
  EXPECT_EQ(bench.burst(msip(0), 2, 0, 1, 0x0F, 0), kSlvErr);
  EXPECT_FALSE(bench.msip(0));
}

TEST(FabricAxi, AReadBurstGivesAllItsBeatsAsErrors) {
  FabricBench bench(4);
  bench.in.arvalid = true;
  bench.in.araddr = static_cast<std::uint32_t>(msip(0));
  bench.in.arsize = 2;
  bench.in.arlen = 3;
  bench.in.arid = 0x123;
  bench.raw();
  bench.in.arvalid = false;
  bench.in.rready = true;
  bench.raw();
  for (unsigned beat = 0; beat < 4; ++beat) {
    EXPECT_TRUE(bench.out.rvalid);
    EXPECT_EQ(bench.out.rresp, kSlvErr);
    EXPECT_EQ(bench.out.rid, 0x123);
    EXPECT_EQ(bench.out.rlast, beat == 3);
    bench.raw();
  }
  EXPECT_FALSE(bench.out.rvalid);
  EXPECT_TRUE(bench.out.arready);
}

TEST(FabricAxi, AnswersCarryTheIdOfTheirRequest) {
  FabricBench bench(4);
  bench.in.awvalid = bench.in.arvalid = true;
  bench.in.awid = 0xABC;
  bench.in.arid = 0x5A5;
  bench.in.awsize = bench.in.arsize = 2;
  bench.in.awaddr = bench.in.araddr = static_cast<std::uint32_t>(msip(0));
  bench.raw();
  bench.in.awvalid = bench.in.arvalid = false;
  bench.in.awid = bench.in.arid = 0;
  bench.in.wvalid = bench.in.wlast = true;
  bench.raw();
  EXPECT_TRUE(bench.out.bvalid && bench.out.rvalid);
  EXPECT_EQ(bench.out.bid, 0xABC);
  EXPECT_EQ(bench.out.rid, 0x5A5);
}

TEST(FabricAxi, AResponseWaitsForReadyAndHoldsStill) {
  FabricBench bench(4);
  bench.write(msip(0), 8, 0x1'00000001);
  bench.in = FabricInputs{};
  bench.in.hart_count = 4;
  bench.in.arvalid = true;
  bench.in.araddr = static_cast<std::uint32_t>(msip(1));
  bench.in.arsize = 2;
  bench.raw();
  bench.in.arvalid = false;
  for (int i = 0; i < 10; ++i) {
    bench.raw();
    EXPECT_TRUE(bench.out.rvalid);
    EXPECT_FALSE(bench.out.arready);
    EXPECT_EQ(bench.out.rdata, std::uint64_t{1} << 32);  // the neighbour's lanes are zero
  }
  bench.in.rready = true;
  bench.raw();
  EXPECT_FALSE(bench.out.rvalid);
  EXPECT_TRUE(bench.out.arready);
}

TEST(FabricAxi, DataMayWaitForAnyTimeAfterItsAddress) {
  FabricBench bench(4);
  bench.in.awvalid = true;
  bench.in.awaddr = static_cast<std::uint32_t>(msip(3));
  bench.in.awsize = 2;
  bench.raw();
  bench.in.awvalid = false;
  for (int i = 0; i < 20; ++i) {
    bench.raw();
    EXPECT_FALSE(bench.out.bvalid);
    EXPECT_FALSE(bench.out.awready);
  }
  bench.in.wvalid = bench.in.wlast = true;
  bench.in.wdata = std::uint64_t{1} << 32;
  bench.in.wstrb = 0xF0;
  bench.raw();
  EXPECT_TRUE(bench.out.bvalid);
  EXPECT_TRUE(bench.msip(3));
}

TEST(FabricAxi, EachAccessTakesThreeClocksAndDirectionsDoNotWaitForOneAnother) {
  FabricBench bench(4);
  bench.master.push({0, static_cast<std::uint32_t>(msip(0)), 4, true, 1, false, 0});
  bench.master.push({1, static_cast<std::uint32_t>(kMtime), 8, false, 0, false, 0});
  bench.master.push({2, static_cast<std::uint32_t>(msip(2)), 4, true, 1, false, 0});
  bench.step();
  bench.step();
  const AxiStep third = bench.step();
  EXPECT_TRUE(third.write_done && third.read_done);
  bench.step();
  bench.step();
  EXPECT_TRUE(bench.step().write_done);
  EXPECT_TRUE(bench.master.idle());
}

TEST(FabricAxi, WithoutRequestOrTickNothingChanges) {
  FabricBench bench(4);
  bench.write(msip(1), 4, 1);
  bench.write(mtimecmp(1), 8, 0);
  bench.write(kMtime, 8, 77);
  const FabricOutputs before = bench.out;
  for (int i = 0; i < 100; ++i) bench.step();
  EXPECT_EQ(bench.out.msip, before.msip);
  EXPECT_EQ(bench.out.mtip, before.mtip);
  EXPECT_EQ(bench.out.mtime, before.mtime);
  EXPECT_EQ(bench.out.mtime_written, before.mtime_written);
}

}  // namespace
}  // namespace standstill::fabric
