// Looks for rendezvous by a run without waves.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/waves_window.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "testbench/probes/rendezvous_probe.h"
#include "testbench/program/child.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/monitor.h"
#include "testbench/program/run_command.h"
#include "testbench/text/number.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::json;

class SilentConsole final : public ConsoleSink {
 public:
  void put(char, Cycle) override {}
};

/// The last cycle of those asked for, once all have returned.
Moment end_of(const std::vector<Rendezvous>& all, const WavesRequest& request) {
  if (request.last >= all.size()) return {};
  Cycle last = 0;
  for (std::uint64_t id = request.first; id <= request.last; ++id) {
    if (!all[id].returned) return {};
    last = std::max(last, *all[id].returned);
  }
  return last;
}

/// Ends the run when there is nothing more to find.
class Search final : public RunMonitor {
 public:
  Search(RunMonitor& user, EventLog& log, const RendezvousProbe& probe, const WavesRequest& request)
      : user_(user), log_(log), probe_(probe), request_(request) {}
  bool keep_going(Cycle now) override {
    log_.drain_before(now);  // or the probe sees nothing until thousands of events have gathered
    return !end_of(probe_.all(), request_) && user_.keep_going(now);
  }

 private:
  RunMonitor& user_;
  EventLog& log_;
  const RendezvousProbe& probe_;
  const WavesRequest& request_;
};

/// In the child: what was found, as JSON on stdout.
int search(const WavesRequest& request, const RunPlan& plan, Cycle no_progress) {
  EventLog log(address_map_of(plan.request.config), LogLevel::Marks, "");
  RendezvousProbe probe(plan.request.config.harts);
  log.add_consumer(probe);
  ProgressProbe standstills(plan.request.config.harts, no_progress);
  log.add_consumer(standstills);
  RunRequest run = plan.request;
  run.progress = &standstills;
  ProgressLine progress(isatty(STDERR_FILENO) != 0 ? stderr : nullptr);
  SilentConsole console;
  catch_interrupts();
  TerminalMonitor user(progress, log, plan.request.max_cycles);
  Search monitor(user, log, probe, request);
  const RunOutcome outcome = simulate(run, log, console, monitor);
  progress.clear();
  if (outcome.status == RunStatus::Error) return report_error(outcome);
  log.close();
  Json found = {{"count", probe.all().size()}};
  if (request.last < probe.all().size()) {
    found["call"] = probe.all()[request.first].call;
    found["object"] = probe.all()[request.first].object;
    if (const Moment end = end_of(probe.all(), request)) found["return"] = *end;
  }
  const std::string text = found.dump();
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 4;
}

void take_over(const WavesRequest& request, const Json& found, RunRequest& run) {
  const std::uint64_t count = found.at("count");
  if (!found.contains("call"))
    throw UsageError(
        fmt::format("--waves {}: there is no rendezvous {}: the run has {}, counted "
                    "from 0",
                    request.text, request.last, grouped(count)));
  run.waves_window =
      with_margin(found.at("call"), found.value("return", kNever - 1), request.margin);
  if (request.first == request.last) run.waves_object = found.at("object").get<Addr>();
}

}  // namespace

bool place_waves(const WavesRequest& request, RunPlan& plan, Cycle no_progress) {
  plan.request.waves_words = watched_words(plan.arguments);
  if (request.of == WavesRequest::Of::Cycles)
    plan.request.waves_window = with_margin(request.first, request.last, request.margin);
  if (request.of != WavesRequest::Of::Rendezvous) return true;
  std::fprintf(stderr, "standstill: --waves %s: a first run without waves looks for its cycles\n",
               request.text.c_str());
  catch_interrupts();
  const ChildEnd child =
      in_child([&] { return search(request, plan, no_progress); }, STDOUT_FILENO);
  // The run that follows ends at once, in order.
  if (interrupt_signal() != 0) {
    plan.request.waves_window = {kNever - 1, kNever};
    return true;
  }
  if (child.exit_code > 128)
    throw UsageError(
        fmt::format("--waves {}: the run that looks for its cycles was ended by signal {}",
                    request.text, child.exit_code - 128));
  if (child.exit_code != 0) return false;
  take_over(request, Json::parse(child.words), plan.request);
  return true;
}

WatchedWords watched_words(const std::vector<RunArgument>& arguments) {
  for (const RunArgument& argument : arguments)
    if (argument.name == "layout" && argument.text != "linux")
      return {kLineBytes, 2 * kLineBytes};  // of `split` and `per_hart`: a line each
  return {};
}

std::string missed_waves(const WavesRequest& request, const CycleWindow& window, Cycle cycles) {
  if (window.from < cycles) return "";
  return fmt::format("--waves {}: no waves: the run was over at cycle {}, before the window",
                     request.text, grouped(cycles));
}

}  // namespace standstill::testbench
