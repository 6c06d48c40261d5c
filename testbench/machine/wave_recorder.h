// Records the wave file of a run: looks at every hart once a cycle, and at the RTL when it changes.
// SPDX-License-Identifier: Apache-2.0
//
// What happens in cycle c stands in the file at c * period, as in the event log: the fabric's
// rising edge, which SystemC plays at the cycle's beginning, and what the tiles make of the cycle
// in its middle. So a cycle is written after its middle; only a falling edge inside a cycle has a
// time of its own, half a cycle later.
//
// Outside of the window the machine runs as ever: ahead, gated, with loops in closed form. A few
// cycles before it, each module is brought to the same cycle, and from there on every one is
// played.
#ifndef STANDSTILL_TESTBENCH_MACHINE_WAVE_RECORDER_H
#define STANDSTILL_TESTBENCH_MACHINE_WAVE_RECORDER_H

#include <array>
#include <map>
#include <string>
#include <systemc>
#include <vector>

#include "testbench/machine/machine.h"
#include "testbench/machine/wave_hart.h"
#include "testbench/machine/wave_tap.h"
#include "testbench/waves/fst_file.h"

namespace standstill::testbench {

/// The window is played cycle by cycle, with what comes right before it.
RunRequest request_for_waves(RunRequest request);

class WaveRecorder : public sc_core::sc_module {
 public:
  /// Makes `request.waves_path`; throws std::runtime_error where it cannot be written. The machine
  /// is one made of request_for_waves(); it and the tap outlive the recorder.
  WaveRecorder(const sc_core::sc_module_name& name, const RunRequest& request, Machine& machine,
               WaveTap& tap);

  /// The run has ended; `end` is the first cycle that was not simulated. Without this the file is
  /// closed by destruction. Of a window that has not begun there is no file.
  void close(Cycle end);

 private:
  using Handles = std::vector<FstFile::Handle>;
  template <typename T>
  using PerLine = std::array<T, kWatchedLines>;

  /// Places in the file of what is shown of a hart.
  struct HartHandles {
    Handles all;             ///< by HartSignal
    PerLine<Handles> lines;  ///< by HartLineSignal
    FstFile::Handle wires = 0;
  };

  static Handles add(FstFile& file, const std::vector<WaveSignal>& signals);
  void declare(unsigned harts);
  void look_at_rtl();
  void approach(Cycle now);
  void step();
  void come_to_the_window();
  void sample(Cycle now);
  void sample_hart(HartId hart, Cycle now);
  void sample_lines(HartId hart);
  void sample_rendezvous();
  void on_rtl_change();
  void dump(std::uint64_t picoseconds);
  void leave_the_window(Cycle end);
  const std::string& function_at(Addr pc);
  void step_at(Cycle cycle);

  Machine& machine_;
  const ElfImage& image_;
  WaveTap& tap_;
  const CycleWindow window_;
  const Cycle lead_in_;  ///< the first cycle that is looked at
  const Switches switches_;
  FstFile file_;
  std::string path_;
  std::vector<HartHandles> harts_;
  Handles rendezvous_;      ///< by RendezvousSignal
  PerLine<Handles> lines_;  ///< by LineSignal
  std::vector<WaveHart> looks_;
  std::map<std::string, std::string> short_names_;  ///< by symbol
  bool recording_ = false;
  bool closed_ = false;
  bool rtl_changed_ = true;
  std::uint64_t dumped_ = 0;  ///< picoseconds
  sc_core::sc_event step_event_{"step_event"};
  sc_core::sc_event rtl_event_{"rtl_event"};
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_WAVE_RECORDER_H
