// The interrupt wires at a tile: which bit of mip each drives, from when, and what it is worth.
// SPDX-License-Identifier: Apache-2.0
#include "standstill/csr.h"
#include "standstill/interrupts.h"
#include "support/tile_bench.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;
using platform::Interrupt;
using platform::InterruptRow;

constexpr Addr kHandler = kCode + 0x400;

/// A hart that sleeps with everything enabled in mie and interrupts on as `mstatus` says; its
/// handler marks 80 with mcause and stops.
struct Sleeper : TileBench {
  explicit Sleeper(unsigned mstatus_mie) {
    Program body(kCode);
    body << li(t0, -1) << csrrw(0, csr::mie, t0);
    body.la(t1, kHandler);
    body << csrrw(0, csr::mtvec, t1) << csrrsi(0, csr::mstatus, mstatus_mie) << wfi()
         << assembler::marker(70);
    stop_here(body);
    load(body);
    Program handler(kHandler);
    handler << csrrs(t4, csr::mcause, 0) << assembler::marker(80, t4);
    stop_here(handler);
    load(handler);
  }
};

TEST(Wires, EachSetsItsBitWakesAndTraps) {
  for (const InterruptRow& row : platform::kInterrupts) {
    if (row.wire == platform::Wire::None || row.level == platform::InterruptLevel::NonMaskable)
      continue;
    Sleeper bench(8);
    bench.wire(2000, row.code, true);
    bench.run(4000);
    const auto pending = bench.sink.of(EventKind::Pending);
    ASSERT_EQ(pending.size(), 1u) << row.bit;
    EXPECT_EQ(pending[0].cycle, 2000u);
    EXPECT_EQ(pending[0].a, row.code);
    EXPECT_EQ(pending[0].b, 1u);
    const auto traps = bench.sink.of(EventKind::Trap);
    ASSERT_EQ(traps.size(), 1u) << row.bit;
    EXPECT_EQ(traps[0].a, std::uint64_t{1} << 63 | row.code);
    EXPECT_EQ(traps[0].cause, pending[0].id) << "the trap waited for the wire";
    EXPECT_EQ(bench.reg(t4), std::uint64_t{1} << 63 | row.code);
    const auto wakes = bench.sink.of(EventKind::Wake);
    ASSERT_EQ(wakes.size(), 1u) << row.bit;
    EXPECT_EQ(wakes[0].cycle, 2000u + bench.config.hart.wfi_wake);
  }
}

TEST(Wires, WithInterruptsOffTheyEndAWfiAlone) {
  for (const Interrupt interrupt : {Interrupt::Barrier, Interrupt::SupervisorSoftware}) {
    Sleeper bench(0);
    bench.wire(2000, static_cast<unsigned>(interrupt), true);
    bench.run(4000);
    EXPECT_EQ(bench.marker(70), 2000u + bench.config.hart.wfi_wake);
    EXPECT_TRUE(bench.sink.of(EventKind::Trap).empty());
  }
}

/// Clears mip.SSIP at its first marker, reads mip into t2 before and into t3 after.
struct Clearer : TileBench {
  Clearer() {
    Program body(kCode);
    for (unsigned i = 0; i < 200; ++i) body << nop();
    body << csrrs(t2, csr::mip, 0) << assembler::marker(71) << csrrci(0, csr::mip, 2)
         << csrrs(t3, csr::mip, 0);
    stop_here(body);
    load(body);
  }
};

TEST(Wires, ARisingSsipSetsWhatOnlySoftwareClears) {
  Clearer bench;
  bench.wire(100, 1, true);
  bench.wire(104, 1, false);
  bench.wire(108, 1, true);  // is set already: nothing becomes visible
  bench.wire(112, 1, false);
  bench.run(4000);
  EXPECT_EQ(bench.reg(t2), 2u);
  EXPECT_EQ(bench.reg(t3), 0u);
  const auto pending = bench.sink.of(EventKind::Pending);
  ASSERT_EQ(pending.size(), 2u);
  EXPECT_EQ(pending[0].cycle, 100u);
  EXPECT_EQ(pending[0].b, 1u);
  EXPECT_EQ(pending[1].b, 0u);
  EXPECT_EQ(pending[1].cycle, bench.marker(71) + 1) << "at the CSR instruction";
}

TEST(Wires, AnSsipAfterTheClearIsNotLost) {
  Clearer dry;
  dry.run(4000);
  const Cycle clear = dry.marker(71) + 1;
  for (const Cycle at : {clear, clear + 1}) {
    Clearer bench;
    bench.wire(at, 1, true);
    bench.wire(at + 4, 1, false);
    bench.run(4000);
    EXPECT_EQ(bench.reg(t3), at == clear ? 0u : 2u)
        << "an edge of the cycle comes before its instruction";
  }
}

}  // namespace
}  // namespace standstill
