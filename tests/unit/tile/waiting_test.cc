// Harts that wait and others that meddle: reservations, snoops, interrupts, the end of a run.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

constexpr Cycle kHome = TileBench::kHomeLatency;

/// Runs a sequence once to learn when it happens, and again with somebody meddling then.
struct Meddled {
  /// @param after cycles from the first timed instruction to the meddler's snoop at the tile
  Meddled(const MachineConfig& machine, const Words& before, const Words& timed, Cycle after,
          bool write = true)
      : watch(machine) {
    Stopwatch dry(machine);
    dry.time(before, timed);
    start = dry.bench.marker(1) + 1;
    snoop = start + after;
    watch.bench.home.push(Foreign{snoop - kHome, kData, write, 99});
    span = watch.time(before, timed);
  }
  const Answer& answer() const { return watch.bench.home.answers.at(0); }

  Stopwatch watch;
  Cycle start = 0, snoop = 0, span = 0;
};

TEST(Reservation, ASnoopIsHeldUntilTheStoreConditional) {
  const MachineConfig machine = odd_machine();
  const Meddled run(machine, {sd(a5, t0)}, {lr_d(t2, t0), nop(), nop(), nop(), sc_d(t3, a5, t0)},
                    2);
  EXPECT_EQ(run.answer().sent, run.snoop);
  EXPECT_EQ(run.watch.bench.reg(t3), 0u);
  // Let go the cycle after the SC has issued.
  EXPECT_EQ(run.answer().message.cycle, run.start + 4 + 1 + machine.l1d.snoop_latency);
  EXPECT_EQ(run.answer().message.type, MessageType::SnpRespData);
}

TEST(Reservation, ASnoopIsHeldAtMostLrscHold) {
  const MachineConfig machine = odd_machine();
  const Meddled run(machine, {sd(a5, t0)}, {lr_d(t2, t0), nop()}, 2);
  EXPECT_EQ(run.answer().message.cycle,
            run.start + machine.hart.lrsc_hold + machine.l1d.snoop_latency);
}

TEST(Reservation, IsLostWhenTheHoldIsOver) {
  const MachineConfig machine = odd_machine();
  // A divide of 60 bits outlasts the hold.
  Meddled run(machine, {sd(a5, t0), li(t4, -1), srli(t4, t4, 4)},
              {lr_d(t2, t0), divu(t3, t4, a5), sc_d(t3, a5, t0)}, 2);
  EXPECT_EQ(run.watch.bench.reg(t3), 1u);
  EXPECT_EQ(run.watch.bench.home.word(kData), 99u);
}

TEST(Reservation, SurvivesAReaderButNotItsWriting) {
  const MachineConfig machine = odd_machine();
  const Meddled run(machine, {sd(a5, t0), li(t4, -1), srli(t4, t4, 4)},
                    {lr_d(t2, t0), divu(t3, t4, a5), sc_d(t3, a5, t0)}, 2, false);
  EXPECT_EQ(run.watch.bench.reg(t3), 1u) << "the line is Shared: an SC does not ask for it";
}

TEST(Reservation, WithoutOneASnoopIsAnsweredAtOnce) {
  const MachineConfig machine = odd_machine();
  const Meddled run(machine, {sd(a5, t0)}, {ld(t2, t0), nop(), nop(), nop()}, 2);
  EXPECT_EQ(run.answer().message.cycle, run.snoop + machine.l1d.snoop_latency);
}

TEST(Snoop, IsServedBeforeTheStoreOfItsCycle) {
  const MachineConfig machine = odd_machine();
  // The store leaves the buffer the cycle after its issue.
  for (const Cycle after : {1u, 2u}) {
    const Meddled run(machine, {li(t2, 55), sd(a5, t0)}, {sd(t2, t0), nop(), nop()}, after);
    EXPECT_EQ(run.answer().message.line.read(0, 8), after == 1 ? 1u : 55u);
  }
}

TEST(Reservation, IsLostByEviction) {
  MachineConfig machine = odd_machine();
  machine.l1d.size = 128;
  machine.l1d.ways = 1;
  Stopwatch lost(machine), kept(machine);
  const Words far = {addi(t4, t1, kLineBytes)};  // the set of t0, two sets of one way
  lost.time({sd(a5, t0), far[0]}, {lr_d(t2, t0), ld(t2, t4), ld(t2, t0), sc_d(t3, a5, t0)});
  EXPECT_EQ(lost.bench.reg(t3), 1u);
  kept.time({sd(a5, t0), far[0]}, {lr_d(t2, t0), ld(t2, t1), ld(t2, t0), sc_d(t3, a5, t0)});
  EXPECT_EQ(kept.bench.reg(t3), 0u);
}

TEST(Waiting, WrsStoGivesUp) {
  Stopwatch watch;
  EXPECT_EQ(watch.time({sd(a5, t0)}, {lr_d(t2, t0), wrs_sto()}), 2 + watch.config.hart.wrs_timeout);
  EXPECT_EQ(watch.bench.charged(Cause::Reservation), watch.config.hart.wrs_timeout);
  ASSERT_EQ(watch.bench.sink.of(EventKind::Sleep).size(), 1u);
  ASSERT_EQ(watch.bench.sink.of(EventKind::Wake).size(), 1u);
}

TEST(Waiting, WrsWithoutAReservationDoesNotWait) {
  EXPECT_EQ(Stopwatch().time({}, {wrs_nto()}), 1u);
}

TEST(Waiting, WrsNtoWakesOnTheStore) {
  const MachineConfig machine = odd_machine();
  const Words before = {sd(a5, t0)};
  const Words timed = {lr_d(t2, t0), wrs_nto()};
  // Without the meddler it would wait for ever: learn the beginning from another sequence.
  Stopwatch dry(machine);
  dry.time(before, {lr_d(t2, t0), nop()});
  Stopwatch watch(machine);
  const Cycle start = dry.bench.marker(1) + 1;
  const Cycle snoop = start + 100;
  watch.bench.home.push(Foreign{snoop - kHome, kData, true, 99});
  EXPECT_EQ(watch.time(before, timed), snoop + 1 - start);
  EXPECT_EQ(watch.bench.charged(Cause::Reservation), snoop + 1 - (start + 2));
}

TEST(Waiting, AWaitOnAReservationHoldsNoSnoop) {
  const MachineConfig machine = odd_machine();
  const Meddled run(machine, {sd(a5, t0)}, {lr_d(t2, t0), wrs_sto()}, 5);
  EXPECT_EQ(run.answer().message.cycle, run.snoop + machine.l1d.snoop_latency);
  EXPECT_EQ(run.span, 5u + 1u);
}

TEST(Waiting, ATimeoutThatIsNoLongerWaitedForWakesNobody) {
  Stopwatch watch;
  watch.bench.wire(300, 3, true);  // ends the wait on the reservation
  watch.bench.wire(310, 3, false);
  watch.bench.wire(900, 3, true);
  watch.time({li(t2, 8), csrrw(0, csr::mie, t2), sd(a5, t0), li(t4, -1), srli(t4, t4, 4)},
             {lr_d(t2, t0), wrs_sto(), divu(t3, t4, a5), wfi()});
  ASSERT_LT(watch.bench.marker(1) + 2, 300u);
  EXPECT_EQ(watch.bench.marker(2), 900 + watch.config.hart.wfi_wake);
}

TEST(Waiting, WfiEndsWithAnEnabledInterrupt) {
  Stopwatch watch;
  watch.bench.wire(1000, 3, true);
  watch.time({li(t2, 8), csrrw(0, csr::mie, t2)}, {wfi()});
  EXPECT_EQ(watch.bench.marker(2), 1000 + watch.config.hart.wfi_wake);
  EXPECT_EQ(watch.bench.charged(Cause::Asleep),
            1000 + watch.config.hart.wfi_wake - (watch.bench.marker(1) + 2));
  ASSERT_EQ(watch.bench.sink.of(EventKind::Pending).size(), 1u);
  EXPECT_EQ(watch.bench.sink.of(EventKind::Pending)[0].cycle, 1000u);
}

TEST(Waiting, WfiSleepsThroughADisabledInterrupt) {
  Stopwatch watch;
  watch.bench.wire(500, 3, true);
  watch.bench.wire(700, 7, true);
  watch.time({li(t2, 128), csrrw(0, csr::mie, t2)}, {wfi()});
  EXPECT_EQ(watch.bench.marker(2), 700 + watch.config.hart.wfi_wake);
}

TEST(Waiting, WfiWithSomethingPendingIsANop) {
  Stopwatch watch;
  watch.bench.wire(10, 3, true);
  EXPECT_EQ(watch.time({li(t2, 8), csrrw(0, csr::mie, t2)}, {wfi()}), 1u);
}

/// A handler in the line of the code it interrupts; returns the bench after 3000 cycles.
std::unique_ptr<Stopwatch> interrupted(const std::vector<tile::WireChange>& wires) {
  auto watch = std::make_unique<Stopwatch>();
  Program program = prologue();
  program.la(t2, kCode + 4 * kLineBytes + 32);
  program << csrrw(0, csr::mtvec, t2) << li(t2, 0x88) << csrrw(0, csr::mie, t2) << li(a4, 40)
          << addi(a4, a4, -1) << bne(a4, 0, -4);
  while (program.here() != kCode + 4 * kLineBytes) program << nop();
  program << csrrsi(0, csr::mstatus, 8) << marker(1) << jump(0);
  while (program.here() != kCode + 4 * kLineBytes + 32) program << nop();
  program << marker(2) << csrrs(t3, csr::mcause, 0) << csrrw(0, csr::mie, 0) << mret();
  watch->bench.load(program);
  for (const tile::WireChange& wire : wires) watch->bench.wire(wire.cycle, wire.bit, wire.level);
  watch->bench.run(3000);
  return watch;
}

TEST(Interrupts, AreTakenAtTheInstructionBoundaryAfterTheyArePending) {
  const auto watch = interrupted({{2000, 3, true, 0}});
  const Cycle pass = 1 + watch->config.hart.taken_penalty;  // of the jump to itself
  const auto pending = watch->bench.sink.of(EventKind::Pending);
  const auto traps = watch->bench.sink.of(EventKind::Trap);
  ASSERT_EQ(pending.size(), 1u);
  ASSERT_EQ(traps.size(), 1u);
  EXPECT_EQ(pending[0].cycle, 2000u);
  EXPECT_GE(traps[0].cycle, 2000 + watch->config.hart.trap_entry);
  EXPECT_LT(traps[0].cycle, 2000 + pass + watch->config.hart.trap_entry);
  EXPECT_EQ(traps[0].cycle, watch->bench.marker(2));
  EXPECT_EQ(traps[0].cause, pending[0].id);
  EXPECT_EQ(watch->bench.tile->counters().interrupts, 1u);
}

TEST(Interrupts, SoftwareComesBeforeTimer) {
  const auto both = interrupted({{2000, 7, true, 0}, {2000, 3, true, 0}});
  EXPECT_EQ(both->bench.reg(t3), std::uint64_t{1} << 63 | 3);
  const auto timer = interrupted({{2000, 7, true, 0}});
  EXPECT_EQ(timer->bench.reg(t3), std::uint64_t{1} << 63 | 7);
}

TEST(Interrupts, ALevelThatIsGoneAgainIsNotTaken) {
  // The wire is up for a cycle while the hart divides.
  Stopwatch watch;
  watch.bench.wire(30, 3, true);
  watch.bench.wire(31, 3, false);
  watch.time({li(t2, 8), csrrw(0, csr::mie, t2), csrrsi(0, csr::mstatus, 8)}, {nop()});
  EXPECT_EQ(watch.bench.tile->counters().interrupts, 0u);
  EXPECT_EQ(watch.bench.sink.of(EventKind::Pending).size(), 2u);
}

TEST(Ending, ToHostEndsTheRunAndStopsTheTile) {
  TileBench::Options options;
  options.tohost = kData;
  for (const bool here : {true, false}) {
    Stopwatch watch(odd_machine(), options);
    watch.time(here ? Words{sd(0, t0)} : Words{}, {li(t2, 7), sd(t2, t0)});
    EXPECT_EQ(watch.bench.end_code, 3u);
    ASSERT_NE(watch.bench.end_cycle, kNever);
    const auto stores = watch.bench.sink.of(EventKind::Store);
    EXPECT_EQ(stores.back().cycle, watch.bench.end_cycle);
  }
}

/// The guest ends its run by `write`, to a line that is here, and goes on in a loop.
std::string ended_by(Word write, const Words& loop, const Cuts& cuts) {
  TileBench::Options options;
  options.tohost = kData;
  options.spin_skipping = true;
  TileBench bench(odd_machine(), options);
  Program program = prologue();
  program << sd(0, t0) << fence_rw() << li(t2, 1);
  // Long enough for home to have nothing left to do.
  program << li(a4, 100) << addi(a4, a4, -1) << bne(a4, 0, -4) << write << loop;
  program << jump(-4 * static_cast<int>(loop.size()));
  bench.load(program);
  bench.run(100000, cuts);
  EXPECT_EQ(bench.tile->clock(), bench.last_cycle());
  bench.finish();
  EXPECT_EQ(bench.charged_in_all(), bench.last_cycle());
  return bench.sink.text() + std::to_string(bench.tile->counters().instructions);
}

TEST(Ending, ATileDoesNotRunPastTheEndItMakesItself) {
  // The horizon is as far away as it can be: nobody else is there.
  for (const Word write : {sd(t2, t0), amoadd_d(0, t2, t0)})
    for (const Words& loop : {Words{nop()}, Words{mul(t3, a5, a5), add(t3, t3, a5)}})
      EXPECT_EQ(ended_by(write, loop, one_call()), ended_by(write, loop, lock_step()));
}

TEST(Ending, ACharacterIsPrinted) {
  TileBench::Options options;
  options.tohost = kData;
  Stopwatch watch(odd_machine(), options);
  watch.time({li(t2, 0x101), slli(t2, t2, 48), addi(t2, t2, 'x')}, {sd(t2, t0)});
  EXPECT_EQ(watch.bench.console, "x");
  EXPECT_EQ(watch.bench.end_cycle, kNever);
}

}  // namespace
}  // namespace standstill
