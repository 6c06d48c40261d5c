// A device's interrupt line as a function of time, which accesses bend and time alone moves.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. An access is dispatched some cycles before it takes effect: what the line does
// in between has to be written down before the registers change.
#ifndef STANDSTILL_DEVICES_INTERRUPT_LINE_H
#define STANDSTILL_DEVICES_INTERRUPT_LINE_H

#include <algorithm>
#include <deque>

#include "devices/register_file.h"

namespace standstill::devices {

class InterruptLine {
 public:
  /// The line is low, at cycle 0, and the registers have not been accessed.
  explicit InterruptLine(const RegisterFile& registers) : registers_(registers) {}

  /// To be called before an access that takes effect at `cycle`; cycles do not fall.
  void before_access(Cycle cycle) {
    for (Cycle at = registers_.next_irq_change(clock_); at <= cycle;
         at = registers_.next_irq_change(clock_))
      note(at);
    clock_ = std::max(clock_, cycle);
  }
  /// And after it.
  void after_access(Cycle cycle) {
    if (registers_.irq(cycle) != level_) note(cycle);
  }

  /// Cycle of the next change that has not been taken; kNever if there is none.
  Cycle next() const {
    return changes_.empty() ? registers_.next_irq_change(clock_) : changes_.front().cycle;
  }
  /// Takes that change; the level from then on.
  bool take() {
    if (changes_.empty()) note(registers_.next_irq_change(clock_));
    const bool level = changes_.front().level;
    changes_.pop_front();
    return level;
  }

 private:
  struct Change {
    Cycle cycle;
    bool level;
  };

  void note(Cycle cycle) {
    clock_ = cycle;
    level_ = registers_.irq(cycle);
    changes_.push_back({cycle, level_});
  }

  const RegisterFile& registers_;
  std::deque<Change> changes_;  ///< not taken yet
  Cycle clock_ = 0;             ///< changes up to here have been noted
  bool level_ = false;          ///< at that cycle
};

}  // namespace standstill::devices

#endif  // STANDSTILL_DEVICES_INTERRUPT_LINE_H
