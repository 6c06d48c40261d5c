// Which assertion is to fire, and how many have held.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#include "kernel/check.h"

#include <atomic>

namespace standstill::kernel {
namespace {

constinit std::uint64_t chosen = 0;
constinit std::atomic<std::uint64_t> passed{0};

}  // namespace

void fire_check(std::uint64_t number) { chosen = number; }

bool check_fires(const CheckSite& site) {
  return chosen != 0 && &site == &__checks_start[chosen - 1];
}

std::uint64_t checks_passed() { return passed.load(std::memory_order_relaxed); }

// Nothing hangs on the count, so relaxed will do.
void count_check() { passed.fetch_add(1, std::memory_order_relaxed); }

}  // namespace standstill::kernel
