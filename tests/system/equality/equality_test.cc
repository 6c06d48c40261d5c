// However a machine is run, what it does is the same: event log, counters and console, byte by
// byte. SPDX-License-Identifier: Apache-2.0
#include "equality.h"

#include <tuple>

namespace standstill::tests {
namespace {

TEST(Watchdog, NonMaskableInterruptsComeAtTheSameCycleHoweverItIsRun) {
  const std::string folder = STANDSTILL_TEST_ELFS;
  expect_equal({folder + "/test_watchdog.elf", "machine.harts=1"});
  expect_equal({folder + "/test_watchdogs.elf", "machine.harts=4"});
  expect_equal({folder + "/test_watchdogs.elf", "machine.harts=4", "fabric.timebase_divider=40",
                "hart.irq_sync=7", "fabric.clock_divider=3", "hart.store_order=relaxed"});
}

TEST(InterruptFile, AnswersAtTheSameCycleHoweverItIsRun) {
  const std::string elf = STANDSTILL_TEST_ELFS + std::string("/test_imsic.elf");
  expect_equal({elf, "machine.harts=4"});
  expect_equal({elf, "machine.harts=4", "fabric.clock_divider=3", "hart.irq_sync=1",
                "fabric.csr_request=5", "hart.store_order=relaxed"});
  expect_equal({elf, "machine.harts=4", "fabric.clock_divider=1", "hart.irq_sync=7",
                "fabric.csr_answer=40", "fabric.posted_stores=true", "interconnect.hop_latency=1"},
               {{"lockstep=1"}, {"gating=0"}, {"fabric=64"}});
}

TEST(BusError, ComesAtTheSameCycleHoweverItIsRun) {
  const std::string elf = STANDSTILL_TEST_ELFS + std::string("/test_bus_error.elf");
  expect_equal({elf, "machine.harts=4", "fabric.posted_stores=true"});
  expect_equal({elf, "machine.harts=4", "fabric.posted_stores=true", "fabric.clock_divider=3",
                "hart.irq_sync=7", "fabric.posted_depth=1"},
               {{"lockstep=1"}, {"gating=0"}, {"fabric=64"}});
}

class EachScenario : public testing::TestWithParam<std::tuple<std::size_t, unsigned>> {};

TEST_P(EachScenario, IsTheSameHoweverItIsRun) {
  const auto& [index, harts] = GetParam();
  const platform::Scenario& scenario = platform::kScenarios[index];
  if (harts < scenario.min_harts) GTEST_SKIP() << "refused";
  expect_equal(machine_of(scenario, harts, 2));
}

INSTANTIATE_TEST_SUITE_P(
    Equality, EachScenario,
    testing::Combine(testing::Range(std::size_t{0}, std::size(platform::kScenarios)),
                     testing::Values(1u, 2u, 4u)),
    [](const auto& each) { return run_name(std::get<0>(each.param), std::get<1>(each.param)); });

TEST(Equality, EveryMemoryEventIsTheSame) {
  Words machine = machine_of(platform::kScenarios[0], 4, 2);
  machine.push_back("level=all");
  expect_equal(machine);
}

TEST(Equality, SixteenHarts) { expect_equal(machine_of(platform::kScenarios[0], 16, 5)); }

TEST(Equality, SixtyFourHarts) {
  expect_equal(machine_of(platform::kScenarios[0], 64, 2),
               {{}, {"lockstep=1"}, {kTraced}, {"gating=0"}, {"spin=0"}, {"fabric=1024"}});
}

struct OtherMachine {
  const char* name;
  Words settings;
};

const OtherMachine kOtherMachines[] = {
    {"tiny_caches",
     {"l1d.size=512", "l1d.ways=2", "l1i.size=1024", "l1i.ways=2", "l2.size=8192", "l2.ways=4",
      "l2.banks=2"}},
    {"one_line_caches", {"l1d.size=64", "l1d.ways=1", "l1i.size=64", "l1i.ways=1"}},
    {"relaxed", {"hart.store_order=relaxed", "hart.store_buffer_depth=8"}},
    {"far_atomics", {"hart.atomics=far"}},
    {"far_and_relaxed", {"hart.atomics=far", "hart.store_order=relaxed", "l1d.size=1024"}},
    {"one_bank", {"l2.banks=1"}},
    {"shortest_hop", {"interconnect.hop_latency=1"}},
    {"fast_fabric", {"fabric.clock_divider=1"}},
    {"odd_fabric", {"fabric.clock_divider=3"}},
    {"posted_stores", {"fabric.posted_stores=true"}},
    {"all_latencies_least",
     {"interconnect.hop_latency=1", "fabric.clock_divider=1", "hart.irq_sync=1",
      "device.bus_latency=1", "l2.tag_latency=1", "l2.data_latency=0", "dram.latency=1",
      "dram.line_cycles=1", "device.uart_latency=1", "device.finisher_latency=1",
      "interconnect.link_bytes=64"}},
    {"narrow_links", {"interconnect.link_bytes=1"}},
    {"slow_fill", {"l1d.fill_latency=200"}},
    {"stalls",
     {"hart.stall=[[1, 1, 3000], [30000, 700], [2, 105001, 9000], [2, 107000, 9], [115300, 1], [3, "
      "118000, 900]]"}},
};

class OtherMachines : public testing::TestWithParam<OtherMachine> {};

TEST_P(OtherMachines, AreTheSameHoweverTheyAreRun) {
  Words machine = machine_of(platform::kScenarios[0], 4, 2);
  for (const std::string& setting : GetParam().settings) machine.push_back(setting);
  machine.push_back("level=all");
  expect_equal(machine, {{"lockstep=1"}, {"gating=0"}, {"spin=0"}});
}

INSTANTIATE_TEST_SUITE_P(Equality, OtherMachines, testing::ValuesIn(kOtherMachines),
                         [](const auto& each) { return each.param.name; });

TEST(Equality, AnInterruptedAccountIsTheSame) {
  // A limit in the middle of everything: nothing later is logged or counted.
  for (const char* limit : {"cycles=60000", "cycles=100001", "cycles=131072"}) {
    Words machine = machine_of(platform::kScenarios[0], 4, 50);
    machine.push_back(limit);
    const Told plain = run(machine, {});
    EXPECT_EQ(plain.exit_code, 3);
    EXPECT_EQ(plain.results.find("SUM"), std::string::npos) << plain.results;
    for (const Words& how : ways()) EXPECT_TRUE(plain == run(machine, how)) << limit;
  }
}

TEST(Equality, AHartThatAStallHoldsAtTheEndIsSaidToBeHeld) {
  Words machine = machine_of(platform::kScenarios[0], 2, 2);
  machine.insert(machine.end(), {"hart.stall=[[0, 20000, 1000000]]", "cycles=60000"});
  for (const Words& how : {Words{}, Words{"lockstep=1"}}) {
    const Told told = run(machine, how);
    EXPECT_EQ(told.exit_code, 3);
    EXPECT_NE(told.said.find("hart 0: is held by hart.stall at "), std::string::npos) << told.said;
    EXPECT_EQ(told.said.find("hart 1: is held"), std::string::npos) << told.said;
  }
}

TEST(Equality, ARunTheUserStopsIsThatRunUpToThere) {
  for (const char* harts : {"machine.harts=1", "machine.harts=4"}) {
    const Words machine = {"args=scenario=compute passes=100000", harts};
    const Told stopped = run(machine, {"interrupt=100000"});
    EXPECT_EQ(stopped.exit_code, 3);
    const std::string cycles = stopped.results.substr(stopped.results.find("cycles ") + 7);
    const std::string limit = "cycles=" + cycles.substr(0, cycles.find('\n'));
    for (const char* how : {"lockstep=0", "lockstep=1"}) {
      const Told limited = run(machine, {limit, how});
      EXPECT_EQ(stopped.log, limited.log);
      // The first word of all is the status.
      EXPECT_EQ(stopped.results.substr(stopped.results.find("code")),
                limited.results.substr(limited.results.find("code")));
    }
  }
}

TEST(Equality, SpinLoopsAreReallySkipped) {
  // Else the comparison of spin=0 with the plain run would show nothing: other tests hold that a
  // parked hart's loop is exact, this one that harts of a real rendezvous come to be parked.
  Words machine = machine_of(platform::kScenarios[0], 4, 50);
  machine[0] += " fn=20000";
  machine.push_back("level=marks");  // who wants to see each store makes each pass be walked
  const Told plain = run(machine, {});
  EXPECT_EQ(plain.exit_code, 0) << plain.said;
  const std::size_t parked = plain.said.find("parked ");
  ASSERT_NE(parked, std::string::npos) << plain.said;
  EXPECT_GT(std::atoi(plain.said.c_str() + parked + 7), 60) << plain.said;
}

TEST(Equality, LongLooksThatWereSkippedAreAsLong) {
  Words machine = machine_of(platform::kScenarios[0], 4, 3);
  machine[0] += " fn=5000";
  expect_equal(machine, {{"lockstep=1"}, {"spin=0"}});
}

TEST(Equality, AHorizonThatIsTooFarIsCaught) {
  const Words machine = machine_of(platform::kScenarios[0], 4, 5);
  const Told right = run(machine, {});
  ASSERT_EQ(right.exit_code, 0);
  for (const char* wrong : {"reach=1", "reach=3", "reach=10", "reach=40"}) {
    const Told told = run(machine, {wrong});
    EXPECT_FALSE(right == told) << wrong;
    EXPECT_EQ(told.exit_code, 4) << wrong << ": " << told.said;
    EXPECT_NE(told.said.find("takes effect at cycle"), std::string::npos) << told.said;
  }
}

TEST(Equality, AnotherSeedIsSeen) {
  Words machine = machine_of(platform::kScenarios[0], 4, 2);
  const Told one = run(machine, {});
  machine[0] += " seed=2";
  EXPECT_FALSE(one == run(machine, {}));
}

}  // namespace
}  // namespace standstill::tests
