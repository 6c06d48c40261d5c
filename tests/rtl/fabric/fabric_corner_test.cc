// The fabric at its pins: corners of decode, reset, hart_count_i and of two things at one edge.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4; AMBA AXI4 (ARM IHI 0022), A3.1.2 and A3.4.3.
#include "fabric_bench.h"
#include "fabric_model.h"

namespace standstill::fabric {
namespace {

using platform::mswi::msip;
using platform::mtimer::kMtime;
using platform::mtimer::mtimecmp;

constexpr std::uint64_t kOnes = ~std::uint64_t{0};

/// A write transaction up to its response, the data's edge with a tick; the response code.
std::uint8_t write_at_tick(FabricBench& bench, Addr addr, std::uint64_t data,
                           std::uint8_t strobes) {
  bench.in.awvalid = true;
  bench.in.awaddr = static_cast<std::uint32_t>(addr);
  bench.in.awsize = 3;
  bench.in.awlen = 0;
  bench.raw();
  bench.in.awvalid = false;
  bench.in.wvalid = bench.in.wlast = true;
  bench.in.wdata = data;
  bench.in.wstrb = strobes;
  bench.raw(true);
  bench.in.wvalid = false;
  return bench.out.bresp;
}

TEST(FabricCorner, AWriteOfNoByteOfTimeIsNoWriteAndTakesNoTickAway) {
  FabricBench bench(4);
  EXPECT_EQ(write_at_tick(bench, kMtime, kOnes, 0), kOkay);
  EXPECT_EQ(bench.out.mtime, 1u);
  EXPECT_FALSE(bench.out.mtime_written);
}

TEST(FabricCorner, AWriteOfSomeBytesOfTimeHoldsTheOthersThroughTheTick) {
  FabricBench bench(4);
  bench.write(kMtime, 8, 0xFFFFFFFF);
  EXPECT_EQ(write_at_tick(bench, kMtime, std::uint64_t{5} << 32, 0xF0), kOkay);
  EXPECT_EQ(bench.out.mtime, 0x5'FFFFFFFFu);
  EXPECT_TRUE(bench.out.mtime_written);
}

TEST(FabricCorner, AComparatorWrittenAtATickSeesTheNewTime) {
  FabricBench bench(4);
  bench.write(kMtime, 8, 9);
  EXPECT_EQ(write_at_tick(bench, mtimecmp(2), 10, 0xFF), kOkay);
  EXPECT_TRUE(bench.mtip(2));
}

// What software reads has to explain the wire: pending exactly while mtime >= mtimecmp.
TEST(FabricCorner, AComparatorNeverWrittenIsPendingWhileTimeIsWhatItReads) {
  for (unsigned harts : {3u, 4u, 64u, 1024u}) {
    FabricBench bench(harts);
    bench.write(kMtime, 8, kOnes - 1);
    EXPECT_EQ(bench.out.mtip, HartWires{});
    bench.ticks(1);
    EXPECT_EQ(bench.read(mtimecmp(harts - 1), 8), kOnes);
    EXPECT_EQ(bench.read(kMtime, 8), kOnes);
    for (unsigned hart = 0; hart < platform::kMaxHarts; ++hart)
      EXPECT_EQ(bench.mtip(hart), hart < harts) << hart;
    bench.ticks(1);
    EXPECT_EQ(bench.out.mtip, HartWires{});
  }
}

// A half that is written fills into all ones, so that no half-written comparator fires early.
TEST(FabricCorner, HalvesInEitherOrderDoNotFireEarly) {
  for (bool low_first : {false, true}) {
    FabricBench bench(4);
    bench.write(kMtime, 8, 0x1'00000010);
    const auto low = [&] { bench.write(mtimecmp(1), 4, 0x20); };
    const auto high = [&] { bench.write(mtimecmp(1) + 4, 4, 1); };
    low_first ? low() : high();
    EXPECT_FALSE(bench.mtip(1));
    low_first ? high() : low();
    EXPECT_FALSE(bench.mtip(1));
    EXPECT_EQ(bench.read(mtimecmp(1), 8), 0x1'00000020u);
    bench.ticks(0x10);
    EXPECT_TRUE(bench.mtip(1));
  }
}

/// Every word and double-word of the ACLINT's window with a page either side, and of the watchdogs'
/// with the page before it, against the second model.
void expect_map(unsigned harts, FabricClass size_class) {
  FabricBench bench(harts, size_class);
  FabricModel model(harts);
  constexpr std::uint32_t kSpan = 0x1'2000;
  for (std::uint32_t step = 0; step < 2 * kSpan - 0x1000; step += 4) {
    const std::uint32_t addr = step < kSpan ? 0x01FF'F000 + step : 0x023F'F000 + (step - kSpan);
    for (unsigned size : {4u, 8u}) {
      const auto code = model.check(addr, size);
      const auto read = bench.read_any(addr, size);
      ASSERT_EQ(read.code, code) << std::hex << addr << " size " << size;
      ASSERT_EQ(read.data, model.read(addr, size)) << std::hex << addr << " size " << size;
      if (code != kOkay) {
        ASSERT_EQ(bench.write(addr, size, kOnes), code) << std::hex << addr << " size " << size;
      }
    }
  }
  EXPECT_EQ(bench.out.msip, HartWires{});
  EXPECT_EQ(bench.out.mtip, HartWires{});
  EXPECT_EQ(bench.out.mtime, 0u);
  bench.ticks(2);
  EXPECT_EQ(bench.out.nmi, HartWires{});
}

TEST(FabricCorner, EveryAddressOfTheWindowIsWhatTheMapSays) {
  expect_map(3, FabricClass::Slots4);
  expect_map(5, FabricClass::Slots64);
}

TEST(FabricCorner, TheLastHartOfTheLargestClassIsThereAndTheNextIsNot) {
  FabricBench bench(1024);
  EXPECT_EQ(bench.write(msip(1023), 4, 1), kOkay);
  EXPECT_TRUE(bench.msip(1023));
  EXPECT_EQ(bench.write(mtimecmp(1023), 8, 0), kOkay);
  EXPECT_TRUE(bench.mtip(1023));
  EXPECT_EQ(bench.write(msip(1024), 4, 1), kDecErr);
  EXPECT_EQ(bench.write(mtimecmp(1024), 8, 0), kDecErr);
  EXPECT_EQ(bench.write(mtimecmp(2048), 8, 0), kDecErr);
  EXPECT_FALSE(bench.msip(0) || bench.mtip(0));
}

TEST(FabricCorner, NoHartAtAllLeavesTimeAlone) {
  FabricBench bench(1);
  bench.in.hart_count = 0;
  EXPECT_EQ(bench.write(msip(0), 4, 1), kDecErr);
  EXPECT_EQ(bench.write(mtimecmp(0), 8, 0), kDecErr);
  EXPECT_EQ(bench.write(kMtime, 8, 7), kOkay);
  EXPECT_EQ(bench.out.msip, HartWires{});
  EXPECT_EQ(bench.out.mtip, HartWires{});
}

TEST(FabricCorner, OneHartHasNoSecondHalfOfItsDoorbellWord) {
  FabricBench bench(1);
  EXPECT_EQ(bench.write(msip(0), 8, 1), kDecErr);
  EXPECT_EQ(bench.read_any(msip(0), 8).code, kDecErr);
  EXPECT_EQ(bench.write(msip(1), 4, 1), kDecErr);
  EXPECT_EQ(bench.write(msip(0), 4, 1), kOkay);
}

TEST(FabricCorner, MoreHartsThanSlotsAreHoles) {
  for (const unsigned count : {5u, 2048u, 4095u}) {
    FabricBench bench(4);
    bench.in.hart_count = static_cast<std::uint16_t>(count);
    EXPECT_EQ(bench.write(msip(3), 4, 1), kOkay);
    EXPECT_EQ(bench.write(msip(4), 4, 1), kDecErr);
    EXPECT_EQ(bench.write(mtimecmp(4), 8, 0), kDecErr);
    EXPECT_EQ(bench.write(0x0200'3FFC, 4, 1), kDecErr);
    EXPECT_EQ(bench.out.msip[0], 8u);
    EXPECT_EQ(bench.out.mtip, HartWires{});
  }
}

TEST(FabricCorner, ResetInTheMiddleOfTransactionsLeavesNothing) {
  for (int clocks = 1; clocks < 5; ++clocks) {
    FabricBench bench(4);
    bench.write(msip(0), 8, 0x1'00000001);
    bench.write(mtimecmp(1), 8, 0);
    bench.write(kMtime, 8, 55);
    bench.in.awvalid = bench.in.wvalid = bench.in.arvalid = bench.in.wlast = true;
    bench.in.awaddr = bench.in.araddr = static_cast<std::uint32_t>(mtimecmp(0));
    bench.in.awsize = bench.in.arsize = 3;
    bench.in.bready = bench.in.rready = false;
    bench.in.wdata = 3;
    bench.in.wstrb = 0xFF;
    for (int i = 0; i < clocks; ++i) bench.raw();
    bench.in.awvalid = bench.in.wvalid = bench.in.arvalid = false;
    bench.in.rst_n = false;
    bench.raw(true);
    EXPECT_FALSE(bench.out.bvalid || bench.out.rvalid || bench.out.mtime_written);
    EXPECT_EQ(bench.out.msip, HartWires{});
    EXPECT_EQ(bench.out.mtip, HartWires{});
    EXPECT_EQ(bench.out.mtime, 0u);
    bench.in.rst_n = true;
    for (unsigned hart = 0; hart < 4; ++hart) EXPECT_EQ(bench.read(mtimecmp(hart), 8), kOnes);
    EXPECT_EQ(bench.write(msip(2), 4, 1), kOkay);
    EXPECT_TRUE(bench.msip(2));
  }
}

}  // namespace
}  // namespace standstill::fabric
