// Ends a run that gets nowhere, at a cycle that does not depend on how it is simulated.
// SPDX-License-Identifier: Apache-2.0
//
// It looks at the machine at cycles that no tile has passed, and holds the tiles at the next one at
// which anything could have stood still for too long. There all events before it are known, and
// each tile is exactly there, in every mode.
#ifndef STANDSTILL_TESTBENCH_MACHINE_PROGRESS_WATCH_H
#define STANDSTILL_TESTBENCH_MACHINE_PROGRESS_WATCH_H

#include <optional>

#include "testbench/machine/machine.h"
#include "testbench/progress/progress_probe.h"

namespace standstill::testbench {

class ProgressWatch {
 public:
  /// @param probe  a consumer of `log`; null: nothing is watched
  ProgressWatch(Machine& machine, RunEnd& end, EventLog& log, const ProgressProbe* probe);

  /// At `now`, which every tile has reached and none passed beyond next_look(). The run ends
  /// `end_delay` after it if something has stood still for as long as the probe allows.
  void look(Cycle now, Cycle end_delay);

  /// The cycle at which look() is due; kNever if never.
  Cycle next_look() const { return next_look_; }

  /// What ended the run, if it was this.
  const std::optional<Stall>& stall() const { return stall_; }

 private:
  std::optional<Stall> slowest() const;
  std::optional<Stall> slowest_transaction() const;
  std::optional<Stall> sleep() const;

  Machine& machine_;
  RunEnd& end_;
  EventLog& log_;
  const ProgressProbe* probe_;
  Cycle next_look_;
  std::optional<Stall> stall_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_PROGRESS_WATCH_H
