// For how long a hart has looked at what it sees, as the log has it.
// SPDX-License-Identifier: Apache-2.0
#include "standstill/markers.h"
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

constexpr Addr kHandler = kCode + 0x4000;
constexpr Cycle kInterrupt = 2000;

/// The hart waits for the double word at kData to change, after a marker, when loads are watched.
/// A foreigner writes it at `write`; an interrupt comes before, whose handler runs `passes` x 2
/// instructions and returns to `skip` bytes behind what it has interrupted.
class Looks {
 public:
  Looks(Cycle write, int passes, bool spin_skipping, int skip = 0)
      : bench(odd_machine(), options(spin_skipping)) {
    Program handler(kHandler);
    handler << li(t3, passes) << addi(t3, t3, -1) << bne(t3, 0, -4) << csrrw(0, csr::mie, 0);
    if (skip != 0)
      handler << csrrs(t3, csr::mepc, 0) << addi(t3, t3, skip) << csrrw(0, csr::mepc, t3);
    handler << mret();
    Program program = prologue();
    program.la(t2, kHandler);
    program << csrrw(0, csr::mtvec, t2) << li(t2, 8) << csrrw(0, csr::mie, t2)
            << csrrsi(0, csr::mstatus, 8);
    program << marker(static_cast<int>(platform::Marker::Call));
    program.align();
    loop = program.here();
    // Twice the same loop: what is interrupted goes on in the second one with `skip`.
    for (int copy = 0; copy < 2; ++copy) program << ld(t2, t0) << beq(t2, 0, -4);
    stop_here(program);
    bench.load(handler);
    bench.load(program);
    bench.wire(kInterrupt, 3, true);
    bench.home.push(Foreign{write, kData, true, 99});
    bench.run(6000);
    bench.finish();
  }

  Event seen() const {
    const std::vector<Event> loads = bench.sink.of(EventKind::Load);
    if (loads.size() != 1) throw std::logic_error("one store is seen once");
    return loads[0];
  }

  TileBench bench;
  Addr loop = 0;

 private:
  static TileBench::Options options(bool spin_skipping) {
    TileBench::Options chosen;
    chosen.spin_skipping = spin_skipping;
    return chosen;
  }
};

class BothWays : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Looks, BothWays, testing::Bool());

TEST_P(BothWays, GoOnAfterAnInterruptHoweverLongItsHandler) {
  for (const int passes : {2, 300}) {
    const Event load = Looks(2500, passes, GetParam()).seen();
    EXPECT_EQ(load.a, kData);
    EXPECT_GT(load.cycle, Cycle{2500});
    EXPECT_LT(load.cycle - load.c, kInterrupt) << "since before the interrupt";
  }
}

TEST_P(BothWays, BeginAnewWhereTheHandlerGoesElsewhere) {
  const Looks looks(4500, 300, GetParam(), 8);
  EXPECT_EQ(looks.seen().d, looks.loop + 8);
  EXPECT_GT(looks.seen().cycle - looks.seen().c, kInterrupt);
}

TEST(Looks, AreTheSameInClosedForm) {
  for (const int skip : {0, 8})
    EXPECT_EQ(Looks(4500, 300, true, skip).bench.story(),
              Looks(4500, 300, false, skip).bench.story());
  EXPECT_TRUE(Looks(4500, 300, true).bench.parked);
}

}  // namespace
}  // namespace standstill
