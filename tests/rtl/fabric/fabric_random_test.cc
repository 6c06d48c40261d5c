// The fabric at its pins under random traffic, against a second model of it.
// SPDX-License-Identifier: Apache-2.0
#include <cinttypes>
#include <cstdio>
#include <random>
#include <string>

#include "fabric_bench.h"
#include "fabric_model.h"

namespace standstill::fabric {
namespace {

/// Addresses of every kind, mostly where something is.
Addr random_address(std::mt19937_64& random, unsigned harts) {
  const Addr hart = random() % (harts + 2);
  switch (random() % 12) {
    case 10:
    case 11:
      return platform::sswi::setssip(hart);
    case 8:
    case 9:
      return platform::watchdog::block(hart) + random() % 4 * 4;
    case 0:
    case 1:
    case 2:
      return platform::mswi::msip(hart);
    case 3:
    case 4:
      return platform::mtimer::mtimecmp(hart) + (random() % 2) * 4;
    case 5:
      return platform::mtimer::kMtime + (random() % 2) * 4;
    case 6:
      return platform::mswi::msip(hart) + random() % 8;
    default: {
      const Addr base = random() % 2 ? platform::kMswi.base : platform::kWatchdog.base;
      return base - 0x100 + random() % 0x1'0200;
    }
  }
}

/// Comparators and times close to each other, so that they cross.
std::uint64_t random_value(std::mt19937_64& random) {
  switch (random() % 4) {
    case 0:
      return random() % 64;
    case 1:
      return ~std::uint64_t{0} - random() % 64;
    case 2:
      return (random() % 4 << 32) | random() % 4;
    default:
      return random();
  }
}

void expect_wires(const FabricBench& bench, const FabricModel& model, unsigned harts) {
  ASSERT_EQ(bench.out.mtime, model.mtime());
  for (unsigned hart = 0; hart < harts; ++hart) {
    ASSERT_EQ(bench.msip(hart), model.msip(hart)) << "hart " << hart;
    ASSERT_EQ(bench.ssip(hart), model.ssip(hart)) << "hart " << hart;
    ASSERT_EQ(bench.mtip(hart), model.mtip(hart)) << "hart " << hart;
    ASSERT_EQ(bench.wdt_irq(hart), model.watchdog.irq(hart)) << "hart " << hart;
    ASSERT_EQ(bench.nmi(hart), model.watchdog.nmi(hart)) << "hart " << hart;
  }
  for (unsigned hart = harts; hart < platform::kMaxHarts; ++hart)
    ASSERT_FALSE(bench.msip(hart) || bench.ssip(hart) || bench.mtip(hart) || bench.wdt_irq(hart) ||
                 bench.nmi(hart))
        << "absent hart " << hart;
  ASSERT_EQ(bench.out.bus_err_irq, HartWires{}) << "nothing was posted";
}

struct Case {
  unsigned harts;
  FabricClass size_class;
  unsigned accesses;
};

class FabricRandom : public testing::TestWithParam<Case> {};

TEST_P(FabricRandom, AgreesWithTheModelAfterEveryClock) {
  const auto [harts, size_class, accesses] = GetParam();
  FabricBench bench(harts, size_class);
  FabricModel model(harts);
  std::mt19937_64 random(harts);
  for (unsigned i = 0; i < accesses; ++i) {
    const bool write = random() % 2;
    constexpr unsigned kSizes[] = {4, 8, 4, 8, 4, 8, 1, 2};
    const unsigned size = kSizes[random() % 8];
    Addr addr = random_address(random, harts);
    if (random() % 8) addr &= ~Addr{size - 1};
    const AxiRequest request{static_cast<HartId>(random() % harts),
                             static_cast<std::uint32_t>(addr),
                             size,
                             write,
                             random_value(random),
                             false,
                             i};
    bench.master.push(request);
    std::uint64_t expected = 0;
    for (bool done = false; !done;) {
      const bool tick = random() % 3 == 0;
      const AxiStep step = bench.step(tick);
      // A read sees the registers as they were before the edge that samples them.
      if (!write && !step.read_accepted && !step.read_done)
        expected = model.read(request.addr, size);
      if (step.written) model.write(request.addr, size, request.data);
      model.edge(tick);
      ASSERT_NO_FATAL_FAILURE(expect_wires(bench, model, harts)) << "access " << i;
      const auto& response = write ? step.write_done : step.read_done;
      if (!response) continue;
      ASSERT_EQ(response->code, model.check(request.addr, size)) << std::hex << addr;
      if (!write) {
        ASSERT_EQ(response->data, expected) << std::hex << addr;
      }
      ASSERT_EQ(response->request.tag, i);
      done = true;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, FabricRandom,
    testing::Values(Case{1, FabricClass::Auto, 3000}, Case{3, FabricClass::Auto, 3000},
                    Case{4, FabricClass::Slots64, 3000}, Case{4, FabricClass::Slots1024, 1000},
                    Case{64, FabricClass::Auto, 3000}, Case{63, FabricClass::Slots1024, 1000},
                    Case{1024, FabricClass::Auto, 1000}),
    [](const auto& each) {
      return std::to_string(each.param.harts) + "harts_" +
             std::to_string(slots_of(each.param.size_class, each.param.harts)) + "slots";
    });

/// Everything the pins show, clock by clock, under heavy mixed traffic with both directions busy.
std::string pin_log(unsigned harts, FabricClass size_class) {
  FabricBench bench(harts, size_class);
  std::mt19937_64 random(7);
  std::string log;
  for (int clock = 0; clock < 4000; ++clock) {
    if (random() % 2) {
      const unsigned size = random() % 2 ? 4 : 8;
      const Addr addr = random_address(random, harts) & ~Addr{size - 1};
      bench.master.push({static_cast<HartId>(random() % harts), static_cast<std::uint32_t>(addr),
                         size, random() % 2 == 0, random_value(random), random() % 2 == 0, 0});
    }
    const AxiStep step = bench.step(random() % 5 == 0);
    char line[200];
    std::snprintf(line, sizeof line,
                  "%d %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64
                  " %" PRIx64 " %d w%d r%d %" PRIx64 "\n",
                  clock, bench.out.msip[0], bench.out.ssip[0], bench.out.mtip[0],
                  bench.out.wdt_irq[0], bench.out.nmi[0], bench.out.bus_err_irq[0], bench.out.mtime,
                  bench.out.mtime_written, step.write_done ? step.write_done->code : -1,
                  step.read_done ? step.read_done->code : -1,
                  step.read_done ? step.read_done->data : 0);
    log += line;
  }
  return log;
}

TEST(FabricClasses, FourHartsLeaveTheSameLogOnEveryClass) {
  const std::string expected = pin_log(4, FabricClass::Slots4);
  EXPECT_EQ(pin_log(4, FabricClass::Slots64), expected);
  EXPECT_EQ(pin_log(4, FabricClass::Slots1024), expected);
  EXPECT_NE(pin_log(3, FabricClass::Slots4), expected);
}

}  // namespace
}  // namespace standstill::fabric
