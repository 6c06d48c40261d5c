// multi_cpu_stop() pass by pass, in any order the test likes.
// SPDX-License-Identifier: Apache-2.0
//
// The spin policy of the instance under test hands control to the test at every pass of the wait
// loop. Each hart is a thread, but only the one whose turn it is runs, so a seed is a schedule.
#include "kernel/multi_cpu_stop.h"

#include <gmock/gmock.h>

#include <random>
#include <semaphore>
#include <thread>

#include "host/kernel_host.h"

namespace standstill::kernel {
namespace {

using platform::Marker;

struct Turn {
  std::binary_semaphore go{0};
  std::binary_semaphore back{0};
  bool finished = false;
  bool abandoned = false;
};

/// The test gives up on a hart that will never leave.
struct Abandoned {};

thread_local Turn* my_turn = nullptr;

struct SteppedSpin {
  static constexpr const char* kName = "stepped";
  static void stop_machine_yield() {
    my_turn->back.release();
    my_turn->go.acquire();
    if (my_turn->abandoned) throw Abandoned{};
  }
};

/// Wrong on purpose: does not wait for the last hart.
struct ImpatientBarrier {
  template <typename Data>
  static void set_state(Data& msdata, MultiStopState state) {
    CentralBarrier::set_state(msdata, state);
    msdata.thread_ack.fetch_sub(1);
  }
  template <arch::Marker phase, typename Data>
  static void ack_state(Data& msdata, MultiStopState state) {
    if (arch::dec_and_test_and_mark<phase>(msdata.thread_ack, &msdata))
      set_state(msdata, static_cast<MultiStopState>(static_cast<int>(state) + 1));
  }
};

using Stepped = StopPolicy<kLinux2025, SteppedSpin, CentralBarrier, LinuxLayout>;
template <const StopVersion& version>
using SteppedVersion = StopPolicy<version, SteppedSpin, CentralBarrier, LinuxLayout>;
using Impatient = StopPolicy<kLinux2025, SteppedSpin, ImpatientBarrier, LinuxLayout>;

struct Ran {
  std::vector<unsigned> cpus;
  bool irqs_were_on = false;
};

int fn(void* data) {
  auto& ran_on = *static_cast<Ran*>(data);
  ran_on.cpus.push_back(smp_processor_id());
  ran_on.irqs_were_on |= !arch::irqs_disabled();
  return 40 + static_cast<int>(smp_processor_id());
}

template <typename Policy>
class Rendezvous {
 public:
  Rendezvous(unsigned harts, const CpuMask* cpus) : turns_(harts), results_(harts) {
    host::make_machine(harts);
    msdata_.fn = fn;
    msdata_.data = &ran;
    msdata_.num_threads = harts;
    msdata_.active_cpus = cpus;
    Policy::Barrier::set_state(msdata_, MultiStopState::Prepare);
    for (unsigned cpu = 0; cpu < harts; ++cpu) {
      threads_.emplace_back([this, cpu] { play(cpu); });
      turns_[cpu].back.acquire();
    }
  }
  ~Rendezvous() {
    for (std::thread& thread : threads_) thread.join();
  }

  /// One pass of hart `cpu`; false if it has left already.
  bool step(unsigned cpu) {
    Turn& turn = turns_[cpu];
    if (turn.finished) return false;
    turn.go.release();
    turn.back.acquire();
    return true;
  }
  void run_to_the_end(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto harts = static_cast<std::uint32_t>(turns_.size());
    for (unsigned idle = 0; idle < 1000 * harts; ++idle)
      step(static_cast<unsigned>(random() % harts));
    for (unsigned cpu = 0; cpu < harts; ++cpu) {
      turns_[cpu].abandoned = true;
      abandoned_ += step(cpu);
    }
  }
  /// How many harts had not left by the end.
  unsigned abandoned() const { return abandoned_; }
  MultiStopState state() const { return msdata_.state.load(); }
  int result(unsigned cpu) const { return results_[cpu]; }
  bool finished(unsigned cpu) const { return turns_[cpu].finished; }

  Ran ran;

 private:
  void play(unsigned cpu) {
    host::become_hart(cpu);
    my_turn = &turns_[cpu];
    try {
      results_[cpu] = multi_cpu_stop<Policy>(&msdata_);
      EXPECT_FALSE(arch::irqs_disabled());
    } catch (const Abandoned&) {
    }
    turns_[cpu].finished = true;
    turns_[cpu].back.release();
  }

  unsigned abandoned_ = 0;
  std::vector<Turn> turns_;
  std::vector<int> results_;
  typename Policy::Data msdata_{};
  std::vector<std::thread> threads_;
};

/// Whether some `early` marker comes before some `late` one, on any harts.
bool comes_before_the_last(Marker early, Marker late) {
  bool seen = false;
  for (const auto& entry : host::markers()) {
    if (entry.phase == early) seen = true;
    if (entry.phase == late && seen) return true;
  }
  return false;
}

unsigned count(Marker phase) {
  unsigned found = 0;
  for (const auto& entry : host::markers()) found += entry.phase == phase;
  return found;
}

/// Whether the markers are those of `harts` harts that went through every state together.
bool in_lock_step(unsigned harts) {
  for (const Marker phase :
       {Marker::Prepare, Marker::IrqOffAck, Marker::RunAck, Marker::Exit, Marker::Leave})
    if (count(phase) != harts) return false;
  return count(Marker::SetState) == 5 &&
         !comes_before_the_last(Marker::IrqOffAck, Marker::Prepare) &&
         !comes_before_the_last(Marker::RunBegin, Marker::IrqOffAck) &&
         !comes_before_the_last(Marker::Exit, Marker::RunAck);
}

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
    CentralBarrier::set_state(msdata, MultiStopState::Prepare);
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
