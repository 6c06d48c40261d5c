// Simulates, judges, writes.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/execute.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "testbench/config/machine_file.h"
#include "testbench/elf/symbolizer.h"
#include "testbench/explain/path_probe.h"
#include "testbench/probes/irq_off_probe.h"
#include "testbench/probes/order_rules.h"
#include "testbench/probes/region_probe.h"
#include "testbench/probes/rendezvous_probe.h"
#include "testbench/probes/traffic_probe.h"
#include "testbench/program/console_log.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/monitor.h"
#include "testbench/progress/diagnosis.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"
#include "testbench/waves/layout.h"

namespace standstill::testbench {
namespace {

std::uint64_t peak_resident_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss);
}

/// All that watch the events of a run.
class Observers {
 public:
  /// @param memory the log has memory events
  Observers(unsigned harts, bool memory)
      : memory_(memory),
        rendezvous_(harts),
        irq_off_(harts),
        traffic_(harts),
        regions_(harts),
        paths_(harts) {}

  void attach(EventLog& log) {
    log.add_consumer(rendezvous_);
    log.add_consumer(irq_off_);
    log.add_consumer(traffic_);
    log.add_consumer(regions_);
    if (memory_) log.add_consumer(paths_);
  }

  /// When the log is closed.
  void fill(RunResults& results) const {
    results.rendezvous = rendezvous_.all();
    if (memory_) results.paths = paths_.all();
    results.irq_off = irq_off_.all();
    results.traffic = traffic_.all();
    results.memory_events = memory_;
    results.bus = traffic_.bus();
    results.doorbells = traffic_.doorbells();
    results.regions = regions_.all();
  }

 private:
  bool memory_;
  RendezvousProbe rendezvous_;
  IrqOffProbe irq_off_;
  TrafficProbe traffic_;
  RegionProbe regions_;
  PathProbe paths_;
};

/// A run that ended well and broke an order rule did not end well.
void judge(RunResults& results) {
  results.breaches = check_order(results.rendezvous);
  if (!results.breaches.empty() && results.outcome.status == RunStatus::Pass)
    results.outcome.status = RunStatus::Fail;
}

/// What is written when the simulation is over.
void write_folder(const OutputFolder& folder, const RunOptions& options, const RunRequest& request,
                  const RunResults& results, const HostFacts& facts) {
  const CycleWindow& window = request.waves_window;
  if (options.waves && window.from < results.outcome.cycles) {
    const unsigned slots = slots_of(options.switches.fabric_class, results.config.harts);
    const CycleWindow held{window.from, std::min(window.to, results.outcome.cycles)};
    write_file(folder.file(kLayoutFile),
               gtkw_text(rendezvous_layout({results.config, slots, held},
                                           first_returned(results.rendezvous, held))));
  }
  write_file(folder.file(kHostFile), host_text(facts, results.outcome));
  write_file(folder.file(kResultsFile), results_text(results));
}

HostFacts host_facts(const RunOptions& options, const RunPlan& plan, const Versions& versions,
                     std::uint64_t microseconds) {
  HostFacts facts;
  facts.versions = versions;
  facts.switches = options.switches;
  facts.log_level = options.log_level;
  if (options.waves) facts.waves = plan.request.waves_window;
  facts.elf = plan.elf;
  facts.microseconds = microseconds;
  facts.peak_resident_kib = peak_resident_kib();
  return facts;
}

/// Why a run ended before its guest did: the first line of the report.
std::string reason_of(const RunOutcome& outcome, const RunOptions& options) {
  if (outcome.status == RunStatus::Interrupted) return "interrupted";
  const Stall& stall = outcome.no_progress->stall;
  switch (stall.what) {
    case StandsStill::Rendezvous:
      return fmt::format("no progress: rendezvous {} has not moved since cycle {}", stall.number,
                         stall.since);
    case StandsStill::Transaction:
      return fmt::format("no progress: hart {} has waited for an answer since cycle {}",
                         stall.number, stall.since);
    case StandsStill::Asleep:
      return fmt::format(
          "no progress: all harts sleep since cycle {}, and nothing is armed to wake one",
          stall.since);
    case StandsStill::Limit:
      break;
  }
  return fmt::format("no end within --max-cycles {}", options.max_cycles);
}

void say_why(RunOutcome& outcome, const RunOptions& options) {
  if (!outcome.no_progress) return;
  outcome.report = words_of(*outcome.no_progress);
  outcome.report.insert(outcome.report.begin(), reason_of(outcome, options) + kHartsFollow);
}

}  // namespace

RunResults execute(const OutputFolder& folder, const RunOptions& options, RunPlan plan,
                   const Versions& versions, std::FILE* echo) {
  write_file(folder.file(kConfigFile), kConfigMark + ("\n" + to_toml(plan.request.config)));
  if (options.waves) plan.request.waves_path = folder.file(kWaveFile);

  EventLog log(address_map_of(plan.request.config), options.log_level,
               options.events ? folder.file(kEventsFile) : "");
  Observers observers(plan.request.config.harts, options.log_level != LogLevel::Marks);
  observers.attach(log);
  ProgressProbe standstills(plan.request.config.harts, options.no_progress);
  log.add_consumer(standstills);
  plan.request.progress = &standstills;
  ProgressLine progress(isatty(STDERR_FILENO) ? stderr : nullptr);
  ConsoleLog console(folder.file(kConsoleFile), echo, progress);
  catch_interrupts();
  TerminalMonitor monitor(progress, log, options.max_cycles);

  RunResults results;
  results.outcome = simulate(plan.request, log, console, monitor);
  const std::uint64_t microseconds = monitor.microseconds();
  progress.clear();
  log.close();
  console.close();
  if (!log.error().empty()) throw UsageError(log.error());
  if (results.outcome.status == RunStatus::Error) return results;

  results.scenario = plan.scenario;
  results.arguments = plan.arguments;
  results.program = {plan.request.image.sha256(), plan.request.image.compiler};
  results.config = plan.request.config;
  results.symbol_of = [image = plan.request.image](Addr address) {
    return *image.symbolize(address).name == '\0' ? std::string() : image.symbol_text(address);
  };
  results.symbols = symbolizer_of(plan.request.image);
  observers.fill(results);
  judge(results);
  say_why(results.outcome, options);
  write_folder(folder, options, plan.request, results,
               host_facts(options, plan, versions, microseconds));
  return results;
}

}  // namespace standstill::testbench
