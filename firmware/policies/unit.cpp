// Who has which barrier of the unit.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#include "policies/unit.h"

namespace standstill::kernel {
namespace {

constinit std::atomic<std::uint32_t> taken{0};  ///< a bit for each barrier

/// The members each barrier has. Beside the pool's other users: only one barrier policy is in use.
CpuMask& members_of(unsigned number) { return stop_pool_at<CpuMask>(0)[number]; }
static_assert(platform::barrier::kBarriers * sizeof(CpuMask) <= kStopPoolLinesPerCpu * kCacheLine);

unsigned take_any() {
  for (;;) {
    for (unsigned number = 0; number < platform::barrier::kBarriers; ++number)
      if (const std::uint32_t bit = 1u << number;
          (taken.fetch_or(bit, std::memory_order_acquire) & bit) == 0)
        return number;
    // Each is given back without our help.
    arch::cpu_relax();
  }
}

}  // namespace

unsigned take_hardware_barrier(const CpuMask& cpus, unsigned num_threads) {
  CpuMask wanted = cpus;
  if (wanted.weight() < num_threads) wanted.set(smp_processor_id());
  const unsigned number = take_any();
  const unsigned groups = (nr_cpu_ids + 63) / 64;
  CpuMask& members = members_of(number);
  bool same = true;
  for (unsigned group = 0; group < groups; ++group)
    same = same && members.word(group) == wanted.word(group);
  if (same) return number;
  members = wanted;
  drivers::HardwareBarrier(machine().barrier_unit, number).set_members(groups, [&](unsigned group) {
    return wanted.word(group);
  });
  return number;
}

void give_hardware_barrier(unsigned number) {
  taken.fetch_and(~(1u << number), std::memory_order_release);
}

}  // namespace standstill::kernel
