// Every barrier with every layout, in any schedule; the shapes of the tree and of dissemination.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "policies/dissemination.h"
#include "policies/instance.h"
#include "policies/spin.h"
#include "policies/tree.h"
#include "stepped_rendezvous.h"

namespace standstill::kernel {
namespace {

template <typename BarrierPolicy, typename LayoutPolicy>
struct Way {
  using Barrier = BarrierPolicy;
  using Layout = LayoutPolicy;
  template <typename Spin>
  using Policy = StopPolicy<kLinux610, Spin, Barrier, Layout>;
  /// Markers that say that a state was set: nobody sets the one after EXIT where nobody acks it.
  static constexpr unsigned kStatesSet = std::is_same_v<Barrier, DisseminationBarrier> ? 4 : 5;
};

template <typename Way>
class StopPolicies : public testing::Test {
 protected:
  /// The words that rendezvous share are zero between two of them.
  void TearDown() override {
    EXPECT_TRUE(std::all_of(std::begin(stop_pool), std::end(stop_pool),
                            [](std::byte byte) { return byte == std::byte{0}; }));
  }
};

using Ways =
    testing::Types<Way<CentralBarrier, LinuxLayout>, Way<CentralBarrier, SplitLayout>,
                   Way<CentralBarrier, PerHartLayout>, Way<TreeBarrier, LinuxLayout>,
                   Way<TreeBarrier, SplitLayout>, Way<TreeBarrier, PerHartLayout>,
                   Way<DisseminationBarrier, LinuxLayout>, Way<DisseminationBarrier, SplitLayout>,
                   Way<DisseminationBarrier, PerHartLayout>>;

struct WayNames {
  template <typename Way>
  static std::string GetName(int) {
    return std::string(Way::Barrier::kName) + "_" + Way::Layout::kName;
  }
};
TYPED_TEST_SUITE(StopPolicies, Ways, WayNames);

TYPED_TEST(StopPolicies, HoldTheOrderInEverySchedule) {
  using Policy = typename TypeParam::template Policy<SteppedSpin>;
  for (const unsigned harts : {1u, 2u, 3u, 4u, 5u, 8u, 9u, 16u})
    for (std::uint32_t seed = 0; seed < 10; ++seed) {
      Rendezvous<Policy> rendezvous(harts, nullptr);
      rendezvous.run_to_the_end(seed);
      EXPECT_EQ(rendezvous.abandoned(), 0u) << harts << " harts, seed " << seed;
      EXPECT_TRUE(in_lock_step(harts, TypeParam::kStatesSet)) << harts << " harts, seed " << seed;
      EXPECT_THAT(rendezvous.ran.cpus, testing::ElementsAre(0u));
      EXPECT_FALSE(rendezvous.ran.irqs_were_on);
    }
}

TYPED_TEST(StopPolicies, NobodyGoesOnWhileOneIsMissing) {
  using Policy = typename TypeParam::template Policy<SteppedSpin>;
  constexpr unsigned kHarts = 6;
  for (unsigned missing = 0; missing < kHarts; ++missing) {
    Rendezvous<Policy> rendezvous(kHarts, nullptr);
    for (int pass = 0; pass < 30; ++pass)
      for (unsigned cpu = 0; cpu < kHarts; ++cpu)
        if (cpu != missing) rendezvous.step(cpu);
    EXPECT_EQ(count(Marker::Prepare), kHarts - 1);
    EXPECT_EQ(count(Marker::IrqOffAck), 0u) << "hart " << missing << " was not waited for";
    rendezvous.run_to_the_end(missing);
    EXPECT_EQ(rendezvous.abandoned(), 0u);
  }
}

TYPED_TEST(StopPolicies, AMaskWithHolesHasRanksWithout) {
  using Policy = typename TypeParam::template Policy<RelaxSpin>;
  using Barrier = typename TypeParam::Barrier;
  const std::vector<unsigned> takers = {1, 3, 4, 7, 8, 12};
  host::make_machine(16);
  CpuMask cpus;
  for (const unsigned cpu : takers) cpus.set(cpu);
  Ran ran;
  typename Policy::Data msdata{};
  msdata.fn = fn;
  msdata.data = &ran;
  msdata.num_threads = static_cast<unsigned>(takers.size());
  const CpuMask active = cpumask_of(takers.back());
  msdata.active_cpus = &active;
  if constexpr (requires { msdata.cpus; }) msdata.cpus = &cpus;
  Barrier::template set_state<typename Policy::Layout>(msdata, MultiStopState::Prepare);
  std::vector<std::thread> threads;
  for (const unsigned cpu : takers)
    threads.emplace_back([&msdata, cpu] {
      host::become_hart(cpu);
      multi_cpu_stop<Policy>(&msdata);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(ran.cpus, testing::ElementsAre(takers.back()));
}

/// Threads that the host's scheduler interleaves, many times on the same words.
template <typename Policy>
void run_with_real_threads(unsigned harts, unsigned rounds) {
  host::make_machine(harts);
  CpuMask cpus;
  for (unsigned cpu = 0; cpu < harts; ++cpu) cpus.set(cpu);
  for (unsigned round = 0; round < rounds; ++round) {
    Ran ran;
    typename Policy::Data msdata{};
    msdata.fn = fn;
    msdata.data = &ran;
    msdata.num_threads = harts;
    if constexpr (requires { msdata.cpus; }) msdata.cpus = &cpus;
    Policy::Barrier::template set_state<typename Policy::Layout>(msdata, MultiStopState::Prepare);
    std::vector<std::thread> threads;
    for (unsigned cpu = 0; cpu < harts; ++cpu)
      threads.emplace_back([&msdata, cpu] {
        host::become_hart(cpu);
        multi_cpu_stop<Policy>(&msdata);
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_THAT(ran.cpus, testing::ElementsAre(0u));
  }
}

TYPED_TEST(StopPolicies, RealThreadsAgree) {
  run_with_real_threads<typename TypeParam::template Policy<RelaxSpin>>(7, 10);
  run_with_real_threads<typename TypeParam::template Policy<WrsNtoSpin>>(2, 10);
}

TEST(CombiningTree, CountsEveryCpuOnceAndNoMoreThanFourAtACounter) {
  for (const unsigned cpus : {1u, 2u, 4u, 5u, 16u, 17u, 64u, 65u, 100u, 1000u, 1024u}) {
    std::map<unsigned, int> arrivals;  // the root is -1, as unsigned
    const auto number = [](const CombiningTree& at) { return at.at_root() ? ~0u : at.number(); };
    bool published = false;
    for (unsigned rank = 0; rank < cpus; ++rank) {
      EXPECT_FALSE(published);
      for (CombiningTree at(cpus, rank);; at.climb()) {
        EXPECT_GE(at.members(), 1);
        EXPECT_LE(at.members(), 4);
        if (++arrivals[number(at)] != at.members()) break;
        if ((published = at.at_root())) break;
      }
    }
    EXPECT_TRUE(published) << cpus << " CPUs";
    for (unsigned i = 0; i + 1 < arrivals.size(); ++i) EXPECT_EQ(arrivals.count(i), 1u);
    const std::size_t lines = cpus + arrivals.size() - 1;
    EXPECT_LE(lines, std::size_t{kStopPoolLinesPerCpu} * cpus) << "what is cleared at boot";
  }
}

TEST(Dissemination, AfterTheLastRoundEachHasHeardFromAll) {
  for (unsigned cpus = 1; cpus <= 40; ++cpus) {
    std::vector<std::set<unsigned>> heard(cpus);
    for (unsigned cpu = 0; cpu < cpus; ++cpu) heard[cpu].insert(cpu);
    for (unsigned round = 0; round < dissemination_rounds(cpus); ++round) {
      const auto before = heard;
      for (unsigned cpu = 0; cpu < cpus; ++cpu)
        heard[(cpu + (1u << round)) % cpus].insert(before[cpu].begin(), before[cpu].end());
    }
    for (const auto& all : heard) EXPECT_EQ(all.size(), cpus);
  }
}

TEST(StopInstances, AreAllThereAndNoneTwice) {
  std::set<std::string> names;
  for (const StopInstance* instance : stop_instances())
    names.insert(std::string(instance->version->name) + ' ' + instance->spin + ' ' +
                 instance->barrier + ' ' + instance->layout + ' ' + instance->nmi_mask);
  for (const char* spin : {"relax", "pause", "wrs.sto", "wrs.nto"})
    for (const char* barrier : {"central", "tree", "dissemination"})
      for (const char* layout : {"linux", "split", "per_hart"})
        EXPECT_TRUE(
            names.count(std::string("6.10 ") + spin + ' ' + barrier + ' ' + layout + " off"));
  EXPECT_EQ(names.size(), 36u + 3u + 7u);
}

}  // namespace
}  // namespace standstill::kernel
