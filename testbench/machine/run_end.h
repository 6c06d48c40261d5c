// When the run ends, and why: the first of the guest's own end, a limit, and a request to stop.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_MACHINE_RUN_END_H
#define STANDSTILL_TESTBENCH_MACHINE_RUN_END_H

#include <algorithm>
#include <functional>

#include "common/interfaces.h"
#include "testbench/program/simulation.h"
#include "tile/tile_module.h"

namespace standstill::testbench {

/// The end is a message too: what is written at cycle c ends every tile at c + end_delay, so that
/// it does not matter how far each had run ahead. Earlier ends replace later ones.
class RunEnd final : public EndListener, public tile::EndOfRun {
 public:
  RunEnd(Cycle end_delay, Cycle max_cycles)
      : end_delay_(end_delay), end_(max_cycles), status_(RunStatus::Hang) {}

  /// `changed` is called whenever end_cycle() has become earlier.
  void on_change(std::function<void()> changed) { changed_ = std::move(changed); }

  void end(std::uint32_t code, Cycle cycle) override {
    bring_forward(cycle + end_delay_, code == 0 ? RunStatus::Pass : RunStatus::Fail, code);
  }

  /// Ends the run for another reason; `end` must not have been passed by any tile.
  void stop(RunStatus status, Cycle end) { bring_forward(end, status, 0); }

  /// Holds all tiles at `cycle`, which none has passed; kNever: nowhere but at the end.
  void set_fence(Cycle cycle) { fence_ = cycle; }

  Cycle end_cycle() const override { return end_; }
  Cycle fence() const override { return std::min(fence_, end_); }
  RunStatus status() const { return status_; }
  std::uint32_t exit_code() const { return code_; }

 private:
  /// The earliest end counts; of two at one cycle the guest's before a limit, and of two of the
  /// guest's the one with the larger code, so that the order of calls does not matter.
  void bring_forward(Cycle end, RunStatus status, std::uint32_t code) {
    const bool of_guest = status == RunStatus::Pass || status == RunStatus::Fail;
    const bool was_of_guest = status_ == RunStatus::Pass || status_ == RunStatus::Fail;
    if (end > end_ || (end == end_ && !(of_guest && (!was_of_guest || code > code_)))) return;
    end_ = end;
    status_ = status;
    code_ = code;
    if (changed_) changed_();
  }

  Cycle end_delay_;
  Cycle end_;
  Cycle fence_ = kNever;
  RunStatus status_;
  std::uint32_t code_ = 0;
  std::function<void()> changed_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_RUN_END_H
