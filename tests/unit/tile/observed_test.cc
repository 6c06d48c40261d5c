// What the tile tells observers of its transactions, sleeps and messages.
// SPDX-License-Identifier: Apache-2.0
#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;

/// What each request on the line of `kData` was for, in order.
std::vector<AccessKind> kinds(const TileBench& bench, Addr line = kData) {
  std::vector<AccessKind> found;
  for (const Event& event : bench.sink.of(EventKind::Miss))
    if (line_of(event.a) == line) found.push_back(static_cast<AccessKind>(event.c));
  return found;
}

std::vector<AccessKind> kinds_after(const Words& timed, MachineConfig machine = {}) {
  Stopwatch watch(machine);
  watch.time({}, timed);
  return kinds(watch.bench);
}

TEST(Miss, SaysWhichAccessItIsFor) {
  using Kinds = std::vector<AccessKind>;
  EXPECT_EQ(kinds_after({ld(t2, t0)}), Kinds{AccessKind::Load});
  EXPECT_EQ(kinds_after({sd(a5, t0), ld(t2, t0, 8)})[0], AccessKind::Store);
  EXPECT_EQ(kinds_after({lr_d(t2, t0)}), Kinds{AccessKind::LoadReserved});
  EXPECT_EQ(kinds_after({amoadd_d(t2, a5, t0)}), Kinds{AccessKind::Atomic});
  MachineConfig far;
  far.hart.atomics = AtomicsAt::Far;
  EXPECT_EQ(kinds_after({amoadd_d(t2, a5, t0)}, far), Kinds{AccessKind::Atomic});
}

TEST(Miss, OfAnInstructionIsAFetch) {
  Stopwatch watch;
  watch.time({}, {nop()});
  const auto found = kinds(watch.bench, kCode);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0], AccessKind::Fetch);
}

TEST(Sleep, SaysWhatItWaitsFor) {
  Stopwatch watch;
  watch.time({sd(a5, t0)}, {lr_d(t2, t0), wrs_sto()});
  ASSERT_EQ(watch.bench.sink.of(EventKind::Sleep).size(), 1u);
  EXPECT_EQ(watch.bench.sink.of(EventKind::Sleep)[0].b,
            static_cast<std::uint64_t>(Cause::Reservation));
}

TEST(Messages, AreCountedWhenSentAndWhenTaken) {
  Stopwatch watch;
  watch.bench.home.push(Foreign{1, kData, true, 99});
  watch.time({}, {ld(t2, t0)});
  const MessageCounts& sent = watch.bench.tile->outbox().sent();
  const MessageCounts& taken = watch.bench.tile->counters().messages;
  const auto of = [](const MessageCounts& counts, MessageType type) {
    return counts[static_cast<unsigned>(type)];
  };
  std::uint64_t requests = 0;
  for (const MessageType type : {MessageType::ReadShared, MessageType::ReadUnique,
                                 MessageType::ReadOnce, MessageType::CleanUnique})
    requests += of(sent, type);
  EXPECT_EQ(requests, watch.bench.sink.of(EventKind::Miss).size());
  EXPECT_EQ(of(taken, MessageType::CompData) + of(taken, MessageType::Comp),
            watch.bench.sink.of(EventKind::Fill).size());
  EXPECT_EQ(of(sent, MessageType::SnpResp) + of(sent, MessageType::SnpRespData),
            watch.bench.sink.of(EventKind::Snoop).size());
  EXPECT_EQ(of(taken, MessageType::SnpUnique), of(sent, MessageType::SnpResp));
}

}  // namespace
}  // namespace standstill
