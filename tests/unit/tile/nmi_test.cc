// Non-maskable interrupts of a tile: when they are taken, what they break into, what is recorded.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

constexpr unsigned kNmi = platform::watchdog::kNmi;
constexpr unsigned kWdtIrq = platform::watchdog::kInterrupt;
constexpr Addr kNmiHandler = kCode + 0x4000;
constexpr Addr kInNmiHandler = kCode + 0x4100;
constexpr Addr kTrapHandler = kCode + 0x4200;

/// `body` after marker 1; handlers that are there from the beginning, as instructions of theirs.
class NmiBench : public TileBench {
 public:
  NmiBench(const Words& body, const Words& nmi, const Words& trap = {},
           MachineConfig machine = odd_machine())
      : TileBench(prepared(machine)) {
    home.device[kDevice] = 0;
    Program program = prologue();
    for (const Addr handler : {kNmiHandler, kInNmiHandler, kTrapHandler}) {
      program.la(t2, handler);
      program << jalr(ra, t2, 32);  // a return, in the handler's line, so that it is here
    }
    program << csrrw(0, csr::mtvec, t2);
    program << li(a4, 40) << addi(a4, a4, -1) << bne(a4, 0, -4);
    program.align() << assembler::marker(1) << body;
    stop_here(program);
    load(program);
    handler(kNmiHandler, nmi);
    handler(kInNmiHandler, {assembler::marker(4), csrrs(27, csr::mepc, 0), addi(27, 27, 4),
                            csrrw(0, csr::mepc, 27), mret()});
    handler(kTrapHandler, trap);
  }

 private:
  static MachineConfig prepared(MachineConfig machine) {
    machine.hart.rnmi_interrupt_vector = kNmiHandler;
    machine.hart.rnmi_exception_vector = kInNmiHandler;
    return machine;
  }
  void handler(Addr at, const Words& words) {
    Program program(at);
    program << words;
    while (program.here() < at + 32) program << nop();
    program << ret();
    load(program);
  }
};

/// Answers the NMI at once: the bench drops the wire while the handler runs.
Words plain_handler() { return {marker(2), csrrs(t3, csr::mncause, 0), mnret()}; }

TEST(NonMaskable, BreaksIntoASpinLoopWithInterruptsOff) {
  NmiBench bench({jump(0)}, plain_handler());
  bench.wire(3000, kNmi, true);
  bench.wire(3015, kNmi, false);
  bench.run(6000);
  EXPECT_TRUE(bench.parked);
  const Cycle pass = 1 + bench.config.hart.taken_penalty;
  const auto pending = bench.sink.of(EventKind::Pending);
  const auto traps = bench.sink.of(EventKind::Trap);
  ASSERT_EQ(pending.size(), 2u);
  ASSERT_EQ(traps.size(), 1u);
  EXPECT_EQ(pending[0].cycle, 3000u);
  EXPECT_EQ(pending[0].a, kNmi);
  EXPECT_GE(traps[0].cycle, 3000 + bench.config.hart.trap_entry);
  EXPECT_LT(traps[0].cycle, 3000 + pass + bench.config.hart.trap_entry);
  EXPECT_EQ(traps[0].cycle, bench.marker(2));
  EXPECT_EQ(traps[0].a, std::uint64_t{1} << 63 | kNmi);
  EXPECT_EQ(traps[0].cause, pending[0].id);
  EXPECT_EQ(bench.reg(t3), std::uint64_t{1} << 63 | kNmi);
  EXPECT_EQ(bench.tile->counters().interrupts, 1u);
  EXPECT_TRUE(bench.sink.of(EventKind::Interrupts).empty()) << "MIE has not moved";
  ASSERT_EQ(bench.sink.of(EventKind::TrapReturn).size(), 1u);
  EXPECT_EQ(bench.sink.of(EventKind::TrapReturn)[0].a, traps[0].b);
}

TEST(NonMaskable, IsTakenAtTheSameCycleHoweverTheLoopIsRun) {
  for (Cycle at = 3000; at < 3020; ++at) {
    std::string first;
    for (const Cuts& cuts : {one_call(), lock_step()}) {
      NmiBench bench({jump(0)}, plain_handler());
      bench.wire(at, kNmi, true);
      bench.wire(at + 12, kNmi, false);
      bench.run(4000, cuts);
      bench.finish();
      if (first.empty()) first = bench.story();
      EXPECT_EQ(bench.story(), first) << at;
    }
  }
}

TEST(NonMaskable, WakesASleepInWhichNothingIsEnabled) {
  NmiBench bench({csrrw(0, csr::mie, 0), wfi(), marker(3)}, plain_handler());
  bench.wire(2000, 3, true);  // disabled: sleeps on
  bench.wire(3000, kNmi, true);
  bench.wire(3035, kNmi, false);
  bench.run(6000);
  ASSERT_EQ(bench.sink.of(EventKind::Wake).size(), 1u);
  EXPECT_EQ(bench.sink.of(EventKind::Wake)[0].cycle, 3000 + bench.config.hart.wfi_wake);
  EXPECT_EQ(bench.marker(2), 3000 + bench.config.hart.wfi_wake + bench.config.hart.trap_entry);
  EXPECT_GT(bench.marker(3), bench.marker(2));
  EXPECT_NE(bench.marker(3), kNever) << "goes on behind the wfi";
}

TEST(NonMaskable, EndsAWaitOnAReservation) {
  NmiBench bench({sd(a5, t0), lr_d(t2, t0), wrs_nto(), marker(3)}, plain_handler());
  bench.wire(3000, kNmi, true);
  bench.wire(3016, kNmi, false);
  bench.run(6000);
  EXPECT_EQ(bench.marker(2), 3001 + bench.config.hart.trap_entry);
  EXPECT_NE(bench.marker(3), kNever);
}

TEST(NonMaskable, ComesFirstAndTheInterruptWhenItIsOver) {
  NmiBench bench({lui(t2, 0x1000), csrrs(0, csr::mie, t2), csrrsi(0, csr::mstatus, 8), jump(0)},
                 plain_handler(),
                 {marker(3), csrrs(t4, csr::mcause, 0), csrrw(0, csr::mie, 0), mret()});
  bench.wire(3000, kWdtIrq, true);
  bench.wire(3000, kNmi, true);
  bench.wire(3015, kNmi, false);
  bench.run(6000);
  EXPECT_EQ(bench.reg(t4), std::uint64_t{1} << 63 | kWdtIrq);
  // The return from the NMI ends at the boundary at which the interrupt is taken.
  EXPECT_EQ(bench.marker(3), bench.marker(2) + 1 + 1 + bench.config.hart.csr_latency + 1 +
                                 bench.config.hart.trap_return + bench.config.hart.trap_entry);
  EXPECT_EQ(bench.markers(2), 1u);
}

TEST(NonMaskable, MayComeBeforeAHandlersFirstInstruction) {
  NmiBench bench(
      {ecall(), marker(5)}, plain_handler(),
      {marker(3), csrrs(27, csr::mepc, 0), addi(27, 27, 4), csrrw(0, csr::mepc, 27), mret()});
  NmiBench once({ecall(), marker(5)}, plain_handler(), {marker(3), mret()});
  once.run(2500);
  const Cycle entered = once.marker(1) + 2;  // the ecall has issued, its handler has not
  bench.wire(entered, kNmi, true);
  bench.wire(entered + 25, kNmi, false);
  bench.run(6000);
  const auto traps = bench.sink.of(EventKind::Trap);
  ASSERT_EQ(traps.size(), 2u);
  EXPECT_EQ(traps[0].a, 11u);
  EXPECT_EQ(traps[1].a, std::uint64_t{1} << 63 | kNmi);
  EXPECT_EQ(traps[1].b, kTrapHandler) << "the trap's handler is what it interrupts";
  EXPECT_NE(bench.marker(5), kNever) << "mepc has survived";
}

TEST(NonMaskable, AnExceptionInsideTakesTheOtherVectorAndComesBack) {
  NmiBench bench({jump(0)},
                 {marker(2), ld(t3, s0, 64), csrrs(t4, csr::mnstatus, 0), marker(6), mnret()});
  bench.wire(3000, kNmi, true);
  bench.wire(3200, kNmi, false);
  bench.run(6000);
  EXPECT_LT(bench.marker(2), bench.marker(4));
  EXPECT_LT(bench.marker(4), bench.marker(6));
  EXPECT_NE(bench.marker(6), kNever);
  EXPECT_EQ(bench.reg(t4), std::uint64_t{3} << csr::kMnstatusMnppShift);
}

TEST(NonMaskable, MnretTakesTheCyclesOfATrapReturn) {
  NmiBench bench({jump(0)}, plain_handler());
  bench.wire(3000, kNmi, true);
  bench.wire(3015, kNmi, false);
  bench.run(6000);
  EXPECT_EQ(bench.charged(Cause::Trap),
            bench.config.hart.trap_entry + bench.config.hart.trap_return);
}

TEST(NonMaskable, WithoutSmrnmiTheWireEndsNowhere) {
  MachineConfig machine = odd_machine();
  machine.hart.smrnmi = false;
  NmiBench bench({csrrw(0, csr::mie, 0), wfi(), marker(3)}, plain_handler(), {}, machine);
  bench.wire(3000, kNmi, true);
  bench.run(6000);
  EXPECT_EQ(bench.markers(2), 0u);
  EXPECT_EQ(bench.marker(3), kNever);
  EXPECT_TRUE(bench.sink.of(EventKind::Pending).empty()) << "nothing can be pending";
  NmiBench illegal({mnret()}, plain_handler(), {marker(7), jump(0)}, machine);
  illegal.run(6000);
  EXPECT_EQ(illegal.markers(7), 1u);
}

}  // namespace
}  // namespace standstill
