// What the guest's markers say a hart is at: its task, and how far its stopper has come.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/markers.h; firmware/kernel/multi_cpu_stop.h for who marks what when.
#ifndef STANDSTILL_TESTBENCH_MACHINE_WAVE_MARKS_H
#define STANDSTILL_TESTBENCH_MACHINE_WAVE_MARKS_H

#include <string>
#include <unordered_map>
#include <vector>

#include "common/event_log.h"
#include "common/types.h"

namespace standstill::testbench {

/// As in Linux's kernel/stop_machine.c.
enum class MultiStopState : std::uint8_t { None, Prepare, DisableIrq, Run, Exit };

class WaveMarks {
 public:
  explicit WaveMarks(unsigned harts) : harts_(harts) {}

  /// Markers change what follows, all other events nothing. Markers of one hart come in order.
  void note(const Event& event);

  /// The task that runs; empty where the guest has not said.
  const std::string& task(HartId hart) const { return harts_[hart].task; }
  /// What the hart's multi_cpu_stop() has acted on last.
  MultiStopState state(HartId hart) const { return harts_[hart].state; }

  /// Calls that have not returned.
  unsigned calls() const { return calls_; }
  /// The state published last, by whichever hart.
  std::uint64_t published() const { return published_; }
  /// Address of the multi_stop_data it was published in.
  std::uint64_t data() const { return data_; }

 private:
  struct HartMarks {
    std::string task;
    MultiStopState state = MultiStopState::None;
  };

  void name_task(std::uint64_t object, std::uint64_t letters);
  void finish_call(std::uint64_t object);

  std::vector<HartMarks> harts_;
  std::unordered_map<std::uint64_t, std::string> names_;  ///< only ever looked up
  unsigned calls_ = 0;
  std::uint64_t published_ = 0;
  std::uint64_t data_ = 0;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_WAVE_MARKS_H
