// The MTIMER at its pins: tables of traffic, random traffic with a scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MTIMER; rtl/aclint_mtimer.v.
#include <random>

#include "Vaclint_mtimer.h"
#include "aclint_mtimer_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

constexpr unsigned kSlots = 4;
constexpr std::uint64_t kMax = ~std::uint64_t{0};

class Bench : public BlockBench<Vaclint_mtimer> {
 public:
  explicit Bench(unsigned harts) { dut.hart_count_i = static_cast<SData>(harts); }

  void write(bool time, unsigned hart, std::uint64_t data, std::uint8_t strobes, bool tick) {
    dut.we_i = 1;
    dut.woffset_i = offset_of(time, hart);
    dut.wdata_i = data;
    dut.wstrb_i = strobes;
    edge(tick);
    dut.we_i = 0;
  }
  void edge(bool tick) {
    dut.tick_i = tick;
    clock();
    dut.tick_i = 0;
  }
  std::uint64_t read(bool time, unsigned hart) {
    dut.roffset_i = offset_of(time, hart);
    settle();
    return dut.rdata_o;
  }

 private:
  static SData offset_of(bool time, unsigned hart) {
    return static_cast<SData>(time ? 0x7FF8 : 8 * hart);
  }
};

enum class Do : std::uint8_t { Tick, Clock, Time, Compare };

struct Row {
  const char* says;
  Do what;
  unsigned hart;
  std::uint64_t data;
  std::uint8_t strobes;
  bool tick;  ///< at the edge of a write
  std::uint64_t time;
  unsigned mtip;
};

void play(Bench& bench, const Row& row) {
  SCOPED_TRACE(row.says);
  if (row.what == Do::Time || row.what == Do::Compare)
    bench.write(row.what == Do::Time, row.hart, row.data, row.strobes, row.tick);
  else
    bench.edge(row.what == Do::Tick);
  EXPECT_EQ(bench.dut.mtime_o, row.time);
  EXPECT_EQ(bench.read(true, 0), row.time);
  EXPECT_EQ(bench.dut.mtip_o, row.mtip);
  EXPECT_EQ(bench.dut.mtime_written_o, row.what == Do::Time && row.strobes != 0);
}

TEST(Mtimer, FollowsItsTable) {
  Bench bench(3);
  EXPECT_EQ(bench.dut.mtime_o, 0u);
  EXPECT_EQ(bench.dut.mtip_o, 0);
  for (unsigned hart = 0; hart < kSlots; ++hart) EXPECT_EQ(bench.read(false, hart), kMax);
  const Row rows[] = {
      {"a clock is no tick", Do::Clock, 0, 0, 0, false, 0, 0},
      {"a tick", Do::Tick, 0, 0, 0, false, 1, 0},
      {"armed two ahead", Do::Compare, 0, 3, 0xFF, false, 1, 0},
      {"a tick short of it", Do::Tick, 0, 0, 0, false, 2, 0},
      {"there", Do::Tick, 0, 0, 0, false, 3, 1},
      {"a level: it stays", Do::Clock, 0, 0, 0, false, 3, 1},
      {"armed in the past", Do::Compare, 1, 0, 0xFF, false, 3, 3},
      {"armed at the tick that reaches it", Do::Compare, 2, 4, 0xFF, true, 4, 7},
      {"half a comparator", Do::Compare, 2, 1ull << 32, 0xF0, false, 4, 3},
      {"a comparator's lowest byte", Do::Compare, 1, 5, 0x01, false, 4, 1},
      {"unsigned: the top bit is far away", Do::Compare, 0, 1ull << 63, 0xFF, false, 4, 0},
      {"the time is raised", Do::Time, 0, 5, 0xFF, false, 5, 2},
      {"the time is lowered", Do::Time, 0, 2, 0xFF, false, 2, 0},
      {"a write takes the place of the tick", Do::Time, 0, 5, 0x0F, true, 5, 2},
      {"without a strobe it does not", Do::Time, 0, 99, 0x00, true, 6, 2},
      {"and a comparator keeps", Do::Compare, 1, 99, 0x00, false, 6, 2},
      {"half the time, a tick is lost", Do::Time, 0, 1ull << 32, 0xF0, true, 1ull << 32 | 6, 6},
      {"all ones reaches all", Do::Time, 0, kMax, 0xFF, false, kMax, 7},
      {"and wraps", Do::Tick, 0, 0, 0, false, 0, 0},
  };
  for (const Row& row : rows) play(bench, row);
  EXPECT_EQ(bench.read(false, 0), 1ull << 63);
  EXPECT_EQ(bench.read(false, 1), 5u);
  EXPECT_EQ(bench.read(false, 2), 1ull << 32 | 4);
  EXPECT_EQ(bench.read(false, 3), kMax);
  bench.reset();
  for (unsigned hart = 0; hart < kSlots; ++hart) EXPECT_EQ(bench.read(false, hart), kMax) << hart;
}

/// Every word of the window, with fewer harts than slots and with all.
TEST(Mtimer, HasTheTimeTheComparatorsOfTheHartsPresentAndNothingElse) {
  for (unsigned harts = 0; harts <= kSlots; ++harts) {
    Bench bench(harts);
    for (unsigned offset = 0; offset < 0x8000; offset += 4) {
      bench.dut.woffset_i = bench.dut.roffset_i = static_cast<SData>(offset);
      bench.settle();
      const bool hole = offset >= 8 * harts && offset < 0x7FF8;
      ASSERT_EQ(bench.dut.whole_o, hole) << harts << " harts, offset " << offset;
      ASSERT_EQ(bench.dut.rhole_o, hole) << harts << " harts, offset " << offset;
    }
  }
}

/// A comparator that has been written once in part is all ones elsewhere.
TEST(Mtimer, FirstWritesInPartKeepOnes) {
  for (unsigned byte = 0; byte < 8; ++byte) {
    Bench bench(kSlots);
    bench.write(false, 3, 0, static_cast<std::uint8_t>(1 << byte), false);
    EXPECT_EQ(bench.read(false, 3), kMax & ~(0xFFull << (8 * byte)));
    bench.reset();
    EXPECT_EQ(bench.read(false, 3), kMax);
  }
}

class Traffic {
 public:
  Traffic(unsigned harts, unsigned seed) : bench_(harts), model_(kSlots), harts_(harts) {
    random_.seed(seed);
  }

  void step() {
    if (any(500) == 0) {
      bench_.reset();
      model_ = MtimerModel(kSlots);
    }
    const bool tick = any(2) != 0, time = any(8) == 0;
    const unsigned hart = any(harts_), reader = any(kSlots);
    const bool read_time = any(4) == 0;
    ASSERT_EQ(bench_.read(read_time, reader), read_time ? model_.time() : model_.compare(reader));
    if (any(3) == 0) {
      const std::uint64_t data = value();
      const auto strobes = static_cast<std::uint8_t>(any(2) ? 0xFF : any(256));
      for (unsigned i = 0; i < 8; ++i) {
        if ((strobes >> i & 1) == 0) continue;
        const auto byte = static_cast<std::uint8_t>(data >> (8 * i));
        time ? model_.write_time(i, byte) : model_.write_compare(hart, i, byte);
      }
      bench_.write(time, hart, data, strobes, tick);
    } else {
      bench_.edge(tick);
    }
    model_.edge(tick);
    ASSERT_EQ(bench_.dut.mtime_o, model_.time());
    ASSERT_EQ(bench_.dut.mtime_written_o, model_.was_written());
    for (unsigned h = 0; h < kSlots; ++h)
      ASSERT_EQ(bench_.dut.mtip_o >> h & 1, h < harts_ && model_.mtip(h)) << "hart " << h;
  }

 private:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  /// Close to the time, so that they cross; at the ends of the range; anything.
  std::uint64_t value() {
    switch (any(4)) {
      case 0:
        return model_.time() + any(8) - 2;
      case 1:
        return kMax - any(8);
      case 2:
        return any(8);
      default:
        return random_();
    }
  }

  Bench bench_;
  MtimerModel model_;
  unsigned harts_;
  std::mt19937_64 random_;
};

TEST(Mtimer, AgreesWithTheModelAfterEveryClock) {
  for (const unsigned harts : {1u, 3u, 4u}) {
    Traffic traffic(harts, harts);
    for (int step = 0; step < 40'000; ++step) {
      traffic.step();
      ASSERT_FALSE(testing::Test::HasFailure()) << harts << " harts, step " << step;
    }
  }
}

}  // namespace
}  // namespace standstill::rtl
