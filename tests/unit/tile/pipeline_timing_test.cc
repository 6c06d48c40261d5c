// What each kind of instruction costs: every expected cycle is a sum of fields of the config.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;

/// Sequences cost an issue cycle each and what is named.
TEST(PipelineTiming, PlainInstructionsIssueOnceACycle) {
  EXPECT_EQ(Stopwatch().time({}, {nop(), add(t2, a5, a5), slli(t2, t2, 3)}), 3u);
}

TEST(PipelineTiming, ALoadThatHitsIsFreeUntilItsResultIsUsed) {
  const Words warm = {ld(t2, t0)};
  Stopwatch used, unused, late, narrow, word;
  EXPECT_EQ(used.time(warm, {ld(t2, t0), add(t3, t2, t2)}), 1 + used.config.hart.load_use + 1);
  EXPECT_EQ(unused.time(warm, {ld(t2, t0), nop()}), 2u);
  EXPECT_EQ(late.time(warm, {ld(t2, t0), nop(), nop(), add(t3, t2, t2)}),
            1 + late.config.hart.load_use + 1);
  EXPECT_EQ(narrow.time(warm, {lb(t2, t0), add(t3, t2, t2)}),
            1 + narrow.config.hart.load_use_narrow + 1);
  EXPECT_EQ(word.time(warm, {lw(t2, t0), add(t3, t2, t2)}), 1 + word.config.hart.load_use + 1);
  EXPECT_EQ(used.bench.charged(Cause::LoadUse), used.config.hart.load_use);
}

TEST(PipelineTiming, AResultThatIsOverwrittenIsNotWaitedFor) {
  Stopwatch watch;
  EXPECT_EQ(watch.time({ld(t2, t0)}, {ld(t2, t0), li(t2, 7), add(t3, t2, t2)}), 3u);
  EXPECT_EQ(watch.bench.reg(t3), 14u);
}

TEST(PipelineTiming, AMultiplyIsPipelined) {
  Stopwatch used, two;
  EXPECT_EQ(used.time({}, {mul(t2, a5, a5), add(t3, t2, t2)}),
            1 + used.config.hart.mul_latency + 1);
  EXPECT_EQ(used.bench.charged(Cause::MulDiv), used.config.hart.mul_latency);
  EXPECT_EQ(two.time({}, {mul(t2, a5, a5), mul(t3, a5, a5), add(t4, t2, t3)}),
            2 + two.config.hart.mul_latency + 1);
}

TEST(PipelineTiming, ADivideTakesItsBaseAndEachBitOfTheQuotient) {
  for (const unsigned bits : {1u, 5u, 11u}) {
    Stopwatch watch;
    const Cycle expected = 1 + watch.config.hart.div_base + watch.config.hart.div_per_bit * bits;
    EXPECT_EQ(watch.time({li(t2, (1 << bits) - 1)}, {divu(t3, t2, a5)}), expected) << bits;
    EXPECT_EQ(watch.bench.reg(t3), (1u << bits) - 1);
  }
}

TEST(PipelineTiming, Csr) {
  Stopwatch watch;
  EXPECT_EQ(watch.time({}, {csrrs(t2, platform::csr::mscratch, 0)}),
            1 + watch.config.hart.csr_latency);
  EXPECT_EQ(watch.bench.charged(Cause::Csr), watch.config.hart.csr_latency);
}

TEST(PipelineTiming, RdcycleReadsItsOwnIssue) {
  Stopwatch watch;
  watch.time({}, {csrrs(t2, platform::csr::mcycle, 0)});
  EXPECT_EQ(watch.bench.reg(t2), watch.bench.marker(1) + 1);
}

TEST(PipelineTiming, BranchesByPrediction) {
  // Counters begin at "weakly not taken": the first taken branch of a counter is a surprise.
  Stopwatch surprise, expected, plain;
  EXPECT_EQ(surprise.time({}, {beq(0, 0, 4)}), 1 + surprise.config.hart.mispredict_penalty);
  EXPECT_EQ(plain.time({}, {bne(0, 0, 8)}), 1u);
  // Three passes through one branch; the marker is met at each.
  Program program = prologue();
  program << li(t2, 4);
  program.align() << marker(1) << addi(t2, t2, -1) << bne(t2, 0, -8) << marker(2);
  stop_here(program);
  expected.bench.load(program);
  expected.bench.run(1000);
  const HartConfig& hart = expected.config.hart;
  EXPECT_EQ(expected.bench.marker(1, 1) - expected.bench.marker(1, 0), 3 + hart.mispredict_penalty);
  EXPECT_EQ(expected.bench.marker(1, 2) - expected.bench.marker(1, 1), 3 + hart.taken_penalty);
  EXPECT_EQ(expected.bench.marker(2) - expected.bench.marker(1, 3), 3 + hart.mispredict_penalty);
}

TEST(PipelineTiming, JumpsCallsAndReturns) {
  Stopwatch jumped, called;
  EXPECT_EQ(jumped.time({}, {jump(4)}), 1 + jumped.config.hart.taken_penalty);
  // jal to the ret behind; it comes back, predicted by the stack, and jumps over.
  EXPECT_EQ(called.time({}, {jal(ra, 8), jump(8), ret()}),
            3 + 3 * called.config.hart.taken_penalty);
}

TEST(PipelineTiming, AnUnknownIndirectJumpIsASurpriseOnce) {
  Stopwatch watch;
  Program program = prologue();
  program << li(t2, 3);
  program.align();
  program.la(t3, program.here() + 16);
  program << marker(1) << jalr(0, t3) << addi(t2, t2, -1) << bne(t2, 0, -12);
  stop_here(program);
  watch.bench.load(program);
  watch.bench.run(1000);
  const HartConfig& hart = watch.config.hart;
  EXPECT_EQ(watch.bench.marker(1, 1) - watch.bench.marker(1, 0),
            4 + hart.mispredict_penalty + hart.mispredict_penalty);
  EXPECT_EQ(watch.bench.marker(1, 2) - watch.bench.marker(1, 1),
            4 + hart.taken_penalty + hart.taken_penalty);
}

TEST(PipelineTiming, PauseAndHintsCostTheirIssue) {
  EXPECT_EQ(Stopwatch().time({}, {pause(), marker(3)}), 2u);
}

TEST(PipelineTiming, AnInstructionLineThatIsNotThere) {
  Stopwatch watch;
  Program program = prologue();
  program.align();
  while (program.here() % kLineBytes != kLineBytes - 8) program << nop();
  program << marker(1) << jump(4) << marker(2);  // the second is the first of a new line
  stop_here(program);
  watch.bench.load(program);
  watch.bench.run(1000);
  const L1Config& l1i = watch.config.l1i;
  EXPECT_EQ(watch.bench.marker(2) - watch.bench.marker(1),
            2 + watch.config.hart.taken_penalty + l1i.miss_latency + TileBench::kHomeLatency +
                l1i.fill_latency);
}

TEST(PipelineTiming, AnInstructionInTwoLinesNeedsBoth) {
  Stopwatch watch;
  Program program(kCode);
  program.align();
  while (program.here() % kLineBytes != kLineBytes - 8) program << nop();
  // c.nop, then a 4-byte instruction of which half is in the next line: addi t2, zero, 77.
  const Word straddler = li(t2, 77);
  program << marker(1) << (0x0001u | (straddler & 0xFFFF) << 16);
  program << (straddler >> 16 | 0x0001u << 16) << marker(2);
  stop_here(program);
  watch.bench.load(program);
  watch.bench.run(1000);
  const L1Config& l1i = watch.config.l1i;
  EXPECT_EQ(watch.bench.reg(t2), 77u);
  EXPECT_EQ(watch.bench.marker(2) - watch.bench.marker(1),
            4 + l1i.miss_latency + TileBench::kHomeLatency + l1i.fill_latency);
}

TEST(PipelineTiming, AnInstructionInTwoLinesRunsEvenWhereOnlyOneFits) {
  MachineConfig config = odd_machine();
  config.l1i.size = kLineBytes;
  config.l1i.ways = 1;
  Stopwatch watch(config);
  Program program(kCode);
  while (program.here() % kLineBytes != kLineBytes - 4) program << nop();
  const Word straddler = li(t2, 77);
  program << (0x0001u | (straddler & 0xFFFF) << 16);
  program << (straddler >> 16 | 0x0001u << 16) << marker(2);
  stop_here(program);
  watch.bench.load(program);
  watch.bench.run(1000);
  EXPECT_EQ(watch.bench.reg(t2), 77u);
  EXPECT_NE(watch.bench.marker(2), kNever);
}

TEST(PipelineTiming, FenceIForgetsTheInstructionsItHas) {
  Stopwatch watch;
  const L1Config& l1i = watch.config.l1i;
  EXPECT_EQ(watch.time({}, {fence_i()}), 1 + watch.config.hart.fence_i_latency + l1i.miss_latency +
                                             TileBench::kHomeLatency + l1i.fill_latency);
}

TEST(PipelineTiming, TrapEntryAndReturn) {
  Stopwatch watch;
  Program program = prologue();
  // The handler is in the line of the trap, so that nothing is fetched between.
  program.la(t2, kCode + 4 * kLineBytes + 32);
  program << csrrw(0, platform::csr::mtvec, t2) << li(a4, 40) << addi(a4, a4, -1) << bne(a4, 0, -4);
  while (program.here() != kCode + 4 * kLineBytes) program << nop();
  program << csrrs(t3, platform::csr::mstatus, 0) << marker(1) << ecall() << nop() << nop()
          << marker(4);
  while (program.here() != kCode + 4 * kLineBytes + 32) program << jump(0);
  program << marker(2) << csrrs(t4, platform::csr::mepc, 0) << addi(t4, t4, 4)
          << csrrw(0, platform::csr::mepc, t4) << marker(3) << mret();
  watch.bench.load(program);
  watch.bench.run(3000);
  const HartConfig& hart = watch.config.hart;
  EXPECT_EQ(watch.bench.marker(2) - watch.bench.marker(1), 1 + 1 + hart.trap_entry);
  EXPECT_EQ(watch.bench.marker(4) - watch.bench.marker(3), 1 + 1 + hart.trap_return + 2);
  EXPECT_EQ(watch.bench.charged(Cause::Trap), 1 + hart.trap_entry + hart.trap_return);
  EXPECT_EQ(watch.bench.tile->counters().traps, 1u);
}

}  // namespace
}  // namespace standstill
