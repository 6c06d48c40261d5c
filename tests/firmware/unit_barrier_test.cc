// The rendezvous by the barrier unit, which the test plays.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "host/kernel_host.h"
#include "policies/spin.h"
#include "policies/unit.h"
#include "stepped_rendezvous.h"

namespace standstill::kernel {
namespace {

namespace barrier = platform::barrier;

using SteppedUnit = StopPolicy<kLinux610, SteppedSpin, UnitBarrier, LinuxLayout>;
using RealUnit = StopPolicy<kLinux610, WfiSpin, UnitBarrier, LinuxLayout>;

/// As much of rtl/barrier_unit.v as the kernel uses.
class Unit {
 public:
  Unit() {
    machine().barrier_unit = platform::kBarrier.base;
    arch::on_device_store = [this](std::uint64_t address, std::uint64_t value) {
      store(address - platform::kBarrier.base, value);
    };
  }
  ~Unit() { arch::on_device_store = nullptr; }
  /// How often the members of a barrier were told.
  unsigned settings() const { return settings_; }
  std::uint64_t members(unsigned number) const { return barriers_[number].members; }
  bool broken() const { return broken_; }

 private:
  struct Barrier {
    std::uint64_t members = 0;
    std::uint64_t arrived = 0;
    bool run = false;
  };

  void store(std::uint64_t offset, std::uint64_t value) {
    const std::lock_guard guard(mutex_);
    if (offset >= barrier::kBarriers * barrier::kStride) return;
    Barrier& each = barriers_[offset / barrier::kStride];
    const std::uint64_t reg = offset % barrier::kStride + barrier::block(0);
    if (reg == barrier::control(0)) {
      each.run = (value & barrier::kRun) != 0;
      settings_ += !each.run;
    } else if (reg == barrier::members(0, 0)) {
      broken_ |= each.run;
      each.members = value;
    } else if (reg >= barrier::arrive(0, 0) && reg < barrier::arrive(0, 64)) {
      arrive(each, static_cast<unsigned>((reg - barrier::arrive(0, 0)) / 4));
    }
  }
  void arrive(Barrier& each, unsigned hart) {
    const std::uint64_t bit = 1ull << hart;
    broken_ |= !each.run || (each.members & bit) == 0 || (each.arrived & bit) != 0;
    each.arrived |= bit;
    if (each.arrived != each.members) return;
    each.arrived = 0;
    for (unsigned member = 0; member < 16; ++member)
      if ((each.members >> member & 1) != 0)
        arch::mips[member].fetch_or(arch::bit_of(platform::Interrupt::Barrier));
  }

  std::mutex mutex_;
  Barrier barriers_[barrier::kBarriers];
  unsigned settings_ = 0;
  bool broken_ = false;
};

class UnitBarrierTest : public testing::Test {
 protected:
  void SetUp() override {
    std::fill(std::begin(stop_pool), std::end(stop_pool), std::byte{0});
    host::make_machine(16);
  }
};

TEST_F(UnitBarrierTest, HoldsTheOrderInEverySchedule) {
  for (const unsigned harts : {1u, 2u, 5u, 16u})
    for (std::uint32_t seed = 0; seed < 10; ++seed) {
      std::fill(std::begin(stop_pool), std::end(stop_pool), std::byte{0});
      host::make_machine(harts);
      Unit unit;
      std::uint32_t left = 0;
      {
        // Making the rendezvous makes the machine anew: it keeps the place of the unit.
        Rendezvous<SteppedUnit> rendezvous(harts, nullptr, platform::kBarrier.base);
        rendezvous.run_to_the_end(seed);
        left = rendezvous.abandoned();
        EXPECT_FALSE(rendezvous.ran.irqs_were_on);
      }
      EXPECT_EQ(left, 0u) << harts << " harts, seed " << seed;
      EXPECT_TRUE(in_lock_step(harts, 4)) << harts << " harts, seed " << seed;
      EXPECT_FALSE(unit.broken());
    }
}

TEST_F(UnitBarrierTest, NobodyGoesOnWhileOneIsMissing) {
  Unit unit;
  Rendezvous<SteppedUnit> rendezvous(4, nullptr, platform::kBarrier.base);
  for (int pass = 0; pass < 30; ++pass)
    for (const unsigned cpu : {0u, 1u, 3u}) rendezvous.step(cpu);
  EXPECT_EQ(count(Marker::Prepare), 3u);
  EXPECT_EQ(count(Marker::IrqOffAck), 0u);
  rendezvous.run_to_the_end(7);
  EXPECT_EQ(rendezvous.abandoned(), 0u);
}

TEST_F(UnitBarrierTest, RealThreadsAgreeAgainAndAgain) {
  Unit unit;
  CpuMask cpus;
  for (const unsigned cpu : {0u, 2u, 3u, 9u}) cpus.set(cpu);
  for (int round = 0; round < 20; ++round) {
    Ran ran;
    RealUnit::Data msdata{};
    msdata.fn = fn;
    msdata.data = &ran;
    msdata.num_threads = 4;
    msdata.cpus = &cpus;
    UnitBarrier::open<LinuxLayout>(msdata);
    UnitBarrier::set_state<LinuxLayout>(msdata, MultiStopState::Prepare);
    std::vector<std::thread> threads;
    for (const unsigned cpu : {0u, 2u, 3u, 9u})
      threads.emplace_back([&msdata, cpu] {
        host::become_hart(cpu);
        multi_cpu_stop<RealUnit>(&msdata);
      });
    for (std::thread& thread : threads) thread.join();
    UnitBarrier::close<LinuxLayout>(msdata);
    EXPECT_THAT(ran.cpus, testing::ElementsAre(0u));
  }
  EXPECT_EQ(unit.settings(), 1u) << "the same members are told once";
  EXPECT_FALSE(unit.broken());
}

TEST_F(UnitBarrierTest, WhoCallsFromAnInactiveCpuIsAMemberToo) {
  Unit unit;
  CpuMask cpus;
  cpus.set(1);
  cpus.set(2);
  const unsigned number = take_hardware_barrier(cpus, 3);
  EXPECT_EQ(unit.members(number), 0b111u);
  give_hardware_barrier(number);
}

TEST_F(UnitBarrierTest, RendezvousAtOneTimeHaveBarriersOfTheirOwn) {
  Unit unit;
  std::set<unsigned> numbers;
  for (unsigned i = 0; i < barrier::kBarriers; ++i) {
    CpuMask cpus;
    cpus.set(2 * i);
    cpus.set(2 * i + 1);
    numbers.insert(take_hardware_barrier(cpus, 2));
  }
  EXPECT_EQ(numbers.size(), barrier::kBarriers);
  for (const unsigned number : numbers) give_hardware_barrier(number);
}

}  // namespace
}  // namespace standstill::kernel
