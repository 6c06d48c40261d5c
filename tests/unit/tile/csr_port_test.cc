// The CSRs of the interrupt file: what is asked, how long the hart waits, what it makes of the
// answer.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

MachineConfig with_file(Cycle csr_request = 3, Cycle csr_answer = 2) {
  MachineConfig config = odd_machine();
  config.fabric.imsic = true;
  config.fabric.csr_request = csr_request;
  config.fabric.csr_answer = csr_answer;
  return config;
}

/// From the issue of a CSR instruction at `issued` to that of the next one.
Cycle expected(const MachineConfig& config, const MockFile& file, Cycle issued) {
  const Cycle edge = file.edge_after(issued + config.fabric.csr_request);
  return edge + config.hart.irq_sync + config.fabric.csr_answer + 1 - issued;
}

TEST(InterruptFile, TheHartWaitsForTheEdgeAndTheWayBack) {
  for (const Cycle request : {1, 2, 3, 4, 5, 6, 7, 8})
    for (const Cycle answer : {0, 5}) {
      Stopwatch watch(with_file(request, answer));
      const Cycle took = watch.time({}, {csrrs(t2, csr::mtopei, 0)});
      const Cycle issued = watch.bench.marker(1) + 1;
      ASSERT_EQ(watch.bench.file.asked.size(), 1u);
      EXPECT_EQ(watch.bench.file.asked[0].arrival, issued + request);
      EXPECT_EQ(took, expected(watch.config, watch.bench.file, issued));
      EXPECT_EQ(watch.bench.charged(Cause::Imsic), took - 1);
    }
}

TEST(InterruptFile, EachInstructionAsksForWhatItIs) {
  struct Row {
    Word word;
    CsrReg reg;
    CsrOp op;
    std::uint64_t wdata;
  };
  const Row rows[] = {{csrrw(t2, csr::miselect, a5), CsrReg::Miselect, CsrOp::Write, 1},
                      {csrrs(t2, csr::mireg, a5), CsrReg::Mireg, CsrOp::Set, 1},
                      {csrrci(t2, csr::mireg, 9), CsrReg::Mireg, CsrOp::Clear, 9},
                      {csrrsi(t2, csr::mtopei, 7), CsrReg::Mtopei, CsrOp::Set, 7},
                      {csrrs(t2, csr::mtopei, 0), CsrReg::Mtopei, CsrOp::Read, 0},
                      {csrrsi(t2, csr::mtopei, 0), CsrReg::Mtopei, CsrOp::Read, 0},
                      {csrrs(t2, csr::mtopei, t3), CsrReg::Mtopei, CsrOp::Set, 0},
                      {csrrw(0, csr::mtopei, 0), CsrReg::Mtopei, CsrOp::Write, 0}};
  for (const Row& row : rows) {
    Stopwatch watch(with_file());
    watch.time({}, {row.word});
    ASSERT_EQ(watch.bench.file.asked.size(), 1u);
    const CsrRequest& request = watch.bench.file.asked[0].request;
    EXPECT_EQ(request.reg, row.reg);
    EXPECT_EQ(request.op, row.op);
    EXPECT_EQ(request.wdata, row.wdata);
  }
}

TEST(InterruptFile, TheOldValueGoesToTheRegister) {
  Stopwatch watch(with_file());
  watch.time({li(t2, 6), csrrw(t3, csr::miselect, t2)}, {csrrw(t4, csr::miselect, a5)});
  EXPECT_EQ(watch.bench.reg(t3), 0u);
  EXPECT_EQ(watch.bench.reg(t4), 6u);
  Stopwatch claims(with_file());
  claims.time({},
              {csrrw(t2, csr::mtopei, 0), csrrw(t3, csr::mtopei, 0), csrrs(t4, csr::mtopei, 0)});
  EXPECT_EQ(claims.bench.reg(t3), 1u);
  EXPECT_EQ(claims.bench.reg(t4), 2u);
}

TEST(InterruptFile, TheEventsAreChained) {
  Stopwatch watch(with_file());
  watch.time({}, {csrrs(t2, csr::mtopei, 0)});
  const auto begin = watch.bench.sink.of(EventKind::CsrBegin);
  const auto end = watch.bench.sink.of(EventKind::CsrEnd);
  ASSERT_EQ(begin.size(), 1u);
  ASSERT_EQ(end.size(), 1u);
  EXPECT_EQ(begin[0].cycle, watch.bench.marker(1) + 1);
  EXPECT_EQ(begin[0].a, csr::mtopei);
  EXPECT_EQ(end[0].cause, TileBench::file_event(begin[0].id));
}

TEST(InterruptFile, AnIllegalAnswerIsAnIllegalInstruction) {
  Stopwatch watch(with_file());
  watch.time({csrrw(0, csr::miselect, a5)}, {csrrw(t4, csr::mireg, a5), nop()});
  const auto traps = watch.bench.sink.of(EventKind::Trap);
  ASSERT_GE(traps.size(), 1u);
  EXPECT_EQ(traps[0].a, 2u);
  EXPECT_EQ(traps[0].c, csrrw(t4, csr::mireg, a5));
  EXPECT_EQ(traps[0].cause, TileBench::file_event(watch.bench.sink.of(EventKind::CsrBegin)[1].id));
}

TEST(InterruptFile, WithoutOneTheCsrsDoNotExist) {
  for (const unsigned number : {csr::miselect, csr::mireg, csr::mtopei}) {
    MachineConfig config = odd_machine();
    config.fabric.imsic = false;
    Stopwatch watch(config);
    watch.time({}, {csrrs(t2, number, 0)});
    const auto traps = watch.bench.sink.of(EventKind::Trap);
    ASSERT_GE(traps.size(), 1u);
    EXPECT_EQ(traps[0].a, 2u);
    EXPECT_TRUE(watch.bench.file.asked.empty());
  }
}

TEST(InterruptFile, ItIsOfMachineModeAlone) {
  Stopwatch watch(with_file());
  Program user(kCode + 0x2000);
  user << csrrs(t2, csr::mtopei, 0);
  stop_here(user);
  watch.bench.load(user);
  Program program = prologue();
  program.la(t2, user.base());
  program << csrrw(0, csr::mepc, t2) << mret();
  watch.bench.load(program);
  watch.bench.run(6000);
  const auto traps = watch.bench.sink.of(EventKind::Trap);
  ASSERT_GE(traps.size(), 1u);
  EXPECT_EQ(traps[0].a, 2u);
  EXPECT_EQ(traps[0].b, user.base());
  EXPECT_TRUE(watch.bench.file.asked.empty());
}

TEST(InterruptFile, WhileItWaitsTheTileAnswersSnoopsAndDrainsStores) {
  Stopwatch watch(with_file(200));
  watch.bench.home.push(Foreign{1500 - TileBench::kHomeLatency, kData, true, 99});
  const Cycle took = watch.time({sd(a5, t0)}, {sd(a5, t0, 8), csrrs(t2, csr::mtopei, 0)});
  const Cycle issued = watch.bench.marker(1) + 2;
  EXPECT_EQ(took, 1 + expected(watch.config, watch.bench.file, issued));
  const auto stores = watch.bench.sink.of(EventKind::Store);
  EXPECT_EQ(stores.back().cycle, issued);
}

}  // namespace
}  // namespace standstill
