// The PLIC under random traffic: clock by clock against the model, and as devices and handlers use
// it. SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0; rtl/plic.v.
#include <array>
#include <random>

#include "plic_bench.h"
#include "plic_model.h"

namespace standstill::rtl {
namespace {

using Map = PlicModel;
constexpr unsigned kContexts = 2 * PlicBench::kHarts;

class Traffic {
 public:
  explicit Traffic(unsigned seed) : model_(kContexts), random_(seed) {}

  void step() {
    if (any(2000) == 0) {
      bench_.reset();
      model_ = PlicModel(kContexts);
    }
    std::optional<PlicModel::Write> write;
    if (any(2) == 0) write = PlicModel::Write{offset(), data()};
    if (write && write->offset == Map::kPending) write.reset();  // it is a hole
    if (write) bench_.present_write(write->offset, write->data);
    const std::uint32_t from = offset();
    const bool take = any(2) == 0;
    const std::uint32_t expected = model_.read(from);
    ASSERT_EQ(bench_.present_read(from, take), expected) << std::hex << from;
    std::optional<unsigned> claim;
    for (unsigned c = 0; c < kContexts; ++c)
      if (take && from == Map::claim(c)) claim = c;
    if (claim && expected != 0) {
      last_claimed_ = expected;
      ++claims;
    }
    move_lines();
    bench_.edge();
    model_.edge(lines_, write, claim);
    for (unsigned c = 0; c < kContexts; ++c)
      ASSERT_EQ((bench_.wires() >> c & 1) != 0, model_.wire(c)) << c;
  }

  unsigned claims = 0;

 private:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  /// Few sources, of both kinds, so that they meet; sometimes any.
  unsigned source() {
    const unsigned picks[] = {1, 2, 24, 31, any(32)};
    return picks[any(5)];
  }
  std::uint32_t offset() {
    const unsigned context = any(4) == 0 ? any(kContexts) : any(2);
    const std::uint32_t picks[] = {Map::priority(source()), Map::kPending,
                                   Map::enable(context),    Map::threshold(context),
                                   Map::claim(context),     Map::claim(context)};
    return picks[any(6)];
  }
  /// Of use to any register: a source, one in service, a small level, or all bits.
  std::uint32_t data() {
    const std::uint32_t picks[] = {source(), last_claimed_, any(8),
                                   static_cast<std::uint32_t>(random_()), ~0u};
    return picks[any(5)];
  }
  void move_lines() {
    if (any(2) == 0) lines_ ^= 1u << source();
    lines_ &= ~1u;
    bench_.lines(lines_);
  }

  PlicBench bench_;
  PlicModel model_;
  std::mt19937 random_;
  std::uint32_t lines_ = 0;
  std::uint32_t last_claimed_ = 0;
};

TEST(PlicRandom, AgreesWithTheModelAfterEveryClock) {
  unsigned claims = 0;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    Traffic traffic(seed);
    for (int clock = 0; clock < 20000 && !testing::Test::HasFailure(); ++clock) traffic.step();
    claims += traffic.claims;
  }
  EXPECT_GT(claims, 2000u);
}

/// A device of a source: it raises its line for an event, and a handler answers it.
struct Device {
  unsigned raised = 0;
  unsigned handled = 0;
  bool high = false;
};

/// Handlers on all contexts, devices on all sources; every event is handled once, by one context.
class Machine {
 public:
  explicit Machine(unsigned seed) : random_(seed) {
    for (unsigned s = 1; s <= Map::kSources; ++s) bench_.write(Map::priority(s), 1 + s % 7);
    for (unsigned c = 0; c < kContexts; ++c) bench_.write(Map::enable(c), ~0u);
  }

  void step(bool quiet) {
    std::uint32_t lines = 0;
    for (unsigned s = 1; s <= Map::kSources; ++s) {
      Device& device = devices_[s];
      const bool answered = device.raised == device.handled;
      if (edge_triggered(s)) {
        device.high = answered && !quiet && random_() % 256 == 0;  // a pulse of one clock
        device.raised += device.high;
      } else if (answered && !device.high && !quiet && random_() % 256 == 0) {
        device.high = true;
        ++device.raised;
      }
      lines |= std::uint32_t{device.high} << s;
    }
    bench_.lines(lines);
    if (random_() % 2 == 0) handle(static_cast<unsigned>(random_() % kContexts));
    bench_.edge();
  }

  void expect_all_handled() {
    for (unsigned s = 1; s <= Map::kSources; ++s) {
      EXPECT_EQ(devices_[s].raised, devices_[s].handled) << s;
      EXPECT_GT(devices_[s].handled, 10u) << s;
    }
    EXPECT_EQ(bench_.wires(), 0u);
    EXPECT_FALSE(bench_.dut.busy_o);
  }

 private:
  static bool edge_triggered(unsigned s) { return (Map::kEdgeSources >> s & 1) != 0; }

  /// A handler claims where its wire is high; at its next turn it answers the device, completes.
  void handle(unsigned context) {
    unsigned& serving = serving_[context];
    if (serving != 0) {
      bench_.present_write(Map::claim(context), serving);
      serving = 0;
    } else if ((bench_.wires() >> context & 1) != 0) {
      serving = bench_.present_read(Map::claim(context), true);
      if (serving == 0) return;  // another context was faster
      Device& device = devices_[serving];
      EXPECT_EQ(device.raised, ++device.handled) << "source " << serving << " given out again";
      device.high = false;
    }
  }

  PlicBench bench_;
  std::mt19937 random_;
  std::array<Device, Map::kSources + 1> devices_{};
  std::array<unsigned, kContexts> serving_{};
};

TEST(PlicRandom, EveryEventIsHandledOnce) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    Machine machine(seed);
    for (int clock = 0; clock < 30000; ++clock) machine.step(false);
    for (int clock = 0; clock < 3000; ++clock) machine.step(true);
    machine.expect_all_handled();
  }
}

}  // namespace
}  // namespace standstill::rtl
