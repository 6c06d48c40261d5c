// The fabric at its pins: what is refused has no effect, and what was posted is told of.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3.4.4 and A4.4; rtl/axi_slave.v; rtl/bus_error.v.
#include "fabric_bench.h"

namespace standstill::fabric {
namespace {

namespace be = platform::bus_error;
using platform::mswi::msip;

struct Refusal {
  const char* says;
  Addr addr;
  unsigned size;
  std::uint8_t code;
};

const Refusal kRefusals[] = {
    {"a byte", msip(1), 1, kSlvErr},
    {"a half-word", msip(1), 2, kSlvErr},
    {"a misaligned word", msip(1) + 2, 4, kSlvErr},
    {"a misaligned double-word", msip(1), 8, kSlvErr},
    {"a doorbell of no hart", msip(4), 4, kDecErr},
    {"a comparator of no hart", platform::mtimer::mtimecmp(4), 8, kDecErr},
    {"SETSSIP of no hart", platform::sswi::setssip(4), 4, kDecErr},
    {"a watchdog of no hart", platform::watchdog::timeout(4), 4, kDecErr},
    {"a bus-error unit of no hart", be::status(4), 4, kDecErr},
    {"the reserved word of the MSWI", 0x0200'3FFC, 4, kDecErr},
    {"a read-only register", be::addr(0), 8, kDecErr},
    {"the gap beside STATUS", be::status(0) + 4, 4, kDecErr},
    {"STATUS as a double-word", be::status(0), 8, kDecErr},
    {"after the last register of the CLINT", 0x0200'C000, 4, kDecErr},
    {"before the first", platform::kMswi.base - 4, 4, kDecErr},
    {"the highest address", 0xFFFF'FFF8, 8, kDecErr},
};

std::uint8_t write_as(FabricBench& bench, const Refusal& refusal, bool posted) {
  bench.master.push({2, static_cast<std::uint32_t>(refusal.addr), refusal.size, true,
                     ~std::uint64_t{0}, posted, 0});
  for (;;) {
    const AxiStep step = bench.step();
    EXPECT_EQ(wire_of(bench.out.bus_err_irq, 2), posted && (step.written || step.write_done));
    if (step.write_done) return step.write_done->code;
  }
}

TEST(FabricErrors, ARefusedWriteHasNoEffectButTheReportOfAPostedOne) {
  for (const Refusal& refusal : kRefusals)
    for (const bool posted : {false, true}) {
      SCOPED_TRACE(refusal.says);
      FabricBench bench(4);
      FabricOutputs before = bench.out;
      EXPECT_EQ(write_as(bench, refusal, posted), refusal.code);
      EXPECT_EQ(bench.out.msip, before.msip);
      EXPECT_EQ(bench.out.mtip, before.mtip);
      EXPECT_EQ(bench.out.ssip, before.ssip);
      EXPECT_EQ(bench.out.bus_err_irq[0], posted ? 4u : 0u);
      EXPECT_EQ(bench.read(be::addr(2), 8), posted ? refusal.addr : 0);
      EXPECT_EQ(bench.read(be::status(2), 4), posted ? be::kStatusPending : 0);
      for (const HartId other : {0, 1, 3}) EXPECT_EQ(bench.read(be::status(other), 4), 0u);
      bench.ticks(3);
      EXPECT_EQ(bench.out.wdt_irq, HartWires{});
      EXPECT_EQ(bench.out.nmi, HartWires{});
      EXPECT_EQ(bench.out.mtip, before.mtip);
    }
}

TEST(FabricErrors, ARefusedReadGivesZeroesAndIsNotTheUnitsBusiness) {
  for (const Refusal& refusal : kRefusals) {
    if (refusal.addr == be::addr(0)) continue;  // can be read
    SCOPED_TRACE(refusal.says);
    FabricBench bench(4);
    const auto answer = bench.read_any(refusal.addr, refusal.size, 2);
    EXPECT_EQ(answer.code, refusal.code);
    EXPECT_EQ(answer.data, 0u);
    EXPECT_EQ(bench.out.bus_err_irq, HartWires{});
  }
}

TEST(FabricErrors, AnAnswerLowersTheWireOfItsHartOnly) {
  FabricBench bench(4);
  for (const HartId hart : {1, 2})
    bench.master.push({hart, static_cast<std::uint32_t>(msip(7)), 4, true, 1, true, 0});
  while (!bench.master.idle()) bench.step();
  EXPECT_EQ(bench.out.bus_err_irq[0], 6u);
  EXPECT_EQ(bench.write(be::status(1), 4, be::kStatusPending), kOkay);
  EXPECT_EQ(bench.out.bus_err_irq[0], 4u);
}

TEST(FabricErrors, APostedWriteThatIsPerformedIsNoError) {
  FabricBench bench(4);
  bench.master.push({1, static_cast<std::uint32_t>(msip(3)), 4, true, 1, true, 0});
  while (!bench.master.idle()) bench.step();
  EXPECT_TRUE(bench.msip(3));
  EXPECT_EQ(bench.out.bus_err_irq, HartWires{});
}

TEST(FabricSswi, APulseOfOneClockForEachOneWritten) {
  FabricBench bench(4);
  for (int time = 0; time < 2; ++time) {
    bench.master.push({0, static_cast<std::uint32_t>(platform::sswi::setssip(2)), 8, true,
                       std::uint64_t{1} << 32 | 1, false, 0});
    unsigned clocks_high = 0;
    while (!bench.master.idle()) {
      const AxiStep step = bench.step();
      EXPECT_EQ(bench.out.ssip[0], step.written ? 0b1100u : 0u);
      EXPECT_EQ(bench.out.busy, step.written.has_value());
      clocks_high += bench.ssip(3);
    }
    EXPECT_EQ(clocks_high, 1u);
    EXPECT_EQ(bench.read(platform::sswi::setssip(2), 8), 0u);
  }
  EXPECT_EQ(bench.write(platform::sswi::setssip(2), 8, 0), kOkay);
  EXPECT_EQ(bench.out.ssip, HartWires{});
}

}  // namespace
}  // namespace standstill::fabric
