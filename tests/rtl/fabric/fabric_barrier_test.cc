// The multicast doorbell and the barrier unit where they stand in the fabric: by AXI, at the wires.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheets in rtl/multicast_doorbell.v and rtl/barrier_unit.v.
#include "fabric_bench.h"

namespace standstill::fabric {
namespace {

namespace mc = platform::multicast;
namespace bar = platform::barrier;

class FabricBarrier : public testing::TestWithParam<unsigned> {
 protected:
  unsigned rung() const {
    unsigned count = 0;
    for (const std::uint64_t word : bench.out.msip)
      count += static_cast<unsigned>(__builtin_popcountll(word));
    return count;
  }
  bool irq(unsigned hart) const { return wire_of(bench.out.barrier_irq, hart); }

  const unsigned harts = GetParam();
  FabricBench bench{harts};
};

TEST_P(FabricBarrier, OneStoreRingsAGroup) {
  const unsigned last = (harts - 1) / 64;
  EXPECT_EQ(bench.write(mc::ring(last), 8, ~0ull), kOkay);
  EXPECT_EQ(rung(), harts - last * 64);
  EXPECT_EQ(bench.write(platform::mswi::msip(harts - 1), 4, 0), kOkay);
  EXPECT_FALSE(bench.msip(harts - 1)) << "one state with the MSWI";
  EXPECT_EQ(bench.write(mc::ring(last + 1), 8, ~0ull), kDecErr);
  EXPECT_EQ(bench.write(mc::kAllBut, 8, 0), kDecErr);
  EXPECT_EQ(bench.write(mc::ring(0), 1, 1), kSlvErr);
}

TEST_P(FabricBarrier, OneStoreRingsAllButTheWriter) {
  EXPECT_EQ(bench.write(mc::kAllBut, 4, harts / 2, harts / 2), kOkay);
  EXPECT_EQ(rung(), harts - 1);
  EXPECT_FALSE(bench.msip(harts / 2));
}

TEST_P(FabricBarrier, TheLastArrivalReleasesAllForOneClock) {
  for (unsigned group = 0; group * 64 < harts; ++group)
    bench.write(bar::members(2, group), 8, ~0ull);
  bench.write(bar::control(2), 4, bar::kRun | bar::kIrq);
  for (unsigned hart = 1; hart < harts; ++hart)
    EXPECT_EQ(bench.write(bar::arrive(2, hart), 4, 0, hart), kOkay);
  EXPECT_EQ(bench.read(bar::missing(2), 4), 1u);
  EXPECT_FALSE(bench.out.busy);
  bench.master.push({0, static_cast<std::uint32_t>(bar::arrive(2, 0)), 4, true, 0, false, 0});
  unsigned high = 0;
  for (unsigned clock = 0; clock < 10; ++clock) {
    bench.step();
    unsigned released = 0;
    for (unsigned hart = 0; hart < harts; ++hart) released += irq(hart);
    EXPECT_EQ(released, bench.out.busy ? harts : 0u) << "the unit asks for the edge that ends it";
    high += released;
  }
  EXPECT_EQ(high, harts);
  EXPECT_EQ(bench.read(bar::generation(2), 8), std::uint64_t{harts} << 32 | 1);
  EXPECT_EQ(bench.write(bar::arrive(2, harts), 4, 0), kDecErr);
  EXPECT_EQ(bench.write(bar::generation(2), 4, 0), kDecErr);
  EXPECT_EQ(bench.read(bar::status(2), 4), 0u);
}

INSTANTIATE_TEST_SUITE_P(Harts, FabricBarrier, testing::Values(2u, 4u, 64u, 70u, 1024u),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace standstill::fabric
