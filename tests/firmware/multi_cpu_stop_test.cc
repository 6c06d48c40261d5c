// multi_cpu_stop() pass by pass, with Linux's policies.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/multi_cpu_stop.h"

#include "stepped_rendezvous.h"

namespace standstill::kernel {
namespace {

/// Wrong on purpose: does not wait for the last hart.
struct ImpatientBarrier : CentralBarrier {
  template <typename Layout>
  static void set_state(Data<Layout>& msdata, MultiStopState state) {
    CentralBarrier::set_state<Layout>(msdata, state);
    msdata.thread_ack.fetch_sub(1);
  }
  template <typename Layout, arch::Marker phase, typename Place>
  static void ack_state(Data<Layout>& msdata, MultiStopState state, Place) {
    if (arch::fetch_dec_and_mark<phase>(msdata.thread_ack, &msdata) == 1)
      set_state<Layout>(msdata, next_state(state));
  }
};

using Stepped = StopPolicy<kLinux2025, SteppedSpin, CentralBarrier, LinuxLayout>;
template <const StopVersion& version>
using SteppedVersion = StopPolicy<version, SteppedSpin, CentralBarrier, LinuxLayout>;
using Impatient = StopPolicy<kLinux2025, SteppedSpin, ImpatientBarrier, LinuxLayout>;

TEST(MultiCpuStop, HoldsTheOrderInEverySchedule) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    Rendezvous<Stepped> rendezvous(4, nullptr);
    rendezvous.run_to_the_end(seed);
    EXPECT_EQ(rendezvous.abandoned(), 0u) << "seed " << seed;
    EXPECT_TRUE(in_lock_step(4)) << "seed " << seed;
  }
}

TEST(MultiCpuStop, ABarrierThatDoesNotWaitIsFoundOut) {
  bool broken = false;
  for (std::uint32_t seed = 0; seed < 50 && !broken; ++seed) {
    Rendezvous<Impatient> rendezvous(4, nullptr);
    rendezvous.run_to_the_end(seed);
    broken = !in_lock_step(4);
  }
  EXPECT_TRUE(broken);
}

TEST(MultiCpuStop, WithoutAMaskFnRunsOnTheFirstCpuOnly) {
  Rendezvous<Stepped> rendezvous(3, nullptr);
  rendezvous.run_to_the_end(1);
  EXPECT_THAT(rendezvous.ran.cpus, testing::ElementsAre(0u));
  EXPECT_EQ(rendezvous.result(0), 40);
  EXPECT_EQ(rendezvous.result(1), 0);
}

TEST(MultiCpuStop, WithAMaskFnRunsOnEachOfItsCpusWithInterruptsOff) {
  CpuMask cpus;
  cpus.set(1);
  cpus.set(2);
  Rendezvous<Stepped> rendezvous(4, &cpus);
  rendezvous.run_to_the_end(2);
  EXPECT_THAT(rendezvous.ran.cpus, testing::UnorderedElementsAre(1u, 2u));
  EXPECT_FALSE(rendezvous.ran.irqs_were_on);
  EXPECT_EQ(rendezvous.result(2), 42);
}

TEST(MultiCpuStop, TheMaskIsReadBeforeAnythingStandsStill) {
  CpuMask cpus;
  cpus.set(1);
  Rendezvous<Stepped> rendezvous(3, &cpus);
  cpus.set(2);
  rendezvous.run_to_the_end(5);
  EXPECT_THAT(rendezvous.ran.cpus, testing::ElementsAre(1u));
}

TEST(MultiCpuStop, NobodyGoesOnWhileOneIsMissing) {
  Rendezvous<Stepped> rendezvous(3, nullptr);
  for (int pass = 0; pass < 20; ++pass) {
    rendezvous.step(0);
    rendezvous.step(1);
  }
  EXPECT_EQ(rendezvous.state(), MultiStopState::Prepare);
  rendezvous.step(2);
  EXPECT_EQ(rendezvous.state(), MultiStopState::DisableIrq);
  rendezvous.run_to_the_end(3);
  EXPECT_EQ(static_cast<int>(rendezvous.state()), 5);
}

TEST(MultiCpuStop, TheWatchdogIsTouchedOnlyAfterPrepare) {
  Rendezvous<Stepped> rendezvous(2, nullptr);
  for (int pass = 0; pass < 10; ++pass) rendezvous.step(0);
  EXPECT_EQ(per_cpu(0).local.watchdog_touches, 0u) << "a hart that never comes must be found out";
  EXPECT_EQ(per_cpu(0).local.rcu_eqs, 0u);
  rendezvous.step(1);
  for (int pass = 0; pass < 10; ++pass) rendezvous.step(0);
  EXPECT_EQ(per_cpu(0).local.watchdog_touches, 18u);
  EXPECT_EQ(per_cpu(0).local.rcu_eqs, 18u) << "even: it does not idle";
  rendezvous.run_to_the_end(4);
}

/// What hart 0 counted (by twos): passes in PREPARE while hart 1 is missing, then passes after
/// it has come.
struct Counted {
  std::uint64_t touches_early, eqs_early, touches, eqs;
};

template <const StopVersion& version>
Counted count_in_version() {
  Rendezvous<SteppedVersion<version>> rendezvous(2, nullptr);
  for (int pass = 0; pass < 10; ++pass) rendezvous.step(0);
  const CpuLocal& local = per_cpu(0).local;
  Counted counted{local.watchdog_touches, local.rcu_eqs, 0, 0};
  rendezvous.step(1);
  for (int pass = 0; pass < 10; ++pass) rendezvous.step(0);
  counted.touches = local.watchdog_touches - counted.touches_early;
  counted.eqs = local.rcu_eqs - counted.eqs_early;
  rendezvous.run_to_the_end(4);
  return counted;
}

TEST(MultiCpuStop, EachVersionTellsTheWatchdogAndRcuInItsOwnPasses) {
  const auto expect = [](Counted counted, std::uint64_t eqs_early, std::uint64_t eqs) {
    EXPECT_EQ(counted.touches_early, 0u);
    EXPECT_EQ(counted.touches, 18u);
    EXPECT_EQ(counted.eqs_early, eqs_early);
    EXPECT_EQ(counted.eqs, eqs);
  };
  expect(count_in_version<kLinux47>(), 0, 0);
  expect(count_in_version<kLinux419>(), 0, 0);
  expect(count_in_version<kLinux610>(), 20, 20);
  expect(count_in_version<kLinux2025>(), 0, 18);
}

TEST(MultiCpuStop, AHartAloneGoesStraightThrough) {
  Rendezvous<Stepped> rendezvous(1, nullptr);
  rendezvous.run_to_the_end(0);
  EXPECT_THAT(rendezvous.ran.cpus, testing::ElementsAre(0u));
}

TEST(MultiCpuStop, RealThreadsAgree) {
  for (int round = 0; round < 10; ++round) {
    host::make_machine(4);
    Ran ran;
    LinuxLayout::Data msdata{};
    msdata.fn = fn;
    msdata.data = &ran;
    msdata.num_threads = 4;
    CentralBarrier::set_state<LinuxLayout>(msdata, MultiStopState::Prepare);
    std::vector<std::thread> threads;
    for (unsigned cpu = 0; cpu < 4; ++cpu)
      threads.emplace_back([&msdata, cpu] {
        host::become_hart(cpu);
        multi_cpu_stop<LinuxStopPolicy>(&msdata);
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_THAT(ran.cpus, testing::ElementsAre(0u));
  }
}

}  // namespace
}  // namespace standstill::kernel
