// The tile's shell: what crosses its edge keeps its cycle, whatever the order of processes.
// SPDX-License-Identifier: Apache-2.0
#include <stdexcept>

#include "standstill/csr.h"
#include "tile_rig.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

constexpr unsigned kWdt = platform::watchdog::kInterrupt;
constexpr unsigned kNmi = platform::watchdog::kNmi;

/// Loads, stores, atomics, a device, a wait, and a handler for interrupts that counts.
Program busy_program() {
  Program p(kCode);
  p.la(t0, kData);
  p << lui(s0, 0x10000) << li(a5, 1);
  const Addr vector = p.here();
  p << nop() << nop() << csrrw(0, csr::mtvec, t2) << li(t2, 0x88) << csrrw(0, csr::mie, t2)
    << slli(t2, a5, kWdt) << csrrs(0, csr::mie, t2) << csrrsi(0, csr::mstatus, 8) << li(s2, 60);
  const Addr again = p.here();
  p << ld(t2, t0) << addi(t2, t2, 1) << sd(t2, t0) << amoadd_d(t3, a5, t0) << marker(70, t2)
    << sd(t2, t0, 64) << fence_rw() << ld(t4, s0) << csrrs(t5, csr::time, 0) << addi(s2, s2, -1);
  p << bne(s2, 0, p.to(again));
  p << marker(71) << ld(t2, t0, 128) << beq(t2, 0, -4) << marker(72);
  stop_here(p);
  p.align();
  Program address(vector);
  address.la(t2, p.here());
  p.patch(vector, address.words()[0]);
  p.patch(vector + 4, address.words()[1]);
  p << addi(s3, s3, 1) << csrrs(s4, csr::mcause, 0) << mret();
  while (p.here() < platform::kRnmiInterruptVector) p << nop();
  p << marker(73) << mnret();
  return p;
}

const std::vector<Foreign>& foreigners() {
  static const std::vector<Foreign> kForeigners = {{700, kData, false, 0},
                                                   {1500, kData, true, 1000},
                                                   {2600, kData + 64, true, 5},
                                                   {4000, kData + 64, true, 6},
                                                   {9000, kData + 128, true, 1}};
  return kForeigners;
}

/// Events and messages, in the order of the log.
std::string story(RecordingSink& sink, const MockHome& home) {
  std::stable_sort(sink.events.begin(), sink.events.end(),
                   [](const Event& a, const Event& b) { return a.cycle < b.cycle; });
  std::string text = sink.text();
  for (const Message& m : home.received)
    text += std::string(name_of(m.type)) + ' ' + std::to_string(m.cycle) + ' ' +
            std::to_string(m.id) + '\n';
  return text;
}

constexpr Cycle kEnd = 12000;

std::string run_on_rig(bool lockstep) {
  TileRig rig("rig", {}, lockstep);
  rig.interconnect.home.device[kDevice] = 5;
  rig.load(busy_program());
  for (const Foreign& foreign : foreigners()) rig.interconnect.push(foreign);
  rig.run(kEnd);
  EXPECT_TRUE(rig.interconnect.delays_agree);
  rig.module->tile().finish(kEnd);
  return story(rig.sink, rig.interconnect.home);
}

std::string run_on_bench() {
  TileBench bench;
  bench.home.device[kDevice] = 5;
  bench.load(busy_program());
  for (const Foreign& foreign : foreigners()) bench.home.push(foreign);
  bench.run(kEnd);
  bench.finish();
  EXPECT_NE(bench.marker(72), kNever);
  return story(bench.sink, bench.home);
}

TEST(TileModule, TellsTheStoryOfThePureTile) { EXPECT_EQ(run_on_rig(false), run_on_bench()); }

TEST(TileModule, TellsItInLockStepToo) { EXPECT_EQ(run_on_rig(true), run_on_bench()); }

const std::vector<Signal>& signals() {
  static const std::vector<Signal> kSignals = {
      {0, 0, 0},       {800, 3, 1},     {880, 3, 0},     {2000, 7, 1},   {2090, 7, 0},
      {3000, 0, 5000}, {9500, 3, 1},    {9501, 7, 1},    {9502, 3, 0},   {9503, 7, 0},
      {9700, kWdt, 1}, {9720, kNmi, 1}, {9730, kWdt, 0}, {9760, kNmi, 0}};
  return kSignals;
}

TEST(TileModule, WiresArriveAfterTheSynchroniser) {
  constexpr Cycle irq_sync = 5;
  MachineConfig machine;
  machine.hart.irq_sync = irq_sync;
  TileRig rig("rig", machine, false, signals());
  rig.interconnect.home.device[kDevice] = 5;
  rig.load(busy_program());
  rig.run(kEnd);
  const auto pending = rig.sink.of(EventKind::Pending);
  std::size_t next = 0;
  std::uint64_t edges[32] = {};
  for (const Signal& signal : signals()) {
    if (signal.bit == 0) continue;
    ASSERT_LT(next, pending.size());
    const Event& event = pending[next++];
    EXPECT_EQ(event.cycle, signal.cycle + irq_sync);
    EXPECT_EQ(event.a, signal.bit);
    EXPECT_EQ(event.b, signal.value);
    EXPECT_EQ(event.cause,
              make_edge_id(rig.map.fabric_source(), 0, signal.bit, ++edges[signal.bit]));
  }
  EXPECT_EQ(next, pending.size());
}

std::string run_with_wires(bool lockstep) {
  TileRig rig("rig", {}, lockstep, signals());
  rig.interconnect.home.device[kDevice] = 5;
  rig.load(busy_program());
  for (const Foreign& foreign : foreigners()) rig.interconnect.push(foreign);
  rig.run(kEnd);
  rig.module->tile().finish(kEnd);
  EXPECT_GE(rig.module->tile().counters().interrupts, 4u);
  // The time the hart computes: mtime was 5000 at cycle 3000.
  const auto& tile = rig.module->tile();
  EXPECT_GE(tile.reg(t5), 5000u);
  EXPECT_LE(tile.reg(t5), 5000 + (kEnd - 3000) / rig.config.cycles_per_tick());
  return story(rig.sink, rig.interconnect.home);
}

std::string run_wires_on_bench() {
  TileBench bench;
  bench.home.device[kDevice] = 5;
  bench.load(busy_program());
  for (const Foreign& foreign : foreigners()) bench.home.push(foreign);
  std::uint64_t edges[32] = {};
  for (const Signal& signal : signals()) {
    const Cycle cycle = signal.cycle + bench.config.hart.irq_sync;
    if (signal.bit == 0)
      bench.tile->set_time({cycle, signal.value, signal.cycle});
    else
      bench.tile->set_wire(
          {cycle, signal.bit, signal.value != 0,
           make_edge_id(bench.map.fabric_source(), 0, signal.bit, ++edges[signal.bit])});
  }
  bench.run(kEnd);
  bench.finish();
  return story(bench.sink, bench.home);
}

TEST(TileModule, WiresAndTimeComeAtTheCyclesOfTheBench) {
  EXPECT_EQ(run_with_wires(false), run_wires_on_bench());
}

TEST(TileModule, WiresAndTimeComeAtTheCyclesOfTheBenchInLockStep) {
  EXPECT_EQ(run_with_wires(true), run_wires_on_bench());
}

TEST(TileModule, RefusesAMessageInItsPast) {
  TileRig rig("rig", {}, false);
  Program program(kCode);
  stop_here(program);
  rig.load(program);
  rig.run(3000);
  ASSERT_GE(rig.module->tile().clock(), 3000u);
  Message late;
  late.type = MessageType::SnpUnique;
  late.addr = kData;
  late.cycle = 2999;
  EXPECT_THROW(rig.interconnect.deliver(late), std::logic_error);
}

}  // namespace
}  // namespace standstill
