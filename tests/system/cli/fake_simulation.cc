// A machine that does at once what its boot arguments tell it.
// SPDX-License-Identifier: Apache-2.0
//
// `act=` picks the outcome (pass, fail, hang, wait, error, throw, disorder). Every run prints two
// lines on the console and records one rendezvous of hart 0 with itself.
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "standstill/markers.h"
#include "testbench/program/simulation.h"
#include "testbench/progress/no_progress.h"

namespace standstill::testbench {
namespace {

using platform::Marker;

bool told(const RunRequest& request, const std::string& action) {
  const std::string tree(request.device_tree.begin(), request.device_tree.end());
  return tree.find("act=" + action) != std::string::npos;
}

void record_rendezvous(EventLog& log, bool disorder) {
  const auto mark = [&](Cycle cycle, Marker marker, std::uint64_t operand) {
    log.record(
        {cycle, 0, EventKind::Marker, 0, 0, static_cast<std::uint64_t>(marker), 0xa, operand});
  };
  const auto interrupts = [&](Cycle cycle, std::uint64_t on) {
    log.record({cycle, 0, EventKind::Interrupts, 0, 0, on, 0, 0});
  };
  mark(10, Marker::Call, 1 | 1 << 8);
  mark(20, Marker::Queued, 0);
  mark(30, Marker::Stopper, 0);
  mark(40, Marker::Prepare, 0);
  interrupts(50, 0);
  mark(51, Marker::IrqOffAck, 0);
  if (disorder) interrupts(55, 1);
  mark(58, Marker::RunAck, 0);
  mark(60, Marker::Exit, 0);
  if (!disorder) interrupts(70, 1);
  mark(80, Marker::Done, 0);
  mark(90, Marker::Return, 0);
}

RunStatus wait_for_the_user(RunMonitor& monitor) {
  for (Cycle now = 0; now < 6000; ++now) {
    if (!monitor.keep_going(now)) return RunStatus::Interrupted;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return RunStatus::Pass;
}

HartOutcome hart_outcome() {
  HartOutcome hart;
  hart.instructions = 60;
  hart.cycles = 100;
  hart.cycles_by_cause[static_cast<unsigned>(Cause::Instruction)] = 60;
  hart.cycles_by_cause[static_cast<unsigned>(Cause::Asleep)] = 40;
  return hart;
}

/// All harts asleep; or nothing that was seen, but --max-cycles.
NoProgress no_progress(bool asleep) {
  NoProgress report;
  if (asleep) report.stall = Stall{StandsStill::Asleep, 50, 0};
  report.sentence = "hart 0 waits for nothing";
  return report;
}

}  // namespace

RunOutcome simulate(const RunRequest& request, EventLog& log, ConsoleSink& console,
                    RunMonitor& monitor) {
  for (const char c : std::string("first line\nsecond")) console.put(c, 1);
  record_rendezvous(log, told(request, "disorder"));
  log.set_end(99);
  AddressMap map;
  map.harts = request.config.harts;
  map.homes = request.config.l2.banks;
  log.record({99, map.machine_source(), EventKind::End, 0, 0, 0, 0, 0});
  RunOutcome outcome;
  outcome.status = RunStatus::Pass;
  outcome.cycles = 100;
  outcome.harts.assign(request.config.harts, hart_outcome());
  if (told(request, "fail")) {
    outcome.status = RunStatus::Fail;
    outcome.exit_code = 5;
  }
  if (told(request, "wait")) outcome.status = wait_for_the_user(monitor);
  if (told(request, "hang") || request.max_cycles < 100) {
    outcome.status = RunStatus::Hang;
    outcome.no_progress = no_progress(told(request, "hang"));
  }
  if (told(request, "error")) {
    outcome.status = RunStatus::Error;
    outcome.report = {"two owners of one line"};
  }
  if (told(request, "throw")) throw std::logic_error("nobody foresaw this");
  if (!request.waves_path.empty()) std::ofstream(request.waves_path) << "waves\n";
  return outcome;
}

}  // namespace standstill::testbench
