// What the waves show that is no state of a module: made of events, in their order.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_MACHINE_WAVE_TAP_H
#define STANDSTILL_TESTBENCH_MACHINE_WAVE_TAP_H

#include <vector>

#include "testbench/machine/wave_lines.h"
#include "testbench/machine/wave_marks.h"

namespace standstill::testbench {

/// Stands between the machine and its log, hands everything on, and keeps what the waves need until
/// it can be put in order: outside of the window each hart is somewhere else.
class WaveTap final : public EventSink {
 public:
  WaveTap(EventSink& log, unsigned harts, const WaveLines& lines);

  void record(const Event& event) override {
    if (follows_ && (kinds_ >> static_cast<unsigned>(event.kind) & 1) != 0)
      waiting_.push_back(event);
    log_.record(event);
  }

  /// Nothing will be recorded any more for a cycle before `cycle`: marks(), lines() and wires() are
  /// from now on what they were at its beginning.
  void settle(Cycle cycle);
  /// Nobody asks any more.
  void stop();

  const WaveMarks& marks() const { return marks_; }
  const WaveLines& lines() const { return lines_; }
  /// The levels of a hart's interrupt wires as the fabric drives them, as bits of mip.
  std::uint64_t wires(HartId hart) const { return wires_[hart]; }

 private:
  void note(const Event& event);

  EventSink& log_;
  WaveMarks marks_;
  WaveLines lines_;
  std::vector<std::uint64_t> wires_;
  std::vector<Event> waiting_;
  std::uint64_t kinds_ = 0;  ///< a bit for each kind that changes anything here
  bool follows_ = true;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_WAVE_TAP_H
