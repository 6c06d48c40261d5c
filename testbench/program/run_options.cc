// The options of `run`.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "testbench/config/parameters.h"
#include "testbench/program/characterize_command.h"
#include "testbench/program/command_line.h"
#include "testbench/program/limit_options.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

/// What CLI11 gives for a flag without a value.
constexpr const char* kBareFlag = "true";

void add_machine_options(CLI::App& run, RunOptions& options, RawOptions& raw) {
  run.add_option("-c,--config", options.config,
                 "machine: a TOML file, or a preset (see list presets)")
      ->type_name("FILE|PRESET");
  run.add_option("--harts", raw.harts, "number of harts, 1 to 1024")->type_name("N");
  run.add_option("--set", options.sets,
                 "set a parameter of the machine (see list params); may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);  // or it would swallow the scenario behind it
}

void add_program_options(CLI::App& run, RunOptions& options) {
  run.add_option("scenario", options.scenario,
                 "what the firmware does (default stop_machine): see list scenarios")
      ->type_name("SCENARIO");
  run.add_option("--elf", options.elf, "run this bare-metal RV64 program instead of the firmware")
      ->type_name("FILE");
}

void add_firmware_options(CLI::App& run, RunOptions& options, const char* argument) {
  run.add_option("--firmware", options.firmware, "the firmware (also STANDSTILL_FIRMWARE)")
      ->type_name("FILE");
  run.add_option("--arg", options.arguments, argument)
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);  // or it would swallow the scenario behind it
}

void add_output_options(CLI::App& run, RunOptions& options, RawOptions& raw, const char* json) {
  run.add_option("-o,--output", options.output,
                 "folder for the results, in place of those in it (default out/SCENARIO-HARTS)")
      ->type_name("DIR");
  run.add_flag("--waves", raw.waves,
               "write wave.fst and wave.gtkw, of the whole run or of a window: rendezvous=N, "
               "rendezvous=N..M or cycles=A..B, with margin=CYCLES before and after it "
               "(default 1000 around a rendezvous, 0 around cycles)");
  run.add_option("--log-level", raw.log_level,
                 "memory events in the log: marks (none), rendezvous (default), all")
      ->type_name("LEVEL");
  run.add_flag("--json", options.json, json);
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
  add_firmware_options(app, options.run,
                       "argument of the scenario (see list scenarios); with --elf a boot argument "
                       "for the program's own use; may be repeated");
  add_machine_options(app, options.run, raw);
  add_output_options(app, options.run, raw, "print results.json on stdout instead of the table");
  add_switches(app, options.run, raw);
}

void finish_run_options(Options& options, const RawOptions& raw) {
  if (raw.waves.size() > 1) throw UsageError("--waves: given more than once");
  if (!raw.waves.empty())
    options.run.waves = parse_waves(raw.waves.front() == kBareFlag ? "" : raw.waves.front());
  interpret(options.run, raw);
  interpret_harts(options.run, raw.harts);
  check_program(options.run);
}

void add_characterize_options(CLI::App& app, Options& options, RawOptions& raw) {
  add_machine_options(app, options.run, raw);
  add_firmware_options(app, options.run,
                       "argument of the scenario characterize (see list scenarios); may be "
                       "repeated");
  add_output_options(app, options.run, raw,
                     "print characterize.json on stdout instead of the tables");
  add_switches(app, options.run, raw);
}

void finish_characterize_options(Options& options, const RawOptions& raw) {
  interpret(options.run, raw);
  interpret_harts(options.run, raw.harts);
  options.run.scenario = kCharacterizeScenario;
}

}  // namespace standstill::testbench
