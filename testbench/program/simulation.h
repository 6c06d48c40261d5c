// The one thing the program asks of the machine: run this, and say how it ended.
// SPDX-License-Identifier: Apache-2.0
//
// Pure: no <systemc>. testbench/machine/ implements simulate(); tests put a fake in its place.
#ifndef STANDSTILL_TESTBENCH_PROGRAM_SIMULATION_H
#define STANDSTILL_TESTBENCH_PROGRAM_SIMULATION_H

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/address_map.h"
#include "common/cause.h"
#include "common/config.h"
#include "common/cycle_window.h"
#include "common/interfaces.h"
#include "common/message.h"
#include "testbench/elf/image.h"
#include "testbench/probes/event_log.h"
#include "testbench/progress/no_progress.h"
#include "testbench/progress/progress_probe.h"

namespace standstill::testbench {

/// Which node of that machine serves an address.
inline AddressMap address_map_of(const MachineConfig& config) {
  AddressMap map;
  map.harts = config.harts;
  map.homes = config.l2.banks;
  map.dram_size = config.dram.size;
  return map;
}

/// Offsets of two words in a multi_stop_data.
struct WatchedWords {
  Addr state = 32;
  Addr thread_ack = 36;
};

class Interposer;
struct InterposerSite;

/// Asked now and then by the simulation, on the host's schedule; never changes what is simulated,
/// only whether it goes on.
class RunMonitor {
 public:
  virtual ~RunMonitor() = default;
  /// @param now a cycle that the whole machine has passed
  /// @return false when the run is to end in order now (status Interrupted)
  virtual bool keep_going(Cycle now) = 0;
};

/// All a simulation needs to know.
struct RunRequest {
  MachineConfig config;
  Switches switches;
  ElfImage image;                         ///< already validated against config.dram.size
  std::vector<std::uint8_t> device_tree;  ///< flattened; every hart gets its address in a1
  Addr device_tree_address = 0;           ///< in DRAM, apart from every segment
  Cycle max_cycles = kNever;  ///< status Hang when the run reaches it: nothing later is counted
  /// By how many cycles the horizon is to be too far: a run with it is wrong. Only the test that
  /// shows that such an error is caught sets it.
  Cycle seeded_reach = 0;
  /// A consumer of the log. Status Hang when anything has stood still for its limit(); null: never.
  const ProgressProbe* progress = nullptr;
  std::string waves_path;               ///< FST to write; empty: none
  CycleWindow waves_window{0, kNever};  ///< what the FST holds; not empty
  CycleWindow step_by_step;  ///< no tile runs ahead in these cycles; no event depends on it
  /// The multi_stop_data whose lines the waves follow; none: that of the rendezvous called last.
  std::optional<Addr> waves_object;
  WatchedWords waves_words;  ///< where its words lie
  /// Makes what stands between the device bus and the fabric; null, as ever outside of a test:
  /// nothing.
  std::function<std::unique_ptr<Interposer>(const InterposerSite&)> make_interposer;
};

enum class RunStatus : std::uint8_t {
  Pass,         ///< the guest ended with code 0
  Fail,         ///< the guest ended with another code
  Hang,         ///< max_cycles reached, or nothing moves any more
  Interrupted,  ///< RunMonitor::keep_going() said so
  Error,        ///< the model itself went wrong; `report` says how
};

/// What a hart did, counted up to and with the last cycle of the run.
struct HartOutcome {
  std::uint64_t instructions = 0;
  Cycle cycles = 0;
  CyclesByCause cycles_by_cause{};  ///< adds up to `cycles`
  std::uint64_t traps = 0;          ///< synchronous ones
  std::uint64_t interrupts = 0;     ///< taken
  MessageCounts messages{};         ///< that its tile sent or took
};

struct RunOutcome {
  RunStatus status = RunStatus::Error;
  std::uint32_t exit_code = 0;        ///< the guest's, 0..65535; meaningful for Pass and Fail
  Cycle cycles = 0;                   ///< length of the run
  std::uint64_t rtl_evaluations = 0;  ///< clocks at which the Verilog was evaluated
  std::vector<HartOutcome> harts;
  /// For Hang and Interrupted, in words: why, what each hart was doing and whom it waits for. For
  /// Error what went wrong.
  std::vector<std::string> report;
  /// For Hang and Interrupted: what `report` says.
  std::optional<NoProgress> no_progress;
};

/// Runs the machine once. Calls `log.flush_before(c)` when every module has passed cycle c, and
/// `log.set_end(c)` as soon as the last cycle is known; leaves `log` for the caller to close.
RunOutcome simulate(const RunRequest& request, EventLog& log, ConsoleSink& console,
                    RunMonitor& monitor);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_SIMULATION_H
