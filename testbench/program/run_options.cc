// The options of `run`.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "testbench/config/parameters.h"
#include "testbench/program/command_line.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

void add_machine_options(CLI::App& run, RunOptions& options, RawOptions& raw) {
  run.add_option("-c,--config", options.config, "machine: a TOML file or the name of a preset")
      ->type_name("FILE|PRESET");
  run.add_option("--harts", raw.harts, "number of harts, 1 to 1024")->type_name("N");
  run.add_option("--set", options.sets, "set a parameter of the machine; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);  // or it would swallow the scenario behind it
}

void add_program_options(CLI::App& run, RunOptions& options) {
  run.add_option("scenario", options.scenario,
                 "what the firmware does (default stop_machine): see list scenarios")
      ->type_name("SCENARIO");
  run.add_option("--elf", options.elf, "run this bare-metal RV64 program instead of the firmware")
      ->type_name("FILE");
  run.add_option("--firmware", options.firmware, "the firmware (also STANDSTILL_FIRMWARE)")
      ->type_name("FILE");
  run.add_option(
         "--arg", options.arguments,
         "argument of the scenario; with --elf a boot argument for the program's own use; may be "
         "repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);  // or it would swallow the scenario behind it
}

void add_output_options(CLI::App& run, RunOptions& options, RawOptions& raw) {
  run.add_option("-o,--output", options.output,
                 "folder for the results (default out/SCENARIO-HARTS)")
      ->type_name("DIR");
  run.add_flag("--waves", options.waves, "write wave.fst and wave.gtkw");
  run.add_option("--log-level", raw.log_level,
                 "memory events in the log: marks (none), rendezvous (default), all")
      ->type_name("LEVEL");
  run.add_flag("--json", options.json, "print results.json on stdout instead of the table");
}

void add_switches(CLI::App& run, RunOptions& options, RawOptions& raw) {
  add_limit_options(run, raw.limits);
  run.add_flag("--lockstep", options.switches.lockstep,
               "advance cycle by cycle: slower, and the same results");
  run.add_flag("--no-rtl-gating", raw.no_rtl_gating,
               "evaluate the Verilog on every clock: likewise");
  run.add_flag("--no-spin-skipping", raw.no_spin_skipping,
               "execute spin loops step by step: likewise");
  run.add_option("--fabric-class", raw.fabric_class,
                 "hart slots of the Verilog: auto, 4, 64 or 1024: likewise")
      ->type_name("CLASS");
}

/// In the end, so that it wins over the file and over --set, as the more special word.
void interpret_harts(RunOptions& options, const std::string& text) {
  if (text.empty()) return;
  const Parameter& harts = *find_parameter("machine.harts");
  const auto value = parse_value(harts, text);
  if (!value || !is_legal(harts, *value))
    throw UsageError(fmt::format("--harts {}: it must be {}", text, legal_range(harts)));
  options.sets.push_back("machine.harts=" + text);
}

void interpret(RunOptions& options, const RawOptions& raw) {
  constexpr FabricClass kClasses[] = {FabricClass::Auto, FabricClass::Slots4, FabricClass::Slots64,
                                      FabricClass::Slots1024};
  constexpr LogLevel kLevels[] = {LogLevel::Marks, LogLevel::Rendezvous, LogLevel::All};
  options.switches.rtl_gating = !raw.no_rtl_gating;
  options.switches.spin_skipping = !raw.no_spin_skipping;
  options.switches.fabric_class =
      kClasses[choose("--fabric-class", raw.fabric_class, {"auto", "4", "64", "1024"})];
  options.log_level = kLevels[choose("--log-level", raw.log_level, {"marks", "rendezvous", "all"})];
  interpret_limits(options, raw.limits);
}

/// What the program is: the firmware with a scenario, or another ELF.
void check_program(const RunOptions& options) {
  if (!options.elf.empty() && !options.scenario.empty())
    throw UsageError(fmt::format(
        "--elf {}: a scenario ('{}') is of the firmware only: give one of them, or your build "
        "of the firmware by --firmware",
        options.elf, options.scenario));
  if (!options.elf.empty() && !options.firmware.empty())
    throw UsageError(fmt::format(
        "--elf {}: it runs instead of the firmware: do not give --firmware", options.elf));
}

}  // namespace

void add_run_options(CLI::App& app, Options& options, RawOptions& raw) {
  add_program_options(app, options.run);
  add_machine_options(app, options.run, raw);
  add_output_options(app, options.run, raw);
  add_switches(app, options.run, raw);
}

void finish_run_options(Options& options, const RawOptions& raw) {
  interpret(options.run, raw);
  interpret_harts(options.run, raw.harts);
  check_program(options.run);
}

}  // namespace standstill::testbench
