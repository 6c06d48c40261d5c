// Who waits for whom, and the shortest circular wait in it.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRESS_WAIT_GRAPH_H
#define STANDSTILL_TESTBENCH_PROGRESS_WAIT_GRAPH_H

#include <string>
#include <vector>

#include "testbench/progress/no_progress.h"

namespace standstill::testbench {

class WaitGraph {
 public:
  /// @param harts number of harts; every wait is of one of them
  explicit WaitGraph(unsigned harts) : waits_(harts) {}

  void add(HartWait wait) { waits_[wait.from].push_back(std::move(wait)); }
  /// What `hart` waits for, in the order of add().
  const std::vector<HartWait>& of(HartId hart) const { return waits_[hart]; }

  /// The shortest circular wait, of several the one with the lowest hart, which is its first; each
  /// waits for the next and the last for the first. Empty if there is none.
  std::vector<HartWait> circular_wait() const;
  /// From the lowest hart that waits for another, on along each one's first wait, as far as it
  /// goes.
  std::vector<HartWait> chain() const;

  /// "hart 1 waits for hart 2 to ...; hart 2 waits for hart 1 to ...: a circular wait"; where there
  /// is none the chain(). Empty if nobody waits.
  std::string sentence() const;

 private:
  std::vector<HartWait> way_back_to(HartId hart) const;

  std::vector<std::vector<HartWait>> waits_;
};

/// "hart 1 waits for hart 2 to ack PREPARE of rendezvous 3".
std::string words_of(const HartWait& wait);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRESS_WAIT_GRAPH_H
