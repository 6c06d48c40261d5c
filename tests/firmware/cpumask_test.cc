// The set of CPUs: its walk and its weight, whatever the number of CPUs.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/cpumask.h"

#include <gtest/gtest.h>

#include <set>

namespace standstill::kernel {
namespace {

class CpuMaskOf : public testing::TestWithParam<unsigned> {
 protected:
  void SetUp() override { nr_cpu_ids = GetParam(); }
  void TearDown() override { nr_cpu_ids = kNrCpus; }

  /// Sets every `step`th CPU of `mask` from `begin` on; says which.
  static std::set<unsigned> fill(CpuMask& mask, unsigned begin, unsigned step) {
    std::set<unsigned> cpus;
    for (unsigned cpu = begin; cpu < nr_cpu_ids; cpu += step) {
      mask.set(cpu);
      cpus.insert(cpu);
    }
    return cpus;
  }
  static std::set<unsigned> walk(const CpuMask& mask) {
    std::set<unsigned> cpus;
    for (unsigned cpu = mask.first(); cpu < kNrCpus; cpu = mask.next(cpu + 1)) cpus.insert(cpu);
    return cpus;
  }
};

TEST_P(CpuMaskOf, AnEmptySetHasNoFirst) {
  const CpuMask mask;
  EXPECT_EQ(mask.first(), kNrCpus);
  EXPECT_EQ(mask.weight(), 0u);
}

TEST_P(CpuMaskOf, TheWalkMeetsEachOnceAndTheWeightCountsThem) {
  for (const unsigned step : {1u, 2u, 3u, 7u, 63u, 64u, 65u, 1000u})
    for (const unsigned begin : {0u, 1u, 62u, 63u, 64u}) {
      CpuMask mask;
      const std::set<unsigned> cpus = fill(mask, begin, step);
      EXPECT_EQ(walk(mask), cpus) << "from " << begin << " by " << step;
      EXPECT_EQ(mask.weight(), cpus.size()) << "from " << begin << " by " << step;
      for (unsigned cpu = 0; cpu < nr_cpu_ids; ++cpu)
        EXPECT_EQ(mask.test(cpu), cpus.count(cpu) != 0) << "CPU " << cpu;
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, CpuMaskOf,
                         testing::Values(1u, 3u, 33u, 63u, 64u, 65u, 129u, 1000u, kNrCpus));

}  // namespace
}  // namespace standstill::kernel
