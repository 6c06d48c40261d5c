// Runs the machine: starts SystemC, keeps the log flowing, ends in order.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>

#include "testbench/machine/hart_look.h"
#include "testbench/machine/machine.h"
#include "testbench/machine/progress_watch.h"
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
            OrderedConsole& console, RunMonitor& monitor, const RunRequest& request)
      : sc_module(name),
        machine_(machine),
        end_(end),
        log_(log),
        console_(console),
        monitor_(monitor),
        margin_(least_end_delay(request.config)),
        end_delay_(request.config.end.end_delay),
        watch_(machine, end, log, request.progress) {
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

  const ProgressWatch& watch() const { return watch_; }

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
    if (now == watch_.next_look()) watch_.look(now, end_delay_);
    if (!monitor_.keep_going(now)) end_.stop(RunStatus::Interrupted, machine_.furthest() + margin_);
    beat_event_.notify(
        machine_.clock().until_middle(std::min(now + kHeartbeat, watch_.next_look())));
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
  Cycle end_delay_;
  ProgressWatch watch_;
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

/// Who waits for whom, now that the run has ended before its guest did.
NoProgress report_on(const Machine& machine, const RunRequest& request, EventLog& log,
                     const std::optional<Stall>& stall) {
  log.drain_before(kNever);
  const ProgressProbe nothing(request.config.harts, kNever);
  const ProgressProbe& probe = request.progress ? *request.progress : nothing;
  std::vector<HartLook> looks;
  for (HartId hart = 0; hart < request.config.harts; ++hart)
    looks.push_back(look_at(machine.tiles()[hart]->tile()));
  const auto read = [&](HartId hart, Addr address, std::uint64_t& value) {
    std::uint8_t bytes[8];
    if (address % 8 != 0 || !machine.peek(hart, address, bytes, sizeof bytes)) return false;
    std::memcpy(&value, bytes, sizeof value);
    return true;
  };
  return diagnose(probe, stall.value_or(Stall{}), looks, request.image, read);
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
    Conductor conductor("conductor", machine, end, log, ordered, monitor, request);
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
      outcome.no_progress = report_on(machine, request, log, conductor.watch().stall());
  } catch (const std::exception& error) {
    outcome.status = RunStatus::Error;
    outcome.report.emplace_back(error.what());
  }
  return outcome;
}

}  // namespace standstill::testbench
