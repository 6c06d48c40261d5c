// The hart watchdog at its own pins: traffic steered to where things meet, with a scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/hart_watchdog.v. Its data sheet as a table of traffic, through the bus, is in
// tests/rtl/fabric/watchdog_table_test.cc.
#include <random>

#include "Vhart_watchdog.h"
#include "hart_watchdog_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

namespace wd = platform::watchdog;
constexpr unsigned kHarts = 4;

/// A double word of a hart: limits, or control.
struct Write {
  unsigned hart;
  bool control;
  std::uint64_t data;
  std::uint8_t strobes;
};

class Traffic {
 public:
  explicit Traffic(unsigned seed) : random_(seed) { bench_.dut.hart_count_i = kHarts; }

  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  void clock(bool tick, const Write* write = nullptr) {
    bench_.dut.tick_i = tick;
    bench_.dut.we_i = write != nullptr;
    if (write != nullptr) present(*write);
    bench_.clock();
    bench_.dut.we_i = 0;
    model_.edge(tick);
    for (unsigned h = 0; h < kHarts; ++h) {
      EXPECT_EQ(bench_.dut.wdt_irq_o >> h & 1, model_.irq(h)) << "hart " << h;
      EXPECT_EQ(bench_.dut.nmi_o >> h & 1, model_.nmi(h)) << "hart " << h;
    }
    expect_reads(any(kHarts));
  }

  /// Every field of one hart, whatever is written at the same time.
  void expect_reads(unsigned hart) {
    for (const unsigned offset : {0u, 8u}) {
      bench_.dut.roffset_i = static_cast<SData>(wd::kStride * hart + offset);
      bench_.settle();
      EXPECT_EQ(bench_.dut.rdata_o, word(hart, offset));
    }
  }

  /// Mostly to a hart something is about to happen to.
  Write next() {
    unsigned hart = any(kHarts);
    for (unsigned tries = any(6); tries > 0 && !is_close(hart); --tries) hart = any(kHarts);
    if (any(3) == 0) return {hart, true, random_(), strobes()};
    std::uint64_t limits = std::uint64_t{any(9)} << 32 | any(8);
    if (any(10) == 0) limits = random_();
    return {hart, false, limits, strobes()};
  }

  void reset() {
    bench_.reset();
    model_ = fabric::WatchdogModel(kHarts);
  }

 private:
  static std::uint32_t address(unsigned hart, unsigned offset) {
    return static_cast<std::uint32_t>(wd::block(hart) + offset);
  }
  std::uint64_t word(unsigned hart, unsigned offset) const {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i)
      value |= std::uint64_t{model_.read_byte(address(hart, offset + i))} << (8 * i);
    return value;
  }
  void present(const Write& write) {
    bench_.dut.woffset_i = static_cast<SData>(wd::kStride * write.hart + (write.control ? 8 : 0));
    bench_.dut.wdata_i = write.data;
    bench_.dut.wstrb_i = write.strobes;
    for (unsigned i = 0; i < 8; ++i)
      if ((write.strobes >> i & 1) != 0)
        model_.write_byte(address(write.hart, (write.control ? 8 : 0) + i),
                          static_cast<std::uint8_t>(write.data >> (8 * i)));
  }
  bool is_close(unsigned hart) const {
    return model_.left(hart) == 1 || (model_.left(hart) == model_.pretimeout(hart) + 1);
  }
  std::uint8_t strobes() {
    const std::uint8_t picks[] = {0xFF, 0x0F, 0xF0, 0x10, 0x01, 0xE0, 0x00};
    return any(4) ? picks[any(7)] : static_cast<std::uint8_t>(any(256));
  }

  BlockBench<Vhart_watchdog> bench_;
  fabric::WatchdogModel model_{kHarts};
  std::mt19937_64 random_;
};

TEST(HartWatchdog, AgreesWithTheModelAfterEveryClock) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    Traffic traffic(seed);
    for (int step = 0; step < 15'000; ++step) {
      const Write write = traffic.next();
      traffic.clock(traffic.any(2) != 0, traffic.any(3) != 0 ? nullptr : &write);
      if (traffic.any(2000) == 0) traffic.reset();
      ASSERT_FALSE(HasFailure()) << "seed " << seed << " step " << step;
    }
  }
}

TEST(HartWatchdog, HasTheRegistersOfTheHartsPresentAndNoOthers) {
  for (unsigned harts = 0; harts <= kHarts; ++harts) {
    BlockBench<Vhart_watchdog> bench;
    bench.dut.hart_count_i = static_cast<SData>(harts);
    for (unsigned offset = 0; offset < platform::kWatchdog.size; offset += 4) {
      bench.dut.woffset_i = bench.dut.roffset_i = static_cast<SData>(offset);
      bench.settle();
      ASSERT_EQ(bench.dut.whole_o, offset >= wd::kStride * harts) << harts << " harts";
      ASSERT_EQ(bench.dut.rhole_o, offset >= wd::kStride * harts) << harts << " harts";
    }
  }
}

TEST(HartWatchdog, StandsStillFromResetOn) {
  Traffic traffic(1);
  for (unsigned hart = 0; hart < kHarts; ++hart) traffic.expect_reads(hart);
  for (int i = 0; i < 100; ++i) traffic.clock(true);
}

/// The common counter goes far beyond what a countdown needs; long limits count in all their bits.
TEST(HartWatchdog, CountsLongTimes) {
  Traffic traffic(1);
  const Write limits{2, false, 0x1'0000ull << 32 | 0x2'0003, 0xFF};
  for (int i = 0; i < 3; ++i) traffic.clock(true);
  traffic.clock(true, &limits);
  for (int i = 0; i < 0x2'0010; ++i) traffic.clock(true);
}

/// Two in one clock: a pet, or an answer, of one hart where another expires.
TEST(HartWatchdog, HartsDoNotDisturbEachOther) {
  for (unsigned hart = 0; hart < kHarts; ++hart) {
    Traffic traffic(1);
    for (unsigned h = 0; h < kHarts; ++h) {
      const Write limits{h, false, 2ull << 32 | 4, 0xFF};
      traffic.clock(false, &limits);
    }
    for (unsigned tick = 0; tick < 6; ++tick) {
      const Write pet{hart, true, 0, 0x01};
      traffic.clock(true, &pet);
    }
  }
}

}  // namespace
}  // namespace standstill::rtl
