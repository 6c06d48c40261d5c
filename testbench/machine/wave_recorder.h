// Records the wave file of a run: looks at every hart once a cycle, and at the RTL when it changes.
// SPDX-License-Identifier: Apache-2.0
//
// What happens in cycle c stands in the file at c * period, as in the event log: the fabric's
// rising edge, which SystemC plays at the cycle's beginning, and what the tiles make of the cycle
// in its middle. So a cycle is written after its middle; only a falling edge inside a cycle has a
// time of its own, half a cycle later.
#ifndef STANDSTILL_TESTBENCH_MACHINE_WAVE_RECORDER_H
#define STANDSTILL_TESTBENCH_MACHINE_WAVE_RECORDER_H

#include <map>
#include <string>
#include <systemc>
#include <vector>

#include "testbench/machine/machine.h"
#include "testbench/machine/wave_hart.h"
#include "testbench/machine/wave_marks.h"
#include "testbench/waves/fst_file.h"

namespace standstill::testbench {

/// The run that a wave file shows is played cycle by cycle. No event depends on these switches.
RunRequest request_for_waves(RunRequest request);

/// Stands between the machine and its log and picks up the markers. In lock-step a marker is
/// recorded in the cycle in which it issues, so they need no putting in order.
class WaveTap final : public EventSink {
 public:
  WaveTap(EventSink& log, unsigned harts);
  void record(const Event& event) override {
    marks_.note(event);
    log_.record(event);
  }
  const WaveMarks& marks() const { return marks_; }

 private:
  EventSink& log_;
  WaveMarks marks_;
};

class WaveRecorder : public sc_core::sc_module {
 public:
  /// Begins `request.waves_path`; throws std::runtime_error where it cannot be written. The machine
  /// is one made of request_for_waves(), and outlives the recorder.
  WaveRecorder(const sc_core::sc_module_name& name, const RunRequest& request, Machine& machine,
               const WaveMarks& marks);

  /// The run has ended; `end` is the first cycle that was not simulated. Without this the file is
  /// closed by destruction.
  void close(Cycle end);

 private:
  using Handles = std::vector<FstFile::Handle>;

  static Handles add(FstFile& file, const std::vector<WaveSignal>& signals);
  void sample();
  void sample_hart(HartId hart, Cycle now);
  void sample_rendezvous();
  void on_rtl_change();
  void dump(std::uint64_t picoseconds);
  const std::string& function_at(Addr pc);
  sc_core::sc_time until_sample(Cycle cycle) const;

  Machine& machine_;
  const ElfImage& image_;
  const WaveMarks& marks_;
  FstFile file_;
  std::vector<Handles> harts_;  ///< by HartSignal
  Handles rendezvous_;          ///< by RendezvousSignal
  std::vector<WaveHart> looks_;
  std::map<std::string, std::string> short_names_;  ///< by symbol
  bool rtl_changed_ = true;
  std::uint64_t dumped_ = 0;  ///< picoseconds
  sc_core::sc_event sample_event_{"sample_event"};
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_WAVE_RECORDER_H
