// The command line as it was typed, checked for form but not yet for meaning.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_OPTIONS_H
#define STANDSTILL_TESTBENCH_PROGRAM_OPTIONS_H

#include <optional>
#include <string>
#include <vector>

#include "common/config.h"
#include "common/types.h"
#include "testbench/probes/event_log.h"
#include "testbench/program/check_command.h"
#include "testbench/program/diff_command.h"
#include "testbench/program/report_command.h"
#include "testbench/program/sweep_command.h"
#include "testbench/program/waves_request.h"

namespace standstill::testbench {

enum class Command : std::uint8_t {
  Run,
  Explain,
  IrqsOff,
  List,
  Waves,
  Check,
  Diff,
  Sweep,
  Characterize,
  Report,
  Help,
  Version
};

/// Far longer than anything that ends, 100 ms at 1 GHz; docs/no_progress.md says why.
inline constexpr Cycle kDefaultNoProgress = 100'000'000;

struct RunOptions {
  std::string scenario;                ///< empty: the default one
  std::string elf;                     ///< empty: the firmware
  std::string firmware;                ///< empty: STANDSTILL_FIRMWARE, or the built one
  std::string config;                  ///< path or preset; empty: the defaults
  std::vector<std::string> sets;       ///< key=value, in order
  std::vector<std::string> arguments;  ///< key=value, in order
  std::string output;                  ///< empty: out/<scenario>-<harts>
  Switches switches;
  Cycle max_cycles = kNever;
  /// After so many cycles in which nothing moves that should the run has failed; kNever: never.
  Cycle no_progress = kDefaultNoProgress;
  LogLevel log_level = LogLevel::Rendezvous;
  std::optional<WavesRequest> waves;
  bool json = false;
  bool events = true;  ///< write the event log
};

struct ExplainOptions {
  std::string folder;                  ///< of the run
  std::optional<unsigned> rendezvous;  ///< its id; none: all of them
  bool json = false;
};

struct IrqsOffOptions {
  std::string folder;  ///< of the run
  bool json = false;
};

enum class WavesLayout : std::uint8_t { Rendezvous, Ipi, Coherence };

struct WavesOptions {
  std::string folder;                  ///< of the run to open
  std::optional<unsigned> rendezvous;  ///< its id; none: the first that returned
  bool print = false;                  ///< the layout to stdout, no GTKWave
  WavesLayout layout = WavesLayout::Rendezvous;
  std::optional<HartId> hart;  ///< of Ipi: who is rung; none: the first
};

struct Options {
  Command command = Command::Help;
  RunOptions run;
  std::string list;  ///< scenarios, presets, params
  bool list_json = false;
  ExplainOptions explain;
  IrqsOffOptions irqsoff;
  WavesOptions waves;
  CheckOptions check;
  DiffOptions diff;
  SweepOptions sweep;
  ReportOptions report;
  std::string help;  ///< text for Command::Help
};

/// Throws UsageError for whatever the command line does not know.
Options parse_command_line(int argc, const char* const* argv);

/// "<option> <text>: it must be ...; the nearest is ..." unless `text` is one of `words`; its
/// index.
std::size_t choose(const std::string& option, const std::string& text,
                   const std::vector<std::string>& words);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_OPTIONS_H
