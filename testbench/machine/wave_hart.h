// From looks at a hart, one a cycle, to what the wave shows of it: where it is and why it stands.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_MACHINE_WAVE_HART_H
#define STANDSTILL_TESTBENCH_MACHINE_WAVE_HART_H

#include "tile/tile.h"

namespace standstill::testbench {

/// A tile's view after cycle c shows the instruction that comes next. A reader wants the one that
/// issued in c, or, while the hart stands still, the one that made it stand.
class WaveHart {
 public:
  /// @param view          the hart after all that happens in cycle `now`
  /// @param instructions  how many it has retired
  void look(const tile::TileView& view, std::uint64_t instructions, Cycle now) {
    if (first_) return begin(view, instructions, now);
    const bool issued = instructions != instructions_;
    const bool waits = view.wait != tile::Wait::None;
    const bool moved = view.pc != last_.pc || view.since != last_.since;
    if (issued)
      pc_ = last_.pc;
    else if (moved || (waits && view.wait != last_.wait))
      pc_ = view.pc;
    if (issued)
      state_ = Cause::Instruction;
    else if (waits || view.since > now)
      state_ = view.cause;
    instructions_ = instructions;
    last_ = view;
  }

  Addr pc() const { return pc_; }
  Cause state() const { return state_; }

 private:
  /// In the middle of a run. A hart that sleeps shows the instruction behind: WFI and WRS have
  /// retired, and both are four bytes long.
  void begin(const tile::TileView& view, std::uint64_t instructions, Cycle now) {
    const bool sleeps = view.wait == tile::Wait::Interrupt || view.wait == tile::Wait::Reservation;
    pc_ = sleeps ? view.pc - 4 : view.pc;
    if (view.wait != tile::Wait::None || view.since > now + 1) state_ = view.cause;
    instructions_ = instructions;
    last_ = view;
    first_ = false;
  }

  tile::TileView last_;
  std::uint64_t instructions_ = 0;
  bool first_ = true;
  Addr pc_ = 0;
  Cause state_ = Cause::Instruction;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_WAVE_HART_H
