// An exhaustive walk of the MESI tables: every state that some caches and a home can come to.
// SPDX-License-Identifier: Apache-2.0
//
// One line, two or three L1Ds with fetches and far atomics besides, a home with recalls, and a
// network in which every message may overtake every other: more disorder than any interconnect
// makes. Data is one bit a copy: whether it is the latest. A store makes all other copies old.
#ifndef STANDSTILL_TESTS_UNIT_COHERENCE_MESI_WALK_H
#define STANDSTILL_TESTS_UNIT_COHERENCE_MESI_WALK_H

#include <cstddef>
#include <string>
#include <vector>

#include "coherence/home_table.h"
#include "coherence/l1_table.h"

namespace standstill::coherence {

struct WalkSize {
  unsigned tiles = 2;     ///< 1 .. 3
  unsigned requests = 3;  ///< of all tiles, under way at the same time
  unsigned extras = 1;    ///< of them, fetches and far atomics
};

struct WalkResult {
  std::size_t states = 0;
  /// Empty if every state is sound; else what is wrong, and the steps that lead there.
  std::string error;
  std::vector<std::string> unreached;  ///< legal rows of either table that nothing leads to
};

/// Walks breadth first, so that the steps in `error` are the fewest. Sound means: at most one
/// writer, and no reader beside it; every read sees the latest store; no illegal pair; and whenever
/// no message is under way, nobody waits.
WalkResult walk_mesi(const L1Table& l1, const HomeTable& home, const WalkSize& size);

}  // namespace standstill::coherence

#endif  // STANDSTILL_TESTS_UNIT_COHERENCE_MESI_WALK_H
