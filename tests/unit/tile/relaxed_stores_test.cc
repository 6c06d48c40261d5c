// When stores leave a relaxed buffer, and in which order, as sums of fields of the config.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;

constexpr Cycle kBus = TileBench::kDeviceLatency;

MachineConfig relaxed_machine() {
  MachineConfig config = odd_machine();
  config.hart.store_order = StoreOrder::Relaxed;
  return config;
}

const Cycle kLinger = relaxed_machine().hart.store_linger;
const Cycle kFence = relaxed_machine().hart.fence_latency;
/// From the attempt to its being made again with the line there.
const Cycle kMiss = relaxed_machine().l1d.miss_latency + TileBench::kHomeLatency +
                    relaxed_machine().l1d.fill_latency;

/// A store as it reaches the L1: which line after kData it is in, and when, counted from the issue
/// of the first instruction that is timed.
struct Left {
  unsigned line;
  Cycle at;
  bool operator==(const Left& other) const { return line == other.line && at == other.at; }
};
void PrintTo(const Left& left, std::ostream* out) { *out << left.line << " at " << left.at; }

std::vector<Left> left(const Stopwatch& watch) {
  const Cycle start = watch.bench.marker(1) + 1;
  std::vector<Left> found;
  for (const Event& event : watch.bench.sink.of(EventKind::Store))
    if (event.cycle > start)
      found.push_back({static_cast<unsigned>((event.a - kData) / kLineBytes), event.cycle - start});
  return found;
}

using Order = std::vector<Left>;

/// Stores to the lines 0, 1 and 2 after kData.
Word store(unsigned line) { return sd(a5, t0, static_cast<int>(line * kLineBytes)); }

Order order_of(const Words& before, const Words& timed) {
  Stopwatch watch(relaxed_machine());
  watch.time(before, timed);
  return left(watch);
}

TEST(RelaxedStores, LeaveAfterTheLinger) {
  EXPECT_EQ(order_of({store(0)}, {store(0)}), (Order{{0, kLinger}}));
  EXPECT_EQ(order_of({}, {store(0)}), (Order{{0, kLinger + kMiss}}));
}

TEST(RelaxedStores, LeaveFromASleepingHart) {
  EXPECT_EQ(order_of({}, {store(0), wfi()}), (Order{{0, kLinger + kMiss}}));
}

TEST(RelaxedStores, LeaveYoungestFirstAndOneByOne) {
  EXPECT_EQ(order_of({store(0), store(1), store(2), fence_rw()}, {store(0), store(1), store(2)}),
            (Order{{2, kLinger}, {1, 2 * kLinger}, {0, 3 * kLinger}}));
  EXPECT_EQ(order_of({}, {store(0), store(1), store(2)}),
            (Order{{2, kLinger + kMiss}, {1, 2 * (kLinger + kMiss)}, {0, 3 * (kLinger + kMiss)}}));
}

TEST(RelaxedStores, HaveOneMissUnderWay) {
  Stopwatch watch(relaxed_machine());
  watch.time({}, {store(0), store(1), store(2)});
  std::vector<Cycle> requests;
  for (const Event& event : watch.bench.sink.of(EventKind::Miss))
    if (event.a >= kData) requests.push_back(event.cycle - watch.bench.marker(1) - 1);
  EXPECT_EQ(requests, (std::vector<Cycle>{kLinger, 2 * kLinger + kMiss, 3 * kLinger + 2 * kMiss}));
}

TEST(RelaxedStores, ToOneLineKeepTheirOrder) {
  Stopwatch watch(relaxed_machine());
  watch.time({store(0), store(1), fence_rw(), li(t2, 2)},
             {store(0), store(1), sd(t2, t0), ld(t3, t0)});
  EXPECT_EQ(left(watch), (Order{{1, kLinger}, {0, 2 * kLinger}, {0, 3 * kLinger}}));
  EXPECT_EQ(watch.bench.reg(t3), 2u);
  const auto stores = watch.bench.sink.of(EventKind::Store);
  EXPECT_EQ(stores.back().b, 2u);
}

TEST(RelaxedStores, OnceAskedForAreNotPassedByAYoungerOne) {
  Words timed = {store(0)};
  Cycle comes = 1;
  for (; comes <= kLinger; comes += 1 + relaxed_machine().hart.csr_latency)
    timed.push_back(csrrs(0, platform::csr::mscratch, 0));
  ASSERT_LT(comes, kLinger + kMiss);
  timed.push_back(store(1));  // when line 0 has been asked for and is not there yet
  EXPECT_EQ(order_of({store(1), fence_rw()}, timed),
            (Order{{0, kLinger + kMiss}, {1, 2 * kLinger + kMiss}}));
}

TEST(RelaxedStores, HurryOldestFirstForAFence) {
  Stopwatch watch(relaxed_machine());
  // The fence issues third; the lines are asked for in the cycle after.
  EXPECT_EQ(watch.time({}, {store(0), store(1), fence_ww()}), 3 + kMiss + 1 + 1 + kFence);
  EXPECT_EQ(left(watch), (Order{{0, 3 + kMiss}, {1, 3 + kMiss + 1}}));
  EXPECT_EQ(watch.bench.charged(Cause::Fence), 1 + kMiss + 1 + kFence);
}

TEST(RelaxedStores, HurryForAStoreThatFindsNoRoom) {
  Stopwatch watch(relaxed_machine());  // three entries
  EXPECT_EQ(watch.time({}, {store(0), store(1), store(2), sd(a5, t0, 8)}), 4 + kMiss + 1);
  EXPECT_EQ(watch.bench.charged(Cause::StoreDrain), 1 + kMiss);
  // The first makes room; then nobody waits, and the youngest of those that are left goes first.
  const Cycle room = 4 + kMiss;
  EXPECT_EQ(
      left(watch),
      (Order{{0, room}, {0, room + kLinger}, {2, room + 2 * kLinger}, {1, room + 3 * kLinger}}));
}

TEST(RelaxedStores, HurryForALoadOfWhichTheyHoldAPart) {
  Stopwatch watch(relaxed_machine());
  watch.bench.poke(kData, 0xAABBCCDD00000000);
  EXPECT_EQ(watch.time({li(t2, 5)}, {sw(t2, t0), ld(t3, t0)}), 2 + kMiss + 1);
  EXPECT_EQ(watch.bench.reg(t3), 0xAABBCCDD00000005u);
}

TEST(RelaxedStores, AreForwardedToLoads) {
  Stopwatch watch(relaxed_machine());
  EXPECT_EQ(watch.time({li(t2, 0x123), li(t4, 0x456)},
                       {sd(t2, t0), sd(t4, t0), ld(t3, t0), nop(), nop(), nop()}),
            6u);
  EXPECT_EQ(watch.bench.reg(t3), 0x456u);
}

/// The cycles of an instruction that follows a store to `line`, line 1 being here.
Cycle behind_store(unsigned line, Word word) {
  Stopwatch watch(relaxed_machine());
  return watch.time({store(1), fence_rw(), addi(t1, t0, kLineBytes)}, {store(line), word}) - 1;
}

TEST(RelaxedStores, HoldUpAnAtomicOfTheirLineAndARelease) {
  constexpr Word kRelease = 1u << 25;
  const Cycle atomic = 1 + relaxed_machine().hart.atomic_latency;
  const Cycle drains = 1 + kMiss;
  const Word amo = amoadd_d(t2, a5, t1), lr = lr_d(t2, t1), sc = sc_d(t2, a5, t1);
  EXPECT_EQ(behind_store(0, amo), atomic);
  EXPECT_EQ(behind_store(0, amo | kRelease), drains + atomic);
  EXPECT_EQ(behind_store(1, amo), 1 + atomic);
  EXPECT_EQ(behind_store(0, lr), 1u);
  EXPECT_EQ(behind_store(0, lr | kRelease), drains + 1);
  EXPECT_EQ(behind_store(1, lr), 2u);
  EXPECT_EQ(behind_store(0, sc), atomic);
  EXPECT_EQ(behind_store(0, sc | kRelease), drains + atomic);
  EXPECT_EQ(behind_store(1, sc), 1 + atomic);
}

TEST(RelaxedStores, ArePassedByADeviceStore) {
  EXPECT_EQ(behind_store(0, sd(a5, s0)), 1 + kBus + 1);
}

}  // namespace
}  // namespace standstill
