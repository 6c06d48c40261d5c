// The fabric at its pins: register semantics, holes, sizes, resets.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, MSWI and MTIMER.
#include "fabric_bench.h"

namespace standstill::fabric {
namespace {

using platform::mswi::msip;
using platform::mtimer::kMtime;
using platform::mtimer::mtimecmp;

constexpr std::uint64_t kOnes = ~std::uint64_t{0};

TEST(FabricMswi, KeepsOnlyBitZeroOfWhatIsWritten) {
  FabricBench bench(4);
  EXPECT_EQ(bench.write(msip(1), 4, 2), kOkay);
  EXPECT_EQ(bench.read(msip(1), 4), 0u);
  EXPECT_FALSE(bench.msip(1));
  EXPECT_EQ(bench.write(msip(1), 4, 0xFFFFFFFF), kOkay);
  EXPECT_EQ(bench.read(msip(1), 4), 1u);
  EXPECT_TRUE(bench.msip(1));
}

TEST(FabricMswi, OnePastTheLastHartIsAHole) {
  FabricBench bench(3);
  const FabricOutputs before = bench.out;
  EXPECT_EQ(bench.write(msip(3), 4, 1), kDecErr);
  EXPECT_EQ(bench.read_any(msip(3), 4).code, kDecErr);
  EXPECT_EQ(bench.out.msip, before.msip);
  EXPECT_EQ(bench.write(msip(2), 4, 1), kOkay);
}

TEST(FabricMswi, ReservedRegisterAndEndOfWindowAreHoles) {
  FabricBench bench(4);
  EXPECT_EQ(bench.write(0x0200'3FFC, 4, 1), kDecErr);
  EXPECT_EQ(bench.write(0x0200'C000, 4, 1), kDecErr);
  EXPECT_EQ(bench.write(0x0201'0000, 4, 1), kDecErr);
  EXPECT_EQ(bench.write(0x01FF'0000, 4, 1), kDecErr);
  EXPECT_EQ(bench.out.msip, HartWires{});
}

TEST(FabricMswi, LeavesNeighboursAlone) {
  FabricBench bench(64);
  for (unsigned hart = 0; hart < 64; ++hart) {
    EXPECT_EQ(bench.write(msip(hart), 4, 1), kOkay);
    for (unsigned other = 0; other < 64; ++other) EXPECT_EQ(bench.msip(other), other == hart);
    EXPECT_EQ(bench.write(msip(hart), 4, 0), kOkay);
    EXPECT_EQ(bench.out.msip, HartWires{});
  }
}

TEST(FabricMswi, WriteShowsOnTheWireAtTheEdgeOfTheDataBeat) {
  FabricBench bench(4);
  bench.master.push({0, static_cast<std::uint32_t>(msip(2)), 4, true, 1, false, 0});
  EXPECT_TRUE(bench.step().write_accepted);
  EXPECT_FALSE(bench.msip(2));
  EXPECT_TRUE(bench.step().written);
  EXPECT_TRUE(bench.msip(2));
  EXPECT_TRUE(bench.step().write_done);
}

TEST(FabricMswi, WideAccessCoversTwoDoorbellsByStrobes) {
  FabricBench bench(4);
  EXPECT_EQ(bench.write(msip(2), 8, 0x1'00000001), kOkay);
  EXPECT_TRUE(bench.msip(2) && bench.msip(3));
  EXPECT_EQ(bench.read(msip(2), 8), 0x1'00000001u);
  EXPECT_EQ(bench.write_strobed(msip(2), 0, 0x0F), kOkay);
  EXPECT_FALSE(bench.msip(2));
  EXPECT_TRUE(bench.msip(3));
  EXPECT_EQ(bench.write_strobed(msip(2), 0x1, 0xEE), kOkay);  // not bytes 0 and 4
  EXPECT_FALSE(bench.msip(2));
  EXPECT_TRUE(bench.msip(3));
  EXPECT_EQ(bench.write_strobed(msip(2), 0x1, 0x10), kOkay);  // byte 4 alone
  EXPECT_FALSE(bench.msip(2) || bench.msip(3));
}

TEST(FabricMswi, WideAccessThatReachesAHoleHasNoEffect) {
  FabricBench bench(3);
  EXPECT_EQ(bench.write(msip(2), 8, 0x1'00000001), kDecErr);
  EXPECT_FALSE(bench.msip(2));
}

TEST(FabricMtimer, ResetsToZeroTimeAndComparatorsOfAllOnes) {
  FabricBench bench(4);
  EXPECT_EQ(bench.read(kMtime, 8), 0u);
  for (unsigned hart = 0; hart < 4; ++hart) {
    EXPECT_EQ(bench.read(mtimecmp(hart), 8), kOnes);
    EXPECT_FALSE(bench.mtip(hart));
  }
  EXPECT_EQ(bench.write(kMtime, 8, kOnes - 1), kOkay);
  EXPECT_EQ(bench.out.mtip, HartWires{});
}

TEST(FabricMtimer, TimeRisesWithTicksOnly) {
  FabricBench bench(4);
  for (int i = 0; i < 10; ++i) bench.step(false);
  EXPECT_EQ(bench.out.mtime, 0u);
  bench.ticks(7);
  EXPECT_EQ(bench.out.mtime, 7u);
  EXPECT_EQ(bench.read(kMtime, 8), 7u);
}

TEST(FabricMtimer, IsPendingExactlyFromTheTickThatReachesTheComparator) {
  FabricBench bench(4);
  bench.write(mtimecmp(1), 8, 3);
  bench.ticks(2);
  EXPECT_FALSE(bench.mtip(1));
  bench.ticks(1);
  EXPECT_TRUE(bench.mtip(1));
  EXPECT_FALSE(bench.mtip(0) || bench.mtip(2) || bench.mtip(3));
  bench.write(mtimecmp(1), 8, 4);
  EXPECT_FALSE(bench.mtip(1));
  bench.write(mtimecmp(1), 8, 0);
  EXPECT_TRUE(bench.mtip(1));
}

TEST(FabricMtimer, ComparesUnsigned) {
  FabricBench bench(4);
  bench.write(mtimecmp(0), 8, 0x8000'0000'0000'0000);
  EXPECT_FALSE(bench.mtip(0));
  bench.write(kMtime, 8, 0x8000'0000'0000'0000);
  EXPECT_TRUE(bench.mtip(0));
}

TEST(FabricMtimer, LoweringTimeTakesTheInterruptAway) {
  FabricBench bench(4);
  bench.write(mtimecmp(2), 8, 100);
  bench.write(kMtime, 8, 100);
  EXPECT_TRUE(bench.mtip(2));
  bench.write(kMtime, 8, 99);
  EXPECT_FALSE(bench.mtip(2));
  bench.ticks(1);
  EXPECT_TRUE(bench.mtip(2));
}

TEST(FabricMtimer, TimeWrapsRound) {
  FabricBench bench(4);
  bench.write(mtimecmp(0), 8, kOnes);
  bench.write(kMtime, 8, kOnes - 1);
  EXPECT_FALSE(bench.mtip(0));
  bench.ticks(1);
  EXPECT_TRUE(bench.mtip(0));
  bench.ticks(1);
  EXPECT_EQ(bench.out.mtime, 0u);
  EXPECT_FALSE(bench.mtip(0));
}

TEST(FabricMtimer, HalvesAreWrittenAndReadApart) {
  FabricBench bench(4);
  bench.write(mtimecmp(3), 4, 0x11223344);
  EXPECT_EQ(bench.read(mtimecmp(3), 8), 0xFFFFFFFF'11223344u);  // filled into all ones
  bench.write(mtimecmp(3) + 4, 4, 0x55667788);
  EXPECT_EQ(bench.read(mtimecmp(3), 8), 0x55667788'11223344u);
  EXPECT_EQ(bench.read(mtimecmp(3) + 4, 4), 0x55667788u);
  bench.write(kMtime + 4, 4, 0xABCD);
  EXPECT_EQ(bench.read(kMtime, 8), 0xABCD'00000000u);
  EXPECT_EQ(bench.read(kMtime, 4), 0u);
}

TEST(FabricMtimer, ByteStrobesAreHonoured) {
  FabricBench bench(4);
  bench.write(mtimecmp(0), 8, 0);
  bench.write_strobed(mtimecmp(0), 0x8877665544332211, 0x5A);
  EXPECT_EQ(bench.read(mtimecmp(0), 8), 0x0077'0055'4400'2200u);
  bench.write_strobed(mtimecmp(1), 0, 0);
  EXPECT_EQ(bench.read(mtimecmp(1), 8), kOnes);
  EXPECT_FALSE(bench.mtip(1));
}

TEST(FabricMtimer, LowHalfWriteDoesNotReachTheNeighbour) {
  FabricBench bench(4);
  bench.write(mtimecmp(1), 8, 5);
  bench.write(mtimecmp(2), 8, 6);
  bench.write(mtimecmp(1) + 4, 4, 7);
  EXPECT_EQ(bench.read(mtimecmp(1), 8), 0x7'00000005u);
  EXPECT_EQ(bench.read(mtimecmp(2), 8), 6u);
}

TEST(FabricMtimer, ComparatorPastTheLastHartIsAHole) {
  FabricBench bench(5);
  EXPECT_EQ(bench.write(mtimecmp(5), 8, 0), kDecErr);
  EXPECT_EQ(bench.read_any(mtimecmp(5), 4).code, kDecErr);
  EXPECT_EQ(bench.out.mtip, HartWires{});
  EXPECT_EQ(bench.write(mtimecmp(4), 8, 0), kOkay);
  EXPECT_TRUE(bench.mtip(4));
}

TEST(FabricMtimer, WriteOfTimeTakesThePlaceOfTheTickAndIsAnnounced) {
  FabricBench bench(4);
  bench.master.push({0, static_cast<std::uint32_t>(kMtime), 8, true, 1000, false, 0});
  bench.step(true);
  EXPECT_EQ(bench.out.mtime, 1u);
  EXPECT_FALSE(bench.out.mtime_written);
  EXPECT_TRUE(bench.step(true).written);
  EXPECT_EQ(bench.out.mtime, 1000u);
  EXPECT_TRUE(bench.out.mtime_written);
  bench.step(true);
  EXPECT_EQ(bench.out.mtime, 1001u);
  EXPECT_FALSE(bench.out.mtime_written);
}

TEST(FabricClasses, AClassTooSmallIsRefused) {
  EXPECT_EQ(make_fabric_rtl(5, FabricClass::Slots4), nullptr);
  EXPECT_EQ(make_fabric_rtl(65, FabricClass::Slots64), nullptr);
  EXPECT_EQ(make_fabric_rtl(1, FabricClass::Auto)->slots(), 4u);
  EXPECT_EQ(make_fabric_rtl(5, FabricClass::Auto)->slots(), 64u);
  EXPECT_EQ(make_fabric_rtl(65, FabricClass::Auto)->slots(), 1024u);
}

TEST(FabricClasses, EverySlotOfTheLargestWorks) {
  FabricBench bench(1024);
  for (unsigned hart = 0; hart < 1024; ++hart) {
    ASSERT_EQ(bench.write(msip(hart), 4, 1), kOkay);
    ASSERT_EQ(bench.write(mtimecmp(hart), 8, hart + 1), kOkay);
  }
  for (unsigned time = 1; time <= 1024; ++time) {
    bench.ticks(1);
    ASSERT_TRUE(bench.mtip(time - 1));
    ASSERT_FALSE(time < 1024 && bench.mtip(time));
  }
  for (unsigned hart = 0; hart < 1024; ++hart) ASSERT_TRUE(bench.msip(hart));
}

}  // namespace
}  // namespace standstill::fabric
