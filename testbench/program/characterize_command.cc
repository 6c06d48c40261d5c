// Runs the scenario, and reads its samples back out of the log.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/characterize_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "testbench/characterize/characterize_file.h"
#include "testbench/characterize/sample_probe.h"
#include "testbench/probes/event_reader.h"
#include "testbench/program/execute.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/run_command.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw UsageError("stdout: cannot write");
}

Characterization read_back(const OutputFolder& folder, const MachineConfig& config) {
  AddressMap map;
  map.harts = config.harts;
  map.homes = config.l2.banks;
  map.dram_size = config.dram.size;
  SampleProbe probe(config.harts);
  read_events(folder.file(kEventsFile), map, {&probe});
  return characterize(probe.all(), config);
}

}  // namespace

int characterize_command(const RunOptions& options, RunPlan plan, const Versions& versions) {
  const OutputFolder folder(plan.output);
  const RunResults results =
      execute(folder, options, std::move(plan), versions, options.json ? nullptr : stdout);
  if (results.outcome.status == RunStatus::Error) return report_error(results.outcome);
  if (results.outcome.status != RunStatus::Pass) {
    print_remarks(results);
    std::fputs("standstill: characterize: the run did not pass: there are no figures\n", stderr);
    return exit_code_of(results.outcome.status, interrupt_signal());
  }
  try {
    const Characterization machine = read_back(folder, results.config);
    const std::string text = characterize_text(machine, results);
    write_file(folder.file(kCharacterizeFile), text);
    print(options.json
              ? text
              : characterize_table(machine) + fmt::format("\nresults in {}\n", folder.path()));
    return 0;
  } catch (const SampleError& error) {
    std::fprintf(stderr, "standstill: characterize: %s; is the firmware that of this program?\n",
                 error.what());
    return 1;
  }
}

}  // namespace standstill::testbench
