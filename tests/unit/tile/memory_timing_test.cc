// What loads, stores, atomics, fences and device accesses cost, as sums of fields of the config.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;

constexpr Cycle kHome = TileBench::kHomeLatency;
constexpr Cycle kBus = TileBench::kDeviceLatency;

/// From the access to its being tried again with the line there.
Cycle miss_of(const MachineConfig& config) {
  return config.l1d.miss_latency + kHome + config.l1d.fill_latency;
}

TEST(MemoryTiming, ALoadThatMisses) {
  const std::pair<ServedBy, Cause> kinds[] = {{ServedBy::Home, Cause::MissHome},
                                              {ServedBy::Owner, Cause::MissOwner},
                                              {ServedBy::Memory, Cause::MissMemory}};
  for (const auto& [served_by, cause] : kinds) {
    Stopwatch watch;
    watch.bench.home.served_by = served_by;
    watch.bench.poke(kData, 0x1234);
    EXPECT_EQ(watch.time({}, {ld(t2, t0)}), miss_of(watch.config) + 1);
    EXPECT_EQ(watch.bench.charged(cause), miss_of(watch.config));
    EXPECT_EQ(watch.bench.reg(t2), 0x1234u);
  }
}

TEST(MemoryTiming, AMissIsAcknowledgedWhenTheAccessHasBeenPerformed) {
  Stopwatch watch;
  watch.time({}, {ld(t2, t0)});
  const Message& last = watch.bench.home.received.back();
  ASSERT_EQ(last.type, MessageType::CompAck);
  EXPECT_EQ(last.cycle, watch.bench.marker(1) + 1 + miss_of(watch.config) + 1);
}

TEST(MemoryTiming, AStoreIsOutOfTheWayWhileThereIsRoom) {
  Stopwatch hit, miss;
  EXPECT_EQ(hit.time({sd(0, t0)}, {sd(a5, t0)}), 1u);
  EXPECT_EQ(miss.time({}, {sd(a5, t0), sd(a5, t0, 8), sd(a5, t0, 16)}), 3u);
}

TEST(MemoryTiming, AFullStoreBufferHoldsTheNextStoreUntilTheFirstHasLeft) {
  Stopwatch watch;  // three entries
  const Cycle first_leaves = 1 + miss_of(watch.config);
  EXPECT_EQ(watch.time({}, {sd(a5, t0), sd(a5, t0, 8), sd(a5, t0, 16), sd(a5, t0, 24)}),
            first_leaves + 1);
  EXPECT_EQ(watch.bench.charged(Cause::StoreDrain), first_leaves - 3);
}

TEST(MemoryTiming, Fences) {
  Stopwatch empty, waits, in_order;
  const Cycle latency = empty.config.hart.fence_latency;
  const Cycle leaves = 1 + miss_of(empty.config);
  EXPECT_EQ(empty.time({}, {fence_rw()}), 1 + latency);
  EXPECT_EQ(waits.time({}, {sd(a5, t0), fence_rw()}), leaves + 1 + latency);
  EXPECT_EQ(waits.bench.charged(Cause::Fence), leaves - 1 + latency);
  // A FIFO keeps stores in order by itself.
  EXPECT_EQ(in_order.time({}, {sd(a5, t0), fence_ww()}), 2 + latency);
}

TEST(MemoryTiming, FenceIWaitsForStores) {
  Stopwatch watch;
  const L1Config& l1i = watch.config.l1i;
  EXPECT_EQ(watch.time({}, {sd(a5, t0), fence_i()}),
            1 + miss_of(watch.config) + 1 + watch.config.hart.fence_i_latency + l1i.miss_latency +
                kHome + l1i.fill_latency);
}

TEST(MemoryTiming, NearAtomics) {
  Stopwatch hit, miss, behind, upgrade;
  const Cycle latency = hit.config.hart.atomic_latency;
  EXPECT_EQ(hit.time({sd(a5, t0)}, {amoadd_d(t2, a5, t0)}), 1 + latency);
  EXPECT_EQ(hit.bench.reg(t2), 1u);
  EXPECT_EQ(hit.bench.charged(Cause::Atomic), latency);
  EXPECT_EQ(miss.time({}, {amoadd_d(t2, a5, t0)}), miss_of(miss.config) + 1 + latency);
  EXPECT_EQ(behind.time({sd(a5, t0)}, {sd(a5, t1), amoadd_d(t2, a5, t0)}),
            1 + miss_of(behind.config) + 1 + latency);
  upgrade.bench.home.share(kData);
  EXPECT_EQ(upgrade.time({ld(t2, t0)}, {amoadd_d(t2, a5, t0)}),
            miss_of(upgrade.config) + 1 + latency);
  EXPECT_EQ(upgrade.bench.charged(Cause::Upgrade), miss_of(upgrade.config));
}

TEST(MemoryTiming, FarAtomicsArePerformedAtHome) {
  MachineConfig config = odd_machine();
  config.hart.atomics = AtomicsAt::Far;
  Stopwatch watch(config);
  watch.bench.poke(kData, 41);
  EXPECT_EQ(watch.time({}, {amoadd_d(t2, a5, t0)}), config.l1d.miss_latency + kHome + 1);
  EXPECT_EQ(watch.bench.charged(Cause::Atomic), config.l1d.miss_latency + kHome);
  EXPECT_EQ(watch.bench.reg(t2), 41u);
  EXPECT_EQ(watch.bench.home.word(kData), 42u);
}

TEST(MemoryTiming, AFarAtomicTakesTheLineOutOfItsOwnCache) {
  MachineConfig config = odd_machine();
  config.hart.atomics = AtomicsAt::Far;
  Stopwatch watch(config);
  // Request, snoop, answer, result.
  EXPECT_EQ(watch.time({sd(a5, t0)}, {amoadd_d(t2, a5, t0)}),
            config.l1d.miss_latency + kHome + config.l1d.snoop_latency + kHome + 1);
  EXPECT_EQ(watch.bench.reg(t2), 1u);
  EXPECT_EQ(watch.bench.home.word(kData), 2u);
}

TEST(MemoryTiming, DeviceAccesses) {
  Stopwatch load, store, behind;
  load.bench.home.device[kDevice] = 77;
  EXPECT_EQ(load.time({}, {ld(t2, s0)}), 1 + kBus + 1);
  EXPECT_EQ(load.bench.reg(t2), 77u);
  EXPECT_EQ(load.bench.charged(Cause::Bus), 1 + kBus);
  EXPECT_EQ(store.time({}, {sd(a5, s0)}), 1 + kBus + 1);
  EXPECT_EQ(store.bench.home.device[kDevice], 1u);
  EXPECT_EQ(behind.time({}, {sd(a5, t0), sd(a5, s0)}), 1 + miss_of(behind.config) + 1 + kBus + 1);
}

TEST(MemoryTiming, StoresAreForwardedToLoads) {
  Stopwatch full, inside, partial;
  EXPECT_EQ(full.time({li(t2, 0x123)}, {sd(t2, t0), ld(t3, t0), add(t4, t3, t3)}),
            2 + full.config.hart.load_use + 1);
  EXPECT_EQ(full.bench.reg(t4), 0x246u);
  EXPECT_EQ(inside.time({li(t2, -2)}, {sd(t2, t0), lb(t3, t0, 1), nop()}), 3u);
  EXPECT_EQ(inside.bench.reg(t3), ~std::uint64_t{0});
  partial.bench.poke(kData, 0xAABBCCDD00000000);
  EXPECT_EQ(partial.time({li(t2, 5)}, {sw(t2, t0), ld(t3, t0)}), 1 + miss_of(partial.config) + 1);
  EXPECT_EQ(partial.bench.reg(t3), 0xAABBCCDD00000005u);
  EXPECT_EQ(partial.bench.charged(Cause::StoreDrain), miss_of(partial.config));
}

TEST(MemoryTiming, TheYoungestStoreIsForwarded) {
  Stopwatch watch;
  watch.time({li(t2, 5), li(t3, 6)}, {sd(t2, t0), sd(t3, t0), ld(t4, t0)});
  EXPECT_EQ(watch.bench.reg(t4), 6u);
}

TEST(MemoryTiming, EvictionWaitsForItsWriteBackWhenTheLineIsWantedAgain) {
  MachineConfig config = odd_machine();
  config.l1d.size = 64;
  config.l1d.ways = 1;
  Stopwatch watch(config);
  // The store's line leaves for the load's; wanted again at once, it is still on its way out.
  watch.time({sd(a5, t0)}, {ld(t2, t1), ld(t3, t0)});
  EXPECT_EQ(watch.bench.reg(t3), 1u);
  EXPECT_EQ(watch.bench.home.word(kData), 1u);
  EXPECT_EQ(watch.bench.charged(Cause::Victim), 0u) << "the write-back ends with the fill here";
  const auto& received = watch.bench.home.received;
  EXPECT_EQ(std::count_if(received.begin(), received.end(),
                          [](const Message& m) { return m.type == MessageType::WriteBackFull; }),
            1);
}

TEST(MemoryTiming, LoadReservedAndStoreConditional) {
  Stopwatch lone, pair, wrong;
  EXPECT_EQ(lone.time({sd(a5, t0)}, {lr_d(t2, t0), add(t3, t2, t2)}),
            1 + lone.config.hart.load_use + 1);
  EXPECT_EQ(pair.time({sd(a5, t0)}, {lr_d(t2, t0), sc_d(t3, a5, t0)}),
            2 + pair.config.hart.atomic_latency);
  EXPECT_EQ(pair.bench.reg(t3), 0u);
  EXPECT_EQ(wrong.time({sd(a5, t0), sd(a5, t1)}, {lr_d(t2, t0), sc_d(t3, a5, t1)}),
            2 + wrong.config.hart.atomic_latency);
  EXPECT_EQ(wrong.bench.reg(t3), 1u);
}

TEST(MemoryTiming, MisalignedAndForbiddenAccessesTrap) {
  struct Case {
    Word word;
    std::uint64_t cause, tval;
  };
  const Case cases[] = {{ld(t2, t0, 4), 4, kData + 4},
                        {sd(a5, t0, 4), 6, kData + 4},
                        {amoadd_d(t2, a5, t3), 6, kData + 4},
                        {lr_d(t2, t3), 4, kData + 4},
                        {sc_d(t2, a5, t3), 6, kData + 4},
                        {amoadd_d(t2, a5, s0), 7, kDevice},
                        {lr_d(t2, s0), 5, kDevice},
                        {ld(t2, s0, 8), 5, kDevice + 8},
                        {sd(a5, s0, 8), 7, kDevice + 8},
                        {illegal(), 2, 0},
                        {jalr(0, s0), 1, kDevice}};
  for (const Case& c : cases) {
    Stopwatch watch;
    watch.time({addi(t3, t0, 4)}, {c.word});
    const auto traps = watch.bench.sink.of(EventKind::Trap);
    // mtvec is 0, where nothing is: what follows is one fetch fault after another, and each is in
    // the log but the last, whose handler has neither issued nor trapped yet.
    ASSERT_GE(watch.bench.tile->counters().traps, 2u) << c.cause;
    ASSERT_EQ(traps.size(), watch.bench.tile->counters().traps - 1) << c.cause;
    EXPECT_EQ(traps[0].a, c.cause);
    EXPECT_EQ(traps[0].c, c.tval);
    EXPECT_EQ(watch.bench.marker(2), kNever);
  }
}

TEST(MemoryTiming, TrapsSayWhatAndWhere) {
  struct Case {
    Word word;
    std::uint64_t cause, tval;
  };
  const Case cases[] = {{ld(t2, t0, 4), 4, kData + 4},
                        {sd(a5, t0, 4), 6, kData + 4},
                        {ld(t2, s0, 8), 5, kDevice + 8},
                        {sd(a5, s0, 8), 7, kDevice + 8},
                        {lr_d(t2, s0), 5, kDevice},
                        {amoadd_d(t2, a5, s0), 7, kDevice},
                        {illegal(), 2, 0},
                        {jalr(0, s0), 1, kDevice}};
  for (const Case& c : cases) {
    Stopwatch watch;
    Program program = prologue();
    const Addr la_at = program.here();
    program << nop() << nop() << csrrw(0, platform::csr::mtvec, t2) << marker(1) << c.word;
    while (program.here() % kLineBytes != 0) program << nop();
    const Addr handler = program.here();
    stop_here(program);
    Program address(la_at);
    address.la(t2, handler);
    program.patch(la_at, address.words()[0]);
    program.patch(la_at + 4, address.words()[1]);
    watch.bench.load(program);
    watch.bench.run(1000);
    const auto traps = watch.bench.sink.of(EventKind::Trap);
    ASSERT_EQ(traps.size(), 1u) << c.cause;
    EXPECT_EQ(traps[0].a, c.cause);
    EXPECT_EQ(traps[0].c, c.tval) << c.cause;
  }
}

}  // namespace
}  // namespace standstill
