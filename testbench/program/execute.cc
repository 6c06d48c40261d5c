// Simulates, judges, writes.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/execute.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "testbench/config/machine_file.h"
#include "testbench/elf/symbolizer.h"
#include "testbench/explain/path_probe.h"
#include "testbench/probes/order_rules.h"
#include "testbench/probes/rendezvous_probe.h"
#include "testbench/program/console_log.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/monitor.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"
#include "testbench/waves/layout.h"

namespace standstill::testbench {
namespace {

AddressMap address_map(const MachineConfig& config) {
  AddressMap map;
  map.harts = config.harts;
  map.homes = config.l2.banks;
  map.dram_size = config.dram.size;
  return map;
}

std::uint64_t peak_resident_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss);
}

/// A run that ended well and broke an order rule did not end well.
void judge(RunResults& results) {
  results.breaches = check_order(results.rendezvous);
  if (!results.breaches.empty() && results.outcome.status == RunStatus::Pass)
    results.outcome.status = RunStatus::Fail;
}

/// What is written when the simulation is over.
void write_folder(const OutputFolder& folder, const RunOptions& options, const RunResults& results,
                  const HostFacts& facts) {
  if (options.waves) {
    const unsigned slots = slots_of(options.switches.fabric_class, results.config.harts);
    write_file(folder.file(kLayoutFile),
               gtkw_text(rendezvous_layout(results.config, slots, results.outcome.cycles,
                                           first_returned(results.rendezvous))));
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
  facts.waves = options.waves;
  facts.elf = plan.elf;
  facts.microseconds = microseconds;
  facts.peak_resident_kib = peak_resident_kib();
  return facts;
}

/// Why a run ended before its guest did: the first line of the report.
void say_why(RunOutcome& outcome, Cycle max_cycles) {
  if (outcome.report.empty()) return;
  std::string reason = "interrupted";
  if (outcome.status == RunStatus::Hang)
    reason = outcome.cycles >= max_cycles ? fmt::format("no end within --max-cycles {}", max_cycles)
                                          : "nothing can happen any more";
  outcome.report.insert(outcome.report.begin(), reason + ". The harts at the end:");
}

}  // namespace

RunResults execute(const OutputFolder& folder, const RunOptions& options, RunPlan plan,
                   const Versions& versions, std::FILE* echo) {
  write_file(folder.file(kConfigFile), kConfigMark + ("\n" + to_toml(plan.request.config)));
  if (options.waves) plan.request.waves_path = folder.file(kWaveFile);

  EventLog log(address_map(plan.request.config), options.log_level, folder.file(kEventsFile));
  RendezvousProbe probe(plan.request.config.harts);
  log.add_consumer(probe);
  PathProbe paths(plan.request.config.harts);
  const bool explains = options.log_level != LogLevel::Marks;
  if (explains) log.add_consumer(paths);
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
  results.rendezvous = probe.all();
  results.symbols = symbolizer_of(plan.request.image);
  if (explains) results.paths = paths.all();
  judge(results);
  say_why(results.outcome, options.max_cycles);
  write_folder(folder, options, results, host_facts(options, plan, versions, microseconds));
  return results;
}

}  // namespace standstill::testbench
