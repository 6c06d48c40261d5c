// The fabric module: every way of running it leaves the same log.
// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <random>

#include "fabric_rig.h"

namespace standstill::fabric {
namespace {

/// Traffic with bursts and silences, from several harts, hitting edges and ticks often.
std::vector<Play> random_script(unsigned seed, unsigned harts) {
  std::mt19937_64 random(seed);
  std::vector<Play> script;
  Cycle now = 0;
  for (int i = 0; i < 480; ++i) {
    now += random() % 8 == 0 ? random() % 100 : random() % 6;
    Play play{now, random() % 3,  random() % 2 == 0, 0,
              0,   random() % 40, random() % 3 == 0, static_cast<HartId>(random() % harts)};
    const Addr target = random() % (harts + 1);
    switch (random() % 11) {
      case 6:
        play.addr = platform::sswi::setssip(target), play.size = 4;
        break;
      case 7:
        play.addr = platform::bus_error::status(target), play.size = 4;
        break;
      case 8:
        play.addr = platform::plic::enable(random() % (2 * harts)), play.size = 4;
        play.data = random() % 4 ? 3 << platform::plic::kUartSource : 0;
        break;
      case 9:
        play.addr = platform::plic::priority(platform::plic::kUartSource + random() % 2);
        play.size = 4, play.data = 1 + random() % 7;
        break;
      case 10:
        play.addr = platform::plic::claim(random() % (2 * harts)), play.size = 4;
        play.data = platform::plic::kUartSource + random() % 2;
        break;
      case 4:
        play.addr = platform::watchdog::timeout(target), play.size = 8;
        play.data = random() % 4 << 32 | random() % 6;
        break;
      case 5:
        play.addr = platform::watchdog::pet(target), play.size = random() % 2 ? 4 : 8;
        play.data = random() % 4 << 32;
        break;
      case 0:
      case 1:
        play.addr = platform::mswi::msip(target), play.size = 4;
        break;
      case 2:
        play.addr = platform::mtimer::mtimecmp(target), play.size = 8;
        break;
      default:
        play.addr = platform::mtimer::kMtime, play.size = random() % 2 ? 4 : 8;
        break;
    }
    script.push_back(play);
  }
  return script;
}

/// Lines that move at any cycle, edges of the fabric among them, and sometimes twice in one.
std::vector<Toggle> random_toggles(unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<Toggle> toggles;
  Cycle now = 0;
  for (int i = 0; i < 400; ++i) {
    now += random() % 8 == 0 ? random() % 60 : random() % 5;
    toggles.push_back({now, static_cast<unsigned>(random() % 2)});
  }
  return toggles;
}

std::string outcome_text(const FabricRig& rig) {
  std::string text;
  for (const Outcome& outcome : rig.initiator->outcomes)
    text += std::to_string(outcome.answered) + ' ' + std::to_string(outcome.status) + ' ' +
            std::to_string(outcome.data) + '\n';
  for (const auto& [mtime, cycle] : rig.time.announced)
    text += std::to_string(mtime) + '@' + std::to_string(cycle) + '\n';
  return text;
}

void expect_same(const FabricRig& rig, const FabricRig& reference, const char* what) {
  SCOPED_TRACE(what);
  EXPECT_EQ(rig.sink.text(), reference.sink.text());
  EXPECT_EQ(outcome_text(rig), outcome_text(reference));
}

TEST(FabricEquality, GatingSizeClassAndProcessOrderChangeNothing) {
  const auto script = random_script(1, 4);
  RigOptions plain, ungated, wide, widest, other_order;
  for (RigOptions* options : {&plain, &ungated, &wide, &widest, &other_order})
    options->toggles = random_toggles(1);
  ungated.gating = false;
  wide.size_class = FabricClass::Slots64;
  widest.size_class = FabricClass::Slots1024;
  other_order.initiator_first = false;
  FabricRig a("plain", script, plain), b("ungated", script, ungated), c("wide", script, wide),
      d("widest", script, widest), e("other_order", script, other_order);
  run_to(20'000);
  ASSERT_TRUE(a.initiator->done());
  EXPECT_GT(a.sink.of(EventKind::Wire).size(), 50u);
  std::map<std::uint64_t, unsigned> edges;  // of each kind of wire
  for (const Event& wire : a.sink.of(EventKind::Wire)) ++edges[wire.b];
  for (const unsigned code : {1u, 3u, 7u, 9u, 11u, 24u, 25u, 27u})
    EXPECT_GT(edges[code], 5u) << code;
  expect_same(b, a, "gating off");
  expect_same(c, a, "64 slots");
  expect_same(d, a, "1024 slots");
  expect_same(e, a, "other order of processes");
}

TEST(FabricEquality, HoldsForOtherClocks) {
  const auto script = random_script(2, 3);
  RigOptions options;
  options.harts = 3;
  options.toggles = random_toggles(2);
  std::vector<std::unique_ptr<FabricRig>> gated;
  std::vector<std::unique_ptr<FabricRig>> ungated;
  for (auto [divider, timebase] : {std::pair{1u, 1u}, {1u, 100u}, {3u, 7u}, {10u, 1u}}) {
    options.config = {divider, timebase, false};
    const std::string name = std::to_string(divider) + "_" + std::to_string(timebase);
    options.gating = true;
    gated.push_back(std::make_unique<FabricRig>("gated" + name, script, options));
    options.gating = false;
    ungated.push_back(std::make_unique<FabricRig>("ungated" + name, script, options));
  }
  run_to(20'000);
  for (std::size_t i = 0; i < gated.size(); ++i) {
    ASSERT_TRUE(gated[i]->initiator->done());
    expect_same(*ungated[i], *gated[i], gated[i]->fabric->name());
  }
}

TEST(FabricEquality, GatingMaySwitchAtAnyTime) {
  const auto script = random_script(3, 4);
  RigOptions options;
  options.toggles = random_toggles(3);
  FabricRig reference("reference", script, options);
  FabricRig switched("switched", script, options);
  std::mt19937_64 random(5);
  bool gating = true;
  for (Cycle cycle = 1; cycle < 6'000; cycle += 1 + random() % 9) {
    run_to(cycle);
    switched.fabric->set_gating(gating = !gating);
  }
  ASSERT_TRUE(reference.initiator->done());
  expect_same(switched, reference, "gating switched every few cycles");
}

TEST(FabricEquality, PlayingTheClockForAWaveChangesNothing) {
  const auto script = random_script(4, 4);
  RigOptions options;
  options.toggles = random_toggles(4);
  FabricRig reference("reference", script, options);
  FabricRig waved("waved", script, options);
  std::vector<Cycle> halves;
  waved.fabric->set_wave_hook([&] { halves.push_back(sc_core::sc_time_stamp().value() / 500); });
  run_to(1'000);
  ASSERT_EQ(halves.size(), 2u * (1'000 / 4 - 1));  // edges 4 to 996, the end excluded
  for (std::size_t i = 0; i < halves.size(); ++i) ASSERT_EQ(halves[i], 8 + 4 * i);
  waved.fabric->set_wave_hook(nullptr);
  run_to(6'000);
  expect_same(waved, reference, "with a wave hook");
}

}  // namespace
}  // namespace standstill::fabric
