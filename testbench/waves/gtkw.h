// Writes GTKWave save files.
// SPDX-License-Identifier: Apache-2.0
//
// Source of the format: GTKWave 3.3's savefile.c as a description; there is no specification.
#ifndef STANDSTILL_TESTBENCH_WAVES_GTKW_H
#define STANDSTILL_TESTBENCH_WAVES_GTKW_H

#include <string>
#include <vector>

#include "testbench/waves/signals.h"

namespace standstill::testbench {

/// Width of the pane with the waves when the file is opened, in pixels.
inline constexpr unsigned kWavePixels = 1170;

/// Signals under one heading that can be folded away.
struct WaveGroup {
  std::string title;
  bool open = true;
  std::vector<WaveSignal> signals;
};

/// A vertical line with a label. GTKWave has 26 of them.
struct WaveMarker {
  std::string label;
  std::uint64_t picoseconds = 0;
};

struct WaveLayout {
  std::string wave_file = "wave.fst";  ///< name only: the pair stands in one folder
  std::string save_file = "wave.gtkw";
  std::uint64_t from = 0;  ///< left edge of the window, in picoseconds
  std::uint64_t to = 0;    ///< right edge
  std::vector<WaveMarker> markers;
  std::vector<WaveGroup> groups;
};

/// The text of the save file.
std::string gtkw_text(const WaveLayout& layout);

/// GTKWave's zoom for a window of `length` picoseconds: 200 pixels are 2^-zoom ticks.
double gtkw_zoom(std::uint64_t length);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_GTKW_H
