// The hart watchdog at the fabric's pins: its data sheet as a table of traffic.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/hart_watchdog.v; platform/standstill/devices.h, namespace watchdog.
#include "fabric_bench.h"

namespace standstill::fabric {
namespace {

namespace wd = platform::watchdog;
using wd::pet;
using wd::pretimeout;
using wd::status;
using wd::timeout;

constexpr unsigned kHarts = 3;  ///< of 4 slots: the last block is a hole

enum class Do : std::uint8_t { Ticks, Clocks, Write, Strobed, Read };

/// One step, and what it must leave. Bit h of `irq` and `nmi` is the wire of hart h.
struct Row {
  const char* says;
  Do what;
  Addr addr;           ///< or how many ticks or clocks
  unsigned size;       ///< or the strobes of an 8-byte write
  std::uint64_t data;  ///< written, or expected
  std::uint8_t code;
  unsigned irq, nmi;
};

void play(FabricBench& bench, const Row& row) {
  switch (row.what) {
    case Do::Ticks:
      bench.ticks(static_cast<unsigned>(row.addr));
      break;
    case Do::Clocks:
      for (Addr i = 0; i < row.addr; ++i) bench.step();
      break;
    case Do::Write:
      EXPECT_EQ(bench.write(row.addr, row.size, row.data), row.code);
      break;
    case Do::Strobed:
      EXPECT_EQ(bench.write_strobed(row.addr, row.data, static_cast<std::uint8_t>(row.size)),
                row.code);
      break;
    case Do::Read: {
      const auto result = bench.read_any(row.addr, row.size);
      EXPECT_EQ(result.code, row.code);
      EXPECT_EQ(result.data, row.data);
      break;
    }
  }
  EXPECT_EQ(bench.out.wdt_irq[0], row.irq);
  EXPECT_EQ(bench.out.nmi[0], row.nmi);
}

void play_all(FabricBench& bench, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.says);
    play(bench, row);
  }
}

void expect_table(const std::vector<Row>& rows) {
  for (const FabricClass size_class :
       {FabricClass::Slots4, FabricClass::Slots64, FabricClass::Slots1024}) {
    SCOPED_TRACE(slots_of(size_class, kHarts));
    FabricBench bench(kHarts, size_class);
    play_all(bench, rows);
  }
}

TEST(Watchdog, CountsFromThePetToTheInterruptToTheNmi) {
  expect_table({
      {"reset: no limits", Do::Read, timeout(1), 8, 0, kOkay, 0, 0},
      {"reset: stopped, nothing pending", Do::Read, pet(1), 8, 0, kOkay, 0, 0},
      {"off, it never barks", Do::Ticks, 50, 0, 0, 0, 0, 0},
      {"limits in halves: the second", Do::Write, pretimeout(1), 4, 3, kOkay, 0, 0},
      {"that alone starts nothing", Do::Read, status(1), 4, 0, kOkay, 0, 0},
      {"limits in halves: the first", Do::Write, timeout(1), 4, 10, kOkay, 0, 0},
      {"both are there", Do::Read, timeout(1), 8, 3ull << 32 | 10, kOkay, 0, 0},
      {"it runs, with all its time", Do::Read, pet(1), 8, 4ull << 32 | 10, kOkay, 0, 0},
      {"clocks are no ticks", Do::Clocks, 40, 0, 0, 0, 0, 0},
      {"six ticks: none yet", Do::Ticks, 6, 0, 0, 0, 0, 0},
      {"four left", Do::Read, pet(1), 4, 4, kOkay, 0, 0},
      {"the seventh: three left, the interrupt", Do::Ticks, 1, 0, 0, 0, 2, 0},
      {"status says so", Do::Read, status(1), 4, 5, kOkay, 2, 0},
      {"a pet takes it back", Do::Write, pet(1), 4, 0xFFFFFFFF, kOkay, 0, 0},
      {"and gives all the time again", Do::Read, pet(1), 8, 4ull << 32 | 10, kOkay, 0, 0},
      {"nine ticks: the interrupt only", Do::Ticks, 9, 0, 0, 0, 2, 0},
      {"the tenth: the NMI", Do::Ticks, 1, 0, 0, 0, 2, 2},
      {"both pending, stopped, no time left", Do::Read, pet(1), 8, 3ull << 32, kOkay, 2, 2},
      {"they stay", Do::Ticks, 100, 0, 0, 0, 2, 2},
      {"an answer to the interrupt alone", Do::Write, status(1), 4, 1, kOkay, 0, 2},
      {"zeroes answer nothing", Do::Write, status(1), 4, 0, kOkay, 0, 2},
      {"RUN cannot be written", Do::Write, status(1), 4, 4, kOkay, 0, 2},
      {"an answer to the NMI", Do::Write, status(1), 4, 2, kOkay, 0, 0},
      {"it stands still", Do::Ticks, 100, 0, 0, 0, 0, 0},
      {"until a pet", Do::Write, pet(1), 4, 0, kOkay, 0, 0},
      {"ten ticks more", Do::Ticks, 10, 0, 0, 0, 2, 2},
      {"TIMEOUT 0: off, and quiet", Do::Write, timeout(1), 4, 0, kOkay, 0, 0},
      {"off", Do::Ticks, 100, 0, 0, 0, 0, 0},
      {"a pet does not start it", Do::Write, pet(1), 4, 1, kOkay, 0, 0},
      {"PRETIMEOUT is kept", Do::Read, timeout(1), 8, 3ull << 32, kOkay, 0, 0},
  });
}

TEST(Watchdog, ThePretimeoutMayNotComeAtAll) {
  expect_table({
      {"none", Do::Write, timeout(0), 8, 4, kOkay, 0, 0},
      {"the NMI alone", Do::Ticks, 4, 0, 0, 0, 0, 1},
      {"as long as the timeout", Do::Write, timeout(0), 8, 4ull << 32 | 4, kOkay, 0, 0},
      {"the NMI alone", Do::Ticks, 4, 0, 0, 0, 0, 1},
      {"longer", Do::Write, timeout(0), 8, 5ull << 32 | 4, kOkay, 0, 0},
      {"the NMI alone", Do::Ticks, 4, 0, 0, 0, 0, 1},
      {"as long as can be", Do::Write, timeout(0), 8, 0xFFFFFFFFull << 32 | 4, kOkay, 0, 0},
      {"the NMI alone", Do::Ticks, 4, 0, 0, 0, 0, 1},
      {"a tick less", Do::Write, timeout(0), 8, 3ull << 32 | 4, kOkay, 0, 0},
      {"the first tick", Do::Ticks, 1, 0, 0, 0, 1, 0},
      {"a timeout of one tick", Do::Write, timeout(0), 8, 1ull << 32 | 1, kOkay, 0, 0},
      {"the NMI at once", Do::Ticks, 1, 0, 0, 0, 0, 1},
      {"the longest timeout", Do::Write, timeout(0), 8, 0xFFFFFFFEull << 32 | 0xFFFFFFFF, kOkay, 0,
       0},
      {"the interrupt at once", Do::Ticks, 1, 0, 0, 0, 1, 0},
      {"and a long way to go", Do::Read, pet(0), 4, 0xFFFFFFFE, kOkay, 1, 0},
  });
}

TEST(Watchdog, TakesBytesHalvesAndWholeWords) {
  expect_table({
      {"four bytes here and there", Do::Strobed, timeout(2), 0x5A, 0x8877'6655'4433'2211, kOkay, 0,
       0},
      {"are there", Do::Read, timeout(2), 8, 0x0077'0055'4400'2200, kOkay, 0, 0},
      {"three more", Do::Strobed, timeout(2), 0xA1, 0x1020'3040'5060'7080, kOkay, 0, 0},
      {"are there, too", Do::Read, timeout(2), 8, 0x1077'3055'4400'2280, kOkay, 0, 0},
      {"small ones", Do::Write, timeout(2), 8, 2ull << 32 | 5, kOkay, 0, 0},
      {"three ticks", Do::Ticks, 3, 0, 0, 0, 4, 0},
      {"no strobe, no write", Do::Strobed, timeout(2), 0, 77, kOkay, 4, 0},
      {"nor here", Do::Strobed, pet(2), 0, 77, kOkay, 4, 0},
      {"two left", Do::Read, pet(2), 4, 2, kOkay, 4, 0},
      {"PET: any of its bytes is a pet", Do::Strobed, pet(2), 0x08, 0, kOkay, 0, 0},
      {"five left", Do::Read, pet(2), 4, 5, kOkay, 0, 0},
      {"five ticks", Do::Ticks, 5, 0, 0, 0, 4, 4},
      {"STATUS: its upper bytes answer nothing", Do::Strobed, pet(2), 0xE0, ~0ull, kOkay, 4, 4},
      {"STATUS: the low byte does", Do::Strobed, pet(2), 0x10, 2ull << 32, kOkay, 4, 0},
      {"both at once", Do::Strobed, pet(2), 0x10, 3ull << 32, kOkay, 0, 0},
      {"still stopped", Do::Read, pet(2), 8, 0, kOkay, 0, 0},
      {"PRETIMEOUT alone is a pet", Do::Write, pretimeout(2), 4, 1, kOkay, 0, 0},
      {"five again", Do::Read, pet(2), 8, 4ull << 32 | 5, kOkay, 0, 0},
      {"PET and STATUS in one word", Do::Ticks, 5, 0, 0, 0, 4, 4},
      {"the pet wins: it runs", Do::Write, pet(2), 8, 1ull << 32, kOkay, 0, 0},
      {"five left", Do::Read, pet(2), 8, 4ull << 32 | 5, kOkay, 0, 0},
  });
}

TEST(Watchdog, RefusesWhatIsNotThereWithoutEffect) {
  expect_table({
      {"hart 2 runs", Do::Write, timeout(2), 8, 1ull << 32 | 3, kOkay, 0, 0},
      {"an absent hart", Do::Write, timeout(3), 4, 1, kDecErr, 0, 0},
      {"its other word", Do::Write, pet(3), 8, 1, kDecErr, 0, 0},
      {"reads", Do::Read, status(3), 4, 0, kDecErr, 0, 0},
      {"the last block of the window", Do::Write, platform::kWatchdog.end() - 8, 8, 1, kDecErr, 0,
       0},
      {"one before it", Do::Write, platform::kWatchdog.base - 8, 8, 1, kDecErr, 0, 0},
      {"a byte", Do::Write, timeout(0), 1, 1, kSlvErr, 0, 0},
      {"two bytes", Do::Read, timeout(2), 2, 0, kSlvErr, 0, 0},
      {"misaligned", Do::Write, timeout(0) + 4, 8, 1, kSlvErr, 0, 0},
      {"misaligned by bytes", Do::Read, timeout(2) + 2, 4, 0, kSlvErr, 0, 0},
      {"nothing has come of it", Do::Ticks, 2, 0, 0, 0, 4, 0},
      {"the NMI of hart 2 alone", Do::Ticks, 1, 0, 0, 0, 4, 4},
  });
  FabricBench bench(kHarts);
  bench.write(timeout(0), 8, 4);
  EXPECT_EQ(bench.burst(pet(0), 3, 1, 0, 0xFF, 2), kSlvErr);
  EXPECT_EQ(bench.burst(pet(0), 3, 0, 0, 0xFF, 0), kSlvErr) << "no WLAST";
  bench.ticks(4);
  EXPECT_TRUE(bench.nmi(0)) << "a burst is no pet";
}

TEST(Watchdog, LeavesNeighboursAlone) {
  constexpr unsigned kMany = 64;
  FabricBench bench(kMany);
  for (unsigned hart = 0; hart < kMany; ++hart) bench.write(timeout(hart), 8, 2ull << 32 | 5);
  for (unsigned hart = 0; hart < kMany; hart += 2) bench.write(timeout(hart), 4, 0);
  bench.ticks(5);
  for (unsigned hart = 0; hart < kMany; ++hart) {
    EXPECT_EQ(bench.nmi(hart), hart % 2 == 1);
    EXPECT_EQ(bench.wdt_irq(hart), hart % 2 == 1);
  }
  bench.write(status(31), 4, 3);
  bench.write(pet(33), 4, 0);
  for (unsigned hart = 1; hart < kMany; hart += 2)
    EXPECT_EQ(bench.nmi(hart), hart != 31 && hart != 33) << hart;
}

TEST(Watchdog, TakesNoNoteOfMtime) {
  FabricBench bench(2);
  bench.write(timeout(0), 4, 8);
  bench.ticks(4);
  EXPECT_EQ(bench.write(platform::mtimer::kMtime, 8, 1'000'000), kOkay);
  bench.ticks(3);
  EXPECT_FALSE(bench.nmi(0));
  EXPECT_EQ(bench.write(platform::mtimer::kMtime, 8, 0), kOkay);
  bench.ticks(1);
  EXPECT_TRUE(bench.nmi(0));
}

/// A write whose register changes at an edge with a tick, `left` ticks before the NMI.
FabricBench meet(unsigned left, unsigned early, Addr addr, std::uint64_t data) {
  FabricBench bench(1);
  bench.write(timeout(0), 8, std::uint64_t{early} << 32 | 10);
  bench.ticks(10 - left);
  bench.master.push({0, static_cast<std::uint32_t>(addr), 4, true, data, false, 0});
  EXPECT_TRUE(bench.step().write_accepted);
  EXPECT_TRUE(bench.step(true).written);
  return bench;
}

TEST(Watchdog, MeetsTicksAtOneEdge) {
  FabricBench pet_in_time = meet(1, 0, pet(0), 0);
  EXPECT_FALSE(pet_in_time.nmi(0)) << "a pet wins over the expiry it meets";
  pet_in_time.ticks(9);
  EXPECT_FALSE(pet_in_time.nmi(0)) << "the tick at the edge of the pet does not count";
  pet_in_time.ticks(1);
  EXPECT_TRUE(pet_in_time.nmi(0));

  EXPECT_FALSE(meet(4, 3, pet(0), 0).wdt_irq(0));
  EXPECT_FALSE(meet(1, 0, timeout(0), 0).nmi(0)) << "switched off in time";
  EXPECT_TRUE(meet(1, 0, status(0), 2).nmi(0)) << "no event is lost to an answer";
  EXPECT_TRUE(meet(4, 3, status(0), 1).wdt_irq(0));
  EXPECT_FALSE(meet(3, 3, status(0), 1).wdt_irq(0)) << "of an older event it is the answer";
}

TEST(Watchdog, ShowsOnTheWireAtTheEdgeOfTheTickOrTheDataBeat) {
  FabricBench bench(4);
  bench.write(timeout(2), 4, 1);
  bench.step(true);
  EXPECT_TRUE(bench.nmi(2));
  bench.master.push({0, static_cast<std::uint32_t>(pet(2)), 4, true, 0, false, 0});
  EXPECT_TRUE(bench.step().write_accepted);
  EXPECT_TRUE(bench.nmi(2));
  EXPECT_TRUE(bench.step().written);
  EXPECT_FALSE(bench.nmi(2));
}

TEST(Watchdog, WithoutTickOrWriteNothingMoves) {
  FabricBench bench(4);
  for (unsigned hart = 0; hart < 4; ++hart)
    bench.write(timeout(hart), 8, std::uint64_t{hart} << 32 | 4);
  bench.ticks(2);
  const FabricOutputs before = bench.out;
  for (int i = 0; i < 1000; ++i) bench.step();
  EXPECT_EQ(bench.out.nmi, before.nmi);
  EXPECT_EQ(bench.out.wdt_irq, before.wdt_irq);
  EXPECT_EQ(bench.read(pet(3), 4), 2u);
}

TEST(Watchdog, IsOffAfterReset) {
  FabricBench bench(4);
  for (unsigned hart = 0; hart < 4; ++hart) bench.write(timeout(hart), 8, 1ull << 32 | 2);
  bench.ticks(1);
  bench.in.rst_n = false;
  bench.raw(true);
  bench.in.rst_n = true;
  bench.raw();
  EXPECT_EQ(bench.out.wdt_irq, HartWires{});
  for (unsigned hart = 0; hart < 4; ++hart) {
    EXPECT_EQ(bench.read(timeout(hart), 8), 0u);
    EXPECT_EQ(bench.read(pet(hart), 8), 0u);
  }
  bench.ticks(10);
  EXPECT_EQ(bench.out.nmi, HartWires{});
  bench.write(pet(1), 4, 0);
  bench.ticks(10);
  EXPECT_EQ(bench.out.nmi, HartWires{}) << "the limits are gone, too";
}

}  // namespace
}  // namespace standstill::fabric
