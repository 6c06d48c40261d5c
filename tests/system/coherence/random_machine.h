// Cores, homes and memory of the random tester, run cycle by cycle without SystemC.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_MACHINE_H
#define STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_MACHINE_H

#include <memory>
#include <string>
#include <vector>

#include "coherence/home.h"
#include "interconnect/interconnect.h"
#include "memory/dram.h"
#include "random_core.h"

namespace standstill::random_test {

struct Trial {
  std::uint32_t seed = 1;
  unsigned cores = 4;
  unsigned lines = 12;  ///< that the cores fight for
  InterconnectKind kind = InterconnectKind::Crossbar;
  bool in_order = true;  ///< else random delays, any message overtaking any
  std::uint64_t accesses = 20'000;
  const coherence::HomeTable* table = &coherence::kHomeTable;
};

struct Outcome {
  std::string error;  ///< empty: everything was right
  std::uint64_t accesses = 0;
  Cycle cycles = 0;
};

/// Runs a trial on tiny caches: L1Ds of 2 sets and 2 ways, two L2 banks of 1 set and 3 ways.
Outcome run(const Trial& trial);

}  // namespace standstill::random_test

#endif  // STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_MACHINE_H
