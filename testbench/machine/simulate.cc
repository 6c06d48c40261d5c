// Runs the machine: starts SystemC, keeps the log flowing, ends in order.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>

#include "testbench/machine/machine.h"
#include "testbench/machine/reach.h"
#include "testbench/machine/wave_recorder.h"

namespace standstill::testbench {
namespace {

/// How often the log is written and the monitor asked, in cycles.
constexpr Cycle kHeartbeat = 1 << 16;

/// Keeps the run going and ends it: the only process that stops SystemC.
class Conductor : public sc_core::sc_module {
 public:
  Conductor(const sc_core::sc_module_name& name, Machine& machine, RunEnd& end, EventLog& log,
            OrderedConsole& console, RunMonitor& monitor, const MachineConfig& config)
      : sc_module(name),
        machine_(machine),
        end_(end),
        log_(log),
        console_(console),
        monitor_(monitor),
        margin_(least_end_delay(config)) {
    SC_HAS_PROCESS(Conductor);
    SC_METHOD(beat);
    sensitive << beat_event_;
    dont_initialize();
    beat_event_.notify(machine_.clock().until_middle(0));
    SC_METHOD(stop);
    sensitive << stop_event_;
    dont_initialize();
    end_.on_change([this] { announce_end(); });
    if (end_.end_cycle() != kNever) announce_end();
  }

 private:
  void announce_end() {
    if (end_.end_cycle() == 0) return;
    log_.set_end(end_.end_cycle() - 1);
    stop_event_.notify(machine_.clock().until_last_instant(end_.end_cycle() - 1));
  }

  void beat() {
    const Cycle now = machine_.clock().now();
    machine_.catch_up();
    log_.flush_before(now);
    console_.flush_before(std::min(now, end_.end_cycle()));
    if (!monitor_.keep_going(now)) end_.stop(RunStatus::Interrupted, machine_.furthest() + margin_);
    beat_event_.notify(machine_.clock().until_middle(now + kHeartbeat));
  }

  void stop() {
    if (machine_.clock().now() + 1 >= end_.end_cycle()) sc_core::sc_stop();
  }

  Machine& machine_;
  RunEnd& end_;
  EventLog& log_;
  OrderedConsole& console_;
  RunMonitor& monitor_;
  Cycle margin_;
  sc_core::sc_event beat_event_;
  sc_core::sc_event stop_event_;
};

HartOutcome outcome_of(const tile::Tile& tile, Cycle cycles) {
  const tile::HartCounters& counters = tile.counters();
  HartOutcome outcome;
  outcome.instructions = counters.instructions;
  outcome.cycles = cycles;
  outcome.cycles_by_cause = counters.cycles;
  outcome.traps = counters.traps;
  outcome.interrupts = counters.interrupts;
  for (unsigned type = 0; type < kMessageTypes; ++type)
    outcome.messages[type] = counters.messages[type] + tile.outbox().sent()[type];
  return outcome;
}

/// What a hart does instead of issuing, in words.
const char* words_for(const tile::TileView& view) {
  switch (view.wait) {
    case tile::Wait::None:
      return view.cause == Cause::Stall ? "is held by hart.stall" : "runs";
    case tile::Wait::Fetch:
      return "waits for an instruction line";
    case tile::Wait::Line:
      return "waits for a data line";
    case tile::Wait::Resource:
      return "waits for room in its data cache";
    case tile::Wait::StoreSlot:
      return "waits for room in its store buffer";
    case tile::Wait::StoreDrain:
      return "waits for its stores to be performed";
    case tile::Wait::Device:
      return "waits for a device";
    case tile::Wait::FarAtomic:
      return "waits for an atomic at home";
    case tile::Wait::InterruptFile:
      return "waits for its interrupt file";
    case tile::Wait::Interrupt:
      return "sleeps in WFI";
    case tile::Wait::Reservation:
      return "sleeps in WRS";
  }
  return "";
}

/// What a hart is at, in words.
std::string report_line(const tile::Tile& tile, HartId hart, const ElfImage& image) {
  const tile::TileView view = tile.view();
  const std::string line = view.line != 0 ? fmt::format(" {:#x}", view.line) : std::string();
  return fmt::format("hart {}: {}{} at {}, {} mode, interrupts {}{}, mip {:#x}, mie {:#x}", hart,
                     words_for(view), line, image.symbol_text(view.pc),
                     hart::describe(view.privilege), view.interrupts_enabled ? "on" : "off",
                     view.nmie ? "" : ", NMIE clear", view.pending, view.enabled);
}

}  // namespace

RunOutcome simulate(const RunRequest& asked, EventLog& log, ConsoleSink& console,
                    RunMonitor& monitor) {
  RunOutcome outcome;
  const bool waves = !asked.waves_path.empty();
  const RunRequest request = waves ? request_for_waves(asked) : asked;
  WaveTap tap(log, request.config.harts,
              {request.config.harts, request.waves_words, request.waves_object});
  EventSink& events = waves ? static_cast<EventSink&>(tap) : log;
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  sc_core::sc_report_handler::set_actions(sc_core::SC_WARNING, sc_core::SC_DO_NOTHING);
  RunEnd end(request.config.end.end_delay, request.max_cycles);
  OrderedConsole ordered(console, request.config.harts + 1);
  try {
    Machine machine("machine", request, events, ordered, end);
    std::unique_ptr<WaveRecorder> recorder;
    if (waves) recorder = std::make_unique<WaveRecorder>("waves", request, machine, tap);
    Conductor conductor("conductor", machine, end, log, ordered, monitor, request.config);
    sc_core::sc_start();
    outcome.cycles = end.end_cycle();
    outcome.status = end.status();
    outcome.exit_code = end.exit_code();
    outcome.rtl_evaluations = machine.fabric().evaluations();
    machine.finish(outcome.cycles);
    ordered.flush_before(outcome.cycles);
    if (recorder) recorder->close(outcome.cycles);
    for (auto& tile : machine.tiles())
      outcome.harts.push_back(outcome_of(tile->tile(), outcome.cycles));
    log.record({outcome.cycles - 1, machine.map().machine_source(), EventKind::End, 0, 0,
                outcome.exit_code, 0, 0});
    if (outcome.status == RunStatus::Hang || outcome.status == RunStatus::Interrupted)
      for (HartId hart = 0; hart < request.config.harts; ++hart)
        outcome.report.push_back(report_line(machine.tiles()[hart]->tile(), hart, request.image));
  } catch (const std::exception& error) {
    outcome.status = RunStatus::Error;
    outcome.report.emplace_back(error.what());
  }
  return outcome;
}

}  // namespace standstill::testbench
