// The hart watchdog under random traffic that is steered to where things meet, with a scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/hart_watchdog.v. Every clock all wires of all harts are compared with the second
// model, every read its data. What must have happened often enough is counted and asserted.
#include <map>
#include <random>
#include <string>

#include "fabric_bench.h"
#include "fabric_model.h"

namespace standstill::fabric {
namespace {

namespace wd = platform::watchdog;

struct Access {
  std::uint32_t addr;  ///< of a double word
  std::uint64_t data;
  std::uint8_t strobes;
};

class Traffic {
 public:
  Traffic(unsigned harts, FabricClass size_class)
      : bench_(harts, size_class), model_(harts), harts_(harts), random_(harts) {
    bench_.in.bready = bench_.in.rready = true;
    bench_.in.awsize = bench_.in.arsize = 3;
    bench_.in.wlast = true;
  }

  void write(const Access& access) {
    bench_.in.awvalid = true;
    bench_.in.awaddr = access.addr;
    clock();
    bench_.in.awvalid = false;
    bench_.in.wvalid = true;
    bench_.in.wdata = access.data;
    bench_.in.wstrb = access.strobes;
    clock(&access);
    bench_.in.wvalid = false;
    ASSERT_EQ(bench_.out.bresp, model_.check(access.addr, 8));
    clock();
  }

  void read(std::uint32_t addr) {
    bench_.in.arvalid = true;
    bench_.in.araddr = addr;
    clock();
    bench_.in.arvalid = false;
    const std::uint64_t expected = model_.read(addr, 8);
    clock();
    ASSERT_EQ(bench_.out.rdata, expected) << std::hex << addr;
    ASSERT_EQ(bench_.out.rresp, model_.check(addr, 8));
    clock();
  }

  void step() {
    switch (any(4)) {
      case 0:
        return read(address());
      case 1:
        for (unsigned n = any(12); n > 0; --n) clock();
        return;
      default:
        return write(next());
    }
  }

  std::map<std::string, unsigned> seen;

 private:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  /// Few harts, so that they meet; the first, the last, and one past it.
  unsigned hart() {
    const unsigned picks[] = {0, 1, 2, harts_ / 2, harts_ - 1, harts_};
    return std::min(picks[any(6)], harts_);
  }
  std::uint32_t address() { return static_cast<std::uint32_t>(wd::block(hart()) + 8 * any(2)); }

  /// Something is about to happen to this hart: the write that begins now may meet it.
  bool is_close(unsigned h) const {
    if (h >= harts_) return false;
    const std::uint32_t left = model_.watchdog.left(h), early = model_.watchdog.pretimeout(h);
    return left == 2 || (early != 0 && left == early + 2);
  }

  Access next() {
    for (unsigned attempts = any(9); attempts > 0; --attempts)
      if (const unsigned h = hart(); is_close(h))
        return {static_cast<std::uint32_t>(wd::pet(h)), std::uint64_t{1 + any(3)} << 32,
                static_cast<std::uint8_t>(any(3) ? 0x10 : 0x01)};
    Access access{address(), 0, 0xFF};
    const bool limits = access.addr % wd::kStride == 0;
    const std::uint64_t low = limits ? any(8) : random_(), high = limits ? any(9) : any(8);
    access.data = high << 32 | (low & 0xFFFFFFFF);
    if (limits && any(8) == 0) access.data = random_();
    const std::uint8_t strobes[] = {
        0xFF, 0x0F, 0xF0, 0xF0, 0x10, static_cast<std::uint8_t>(any(256)), 0xFF, 0x00};
    access.strobes = strobes[any(any(16) ? 6 : 8)];
    return access;
  }

  void clock(const Access* access = nullptr) {
    const bool tick = any(2) != 0;
    if (access && model_.check(access->addr, 8) == kOkay) {
      cover(*access, tick);
      model_.write(access->addr, 8, access->data, access->strobes);
    }
    cover_edge(tick);
    model_.edge(tick);
    bench_.raw(tick);
    for (unsigned h = 0; h < harts_; ++h) {
      ASSERT_EQ(bench_.wdt_irq(h), model_.watchdog.irq(h)) << "hart " << h;
      ASSERT_EQ(bench_.nmi(h), model_.watchdog.nmi(h)) << "hart " << h;
    }
    ASSERT_EQ(bench_.out.mtime, model_.mtime());
    ASSERT_EQ(bench_.out.msip, HartWires{});
    ASSERT_EQ(bench_.out.mtip, HartWires{});
  }

  void note(const char* what, bool happened) { seen[what] += happened; }

  /// A write, before its edge.
  void cover(const Access& access, bool tick) {
    const WatchdogModel& w = model_.watchdog;
    const auto h = static_cast<unsigned>((access.addr - platform::kWatchdog.base) / wd::kStride);
    const bool limits = access.addr % wd::kStride == 0;
    const bool pet = limits ? access.strobes != 0 : (access.strobes & 0x0F) != 0;
    const bool ack = !limits && (access.strobes & 0x10) != 0;
    const bool expires = tick && w.left(h) == 1;
    const bool comes_early = tick && w.left(h) > 1 && w.left(h) - 1 == w.pretimeout(h);
    note("a pet meets the expiry", pet && expires);
    note("a pet meets the interrupt", pet && comes_early);
    note("a pet after the NMI", pet && w.nmi(h));
    note("a pet while it runs", pet && w.left(h) > 1);
    note("an answer to the NMI meets the expiry",
         ack && !pet && expires && (access.data >> 33 & 1));
    note("an answer meets the interrupt", ack && !pet && comes_early && (access.data >> 32 & 1));
    note("an answer to the NMI alone", ack && !pet && w.nmi(h) && (access.data >> 32 & 3) == 2);
    note("an answer to the interrupt alone",
         ack && !pet && w.irq(h) && (access.data >> 32 & 3) == 1);
    note("a pet and an answer in one word", pet && ack && w.nmi(h));
    note("limits in part", limits && access.strobes != 0 && access.strobes != 0xFF);
    note("a write without a strobe", access.strobes == 0);
  }

  void cover_edge(bool tick) {
    unsigned expire = 0;
    for (unsigned h = 0; h < harts_; ++h) {
      expire += tick && model_.watchdog.left(h) == 1;
      note("both pending", model_.watchdog.irq(h) && model_.watchdog.nmi(h));
      note("the interrupt alone", model_.watchdog.irq(h) && !model_.watchdog.nmi(h));
    }
    note("an expiry", expire > 0);
    note("two expiries at once", expire > 1);
  }

  FabricBench bench_;
  FabricModel model_;
  unsigned harts_;
  std::mt19937_64 random_;
};

struct Case {
  unsigned harts;
  FabricClass size_class;
  unsigned steps;
};

class WatchdogRandom : public testing::TestWithParam<Case> {};

TEST_P(WatchdogRandom, AgreesWithTheModelAfterEveryClock) {
  const auto [harts, size_class, steps] = GetParam();
  Traffic traffic(harts, size_class);
  for (unsigned i = 0; i < steps; ++i) {
    traffic.step();
    ASSERT_FALSE(HasFatalFailure()) << "step " << i;
  }
  for (const auto& [what, times] : traffic.seen) {
    const bool needs_two = what == "two expiries at once" && harts == 1;
    EXPECT_GE(times, needs_two ? 0u : 5u) << what;
  }
  EXPECT_EQ(traffic.seen.size(), 15u);
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, WatchdogRandom,
    testing::Values(Case{1, FabricClass::Auto, 20'000}, Case{3, FabricClass::Auto, 20'000},
                    Case{4, FabricClass::Slots64, 20'000}, Case{64, FabricClass::Auto, 20'000},
                    Case{5, FabricClass::Slots1024, 10'000}, Case{1024, FabricClass::Auto, 8'000}),
    [](const auto& each) {
      return std::to_string(each.param.harts) + "harts_" +
             std::to_string(slots_of(each.param.size_class, each.param.harts)) + "slots";
    });

}  // namespace
}  // namespace standstill::fabric
