// The command line in CLI11.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/options.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>

#include "testbench/config/parameters.h"
#include "testbench/program/compare_options.h"
#include "testbench/program/limit_options.h"
#include "testbench/program/words.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

constexpr const char* kFooter =
    "\nExit codes: 0 pass; 1 the guest or a check failed; 2 bad usage, configuration or ELF;\n"
    "3 no progress; 4 a bug of the simulator; 130 and 143 interrupted.";

/// What CLI11 fills in as text; meaning is given to it afterwards, in words of our own.
struct RawRun {
  std::string harts;
  std::string fabric_class = "auto";
  std::string log_level = "rendezvous";
  RawLimits limits;
  std::string rendezvous;
  bool no_rtl_gating = false;
  bool no_spin_skipping = false;
};

void add_machine_options(CLI::App& run, RunOptions& options, RawRun& raw) {
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

void add_output_options(CLI::App& run, RunOptions& options, RawRun& raw) {
  run.add_option("-o,--output", options.output,
                 "folder for the results (default out/SCENARIO-HARTS)")
      ->type_name("DIR");
  run.add_flag("--waves", options.waves, "write wave.fst and wave.gtkw");
  run.add_option("--log-level", raw.log_level,
                 "memory events in the log: marks (none), rendezvous (default), all")
      ->type_name("LEVEL");
  run.add_flag("--json", options.json, "print results.json on stdout instead of the table");
}

void add_switches(CLI::App& run, RunOptions& options, RawRun& raw) {
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

void add_explain_options(CLI::App& explain, ExplainOptions& options, RawRun& raw) {
  explain.add_option("folder", options.folder, "folder of a run")->type_name("DIR");
  explain
      .add_option("--rendezvous", raw.rendezvous,
                  "this one of results.json alone, from 0, with every segment of its path")
      ->type_name("N");
  explain.add_flag("--json", options.json, "print paths and segments as JSON");
}

std::optional<unsigned> parse_rendezvous(const std::string& text) {
  if (text.empty()) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw UsageError(fmt::format("--rendezvous {}: it must be the number of one, from 0", text));
  return value;
}

void interpret(RunOptions& options, const RawRun& raw) {
  constexpr FabricClass kClasses[] = {FabricClass::Auto, FabricClass::Slots4, FabricClass::Slots64,
                                      FabricClass::Slots1024};
  constexpr LogLevel kLevels[] = {LogLevel::Marks, LogLevel::Rendezvous, LogLevel::All};
  options.switches.rtl_gating = !raw.no_rtl_gating;
  options.switches.spin_skipping = !raw.no_spin_skipping;
  options.switches.fabric_class =
      kClasses[choose("--fabric-class", raw.fabric_class, {"auto", "4", "64", "1024"})];
  options.log_level = kLevels[choose("--log-level", raw.log_level, {"marks", "rendezvous", "all"})];
  interpret_limits(options, raw.limits);
  // Last, so that it wins over the file and over --set, as the more special word.
  if (!raw.harts.empty()) {
    MachineConfig scratch;
    const Parameter& harts = *find_parameter("machine.harts");
    const auto value = parse_value(harts, raw.harts);
    if (!value || !is_legal(harts, *value))
      throw UsageError(fmt::format("--harts {}: it must be {}", raw.harts, legal_range(harts)));
    options.sets.push_back("machine.harts=" + raw.harts);
  }
  if (!options.elf.empty() && !options.scenario.empty())
    throw UsageError(fmt::format(
        "--elf {}: a scenario ('{}') is of the firmware only: give one of them, or your build "
        "of the firmware by --firmware",
        options.elf, options.scenario));
  if (!options.elf.empty() && !options.firmware.empty())
    throw UsageError(fmt::format(
        "--elf {}: it runs instead of the firmware: do not give --firmware", options.elf));
}

/// What CLI11 found, in words of our own.
std::string parse_message(const CLI::ParseError& error) {
  std::string text = error.what();
  const std::string option = text.substr(0, text.find(':'));
  if (dynamic_cast<const CLI::ConversionError*>(&error))
    return text.substr(text.find(": ") + 2) + ": it takes no value";
  if (text.find("but received") != std::string::npos) return option + ": given more than once";
  if (text.find("missing") != std::string::npos)
    return fmt::format("{}: a value must follow; see --help", option);
  return text;
}

/// The first word that nobody knows, and the option it resembles.
[[noreturn]] void refuse_extra(const CLI::App& app) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  const std::vector<std::string> extras = app.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front();
  if (word.size() > 1 && word[0] == '-')
    throw UsageError(fmt::format("{}: unknown option{}", word,
                                 nearest_hint(word.substr(0, word.find('=')), known)));
  throw UsageError(fmt::format("{}: one word too many", word));
}

const std::vector<std::string>& commands() {
  static const std::vector<std::string> kCommands = {"run",   "explain", "list",
                                                     "waves", "check",   "diff"};
  return kCommands;
}

void check_command(int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  const std::string word = argv[1];
  if (std::find(commands().begin(), commands().end(), word) == commands().end())
    throw UsageError(fmt::format("{}: unknown command: it must be {}{}", word,
                                 join_choices(commands()), nearest_hint(word, commands())));
}

/// The parts of the command line.
struct Parts {
  explicit Parts(Options& options, RawRun& raw);
  CLI::App app{
      "Measures, cycle by cycle, what it costs to bring a many-core machine to a standstill.",
      "standstill"};
  CLI::App* run;
  CLI::App* explain;
  CLI::App* list;
  CLI::App* waves;
  CLI::App* check;
  CLI::App* diff;
  bool version = false;
};

Parts::Parts(Options& options, RawRun& raw)
    : run(app.add_subcommand("run", "run a scenario, or any bare-metal RV64 program")),
      explain(app.add_subcommand("explain", "say where the cycles of a run's rendezvous went")),
      list(app.add_subcommand("list", "list scenarios, presets or params")),
      waves(app.add_subcommand("waves", "open the waves of a run in GTKWave")),
      check(app.add_subcommand("check", "hold runs to the figures of baselines")),
      diff(app.add_subcommand("diff", "what moved between two runs, and where they part")) {
  app.add_flag("--version", version, "versions of the program and what it is built with");
  app.footer(kFooter);
  app.require_subcommand(0, 1);  // or "waves run" would be two commands
  add_program_options(*run, options.run);
  add_machine_options(*run, options.run, raw);
  add_output_options(*run, options.run, raw);
  add_switches(*run, options.run, raw);
  add_explain_options(*explain, options.explain, raw);
  list->add_option("what", options.list, "scenarios, presets or params")->type_name("WHAT");
  list->add_flag("--json", options.list_json, "print the list as JSON");
  waves->add_option("folder", options.waves.folder, "folder of a run")->type_name("DIR");
  waves
      ->add_option("--rendezvous", raw.rendezvous,
                   "open on this one of results.json, from 0 (default: the first that returned)")
      ->type_name("N");
  waves->add_flag("--print", options.waves.print, "print the layout instead of opening it");
  add_check_options(*check, options.check);
  add_diff_options(*diff, options.diff);
  // What is too much is refused in words of our own.
  for (CLI::App* part : {&app, run, explain, list, waves, check, diff}) part->allow_extras();
}

void choose_command(Options& options, const Parts& parts, const RawRun& raw) {
  for (const CLI::App* part :
       {parts.run, parts.explain, parts.list, parts.waves, parts.check, parts.diff})
    if (part->parsed() && part->remaining_size() > 0) refuse_extra(*part);
  if (parts.app.remaining_size() > 0) refuse_extra(parts.app);
  if (parts.version) {
    options.command = Command::Version;
  } else if (parts.run->parsed()) {
    options.command = Command::Run;
    interpret(options.run, raw);
  } else if (parts.explain->parsed()) {
    options.command = Command::Explain;
    if (options.explain.folder.empty())
      throw UsageError("explain: say which run: the folder that `standstill run` left");
    options.explain.rendezvous = parse_rendezvous(raw.rendezvous);
  } else if (parts.list->parsed()) {
    options.command = Command::List;
    if (options.list.empty())
      throw UsageError("list: say of what: it must be scenarios, presets or params");
    choose("list", options.list, {"scenarios", "presets", "params"});
  } else if (parts.waves->parsed()) {
    options.command = Command::Waves;
    if (options.waves.folder.empty())
      throw UsageError("waves: say of which run: the folder that `standstill run --waves` left");
    options.waves.rendezvous = parse_rendezvous(raw.rendezvous);
  } else if (parts.check->parsed()) {
    options.command = Command::Check;
  } else if (parts.diff->parsed()) {
    options.command = Command::Diff;
    if (options.diff.after.empty())
      throw UsageError("diff: name two: run folders, or a baseline and one");
  } else {
    throw UsageError(
        fmt::format("no command: it must be {}; see --help", join_choices(commands())));
  }
}

}  // namespace

std::size_t choose(const std::string& option, const std::string& text,
                   const std::vector<std::string>& words) {
  const auto word = std::find(words.begin(), words.end(), text);
  if (word == words.end())
    throw UsageError(fmt::format("{} {}: it must be {}{}", option, text, join_choices(words),
                                 nearest_hint(text, words)));
  return static_cast<std::size_t>(word - words.begin());
}

Options parse_command_line(int argc, const char* const* argv) {
  check_command(argc, argv);
  check_words(argc, argv);
  Options options;
  RawRun raw;
  Parts parts(options, raw);
  try {
    parts.app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    options.help = parts.app.help();  // of the command, if one was named
    return options;
  } catch (const CLI::ParseError& error) {
    throw UsageError(parse_message(error));
  }
  choose_command(options, parts, raw);
  return options;
}

}  // namespace standstill::testbench
