// `--waves` as it was typed: of what there are to be waves.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_WAVES_REQUEST_H
#define STANDSTILL_TESTBENCH_PROGRAM_WAVES_REQUEST_H

#include <cstdint>
#include <string>
#include <vector>

#include "common/cycle_window.h"

namespace standstill::testbench {

struct WavesRequest {
  enum class Of : std::uint8_t { Run, Rendezvous, Cycles };
  Of of = Of::Run;
  std::uint64_t first = 0;  ///< rendezvous by id, or cycle
  std::uint64_t last = 0;   ///< the same, and part of the window; not before `first`
  Cycle margin = 0;         ///< so many cycles more, before and after
  std::string text;         ///< as typed, for messages
};

/// Before and after a rendezvous where `margin` is not given; around cycles there is none then.
inline constexpr Cycle kRendezvousMargin = 1000;

/// `text` is "rendezvous=N", "rendezvous=N..M" or "cycles=A..B", in any order with "margin=CYCLES",
/// parted by commas; empty: the whole run. Throws UsageError.
WavesRequest parse_waves(const std::string& text);

/// The cycles `first` .. `last` with `margin` more on both sides, as far as there are.
CycleWindow with_margin(Cycle first, Cycle last, Cycle margin);

/// The command line with the window of `--waves` in the same word: "--waves cycles=1..9" becomes
/// "--waves=cycles=1..9". A word behind it without "=", and that is no key of a window, is the
/// scenario.
std::vector<std::string> join_waves(int argc, const char* const* argv);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_WAVES_REQUEST_H
