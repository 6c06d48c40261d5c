// The command line in CLI11.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/options.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <utility>

#include "testbench/program/command_line.h"
#include "testbench/program/words.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 pass; 1 the guest or a check failed; 2 bad usage, configuration or ELF;\n"
    "3 no progress; 4 a bug of the simulator; 130 and 143 interrupted.";

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

constexpr CommandRow kRows[] = {
    {"run", "run a scenario, or any bare-metal RV64 program", Command::Run, add_run_options,
     finish_run_options},
    {"list", "list scenarios, presets or params", Command::List, add_list_options,
     finish_list_options},
    {"explain", "say where the cycles of a run's rendezvous went", Command::Explain,
     add_explain_options, finish_explain_options},
    {"irqsoff", "say how long each CPU had interrupts off, and where", Command::IrqsOff,
     add_irqsoff_options, finish_irqsoff_options},
    {"waves", "open the waves of a run in GTKWave", Command::Waves, add_waves_options,
     finish_waves_options},
    {"sweep", "run many points, reuse those that were run, and write one table", Command::Sweep,
     add_sweep_options, finish_sweep_options},
    {"characterize", "measure what lines, atomics, devices and interrupts cost on a machine",
     Command::Characterize, add_characterize_options, finish_characterize_options},
    {"report", "make one HTML page of runs, sweeps and characterizations", Command::Report,
     add_report_options, finish_report_options},
    {"check", "hold runs to the figures of baselines", Command::Check, add_check_options,
     finish_check_options},
    {"diff", "say what moved between two runs, and where they part", Command::Diff,
     add_diff_options, finish_diff_options},
};

std::vector<std::string> commands() {
  std::vector<std::string> names;
  for (const CommandRow& row : kRows) names.emplace_back(row.name);
  return names;
}

void check_command(int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  const std::string word = argv[1];
  const std::vector<std::string> known = commands();
  if (std::find(known.begin(), known.end(), word) == known.end())
    throw UsageError(fmt::format("{}: unknown command: it must be {}{}", word, join_choices(known),
                                 nearest_hint(word, known)));
}

/// The command line for CLI11.
struct Parts {
  Parts(Options& options, RawOptions& raw);
  CLI::App app{
      "Measures, cycle by cycle, what it costs to bring a many-core machine to a standstill.",
      "standstill"};
  std::vector<CLI::App*> parts;  ///< one a row
  bool version = false;
};

Parts::Parts(Options& options, RawOptions& raw) {
  app.add_flag("--version", version, "versions of the program and what it is built with");
  app.footer(kFooter);
  app.require_subcommand(0, 1);  // or "waves run" would be two commands
  app.allow_extras();            // what is too much is refused in words of our own
  for (const CommandRow& row : kRows) {
    parts.push_back(app.add_subcommand(row.name, row.doc));
    parts.back()->allow_extras();
    row.add(*parts.back(), options, raw);
  }
}

void choose_command(Options& options, const Parts& parts, const RawOptions& raw) {
  for (const CLI::App* part : parts.parts)
    if (part->parsed() && part->remaining_size() > 0) refuse_extra(*part);
  if (parts.app.remaining_size() > 0) refuse_extra(parts.app);
  if (parts.version) {
    options.command = Command::Version;
    return;
  }
  for (std::size_t i = 0; i < parts.parts.size(); ++i) {
    if (!parts.parts[i]->parsed()) continue;
    options.command = kRows[i].command;
    kRows[i].finish(options, raw);
    return;
  }
  throw UsageError(fmt::format("no command: it must be {}; see --help", join_choices(commands())));
}

/// Empty if it was not given.
std::optional<unsigned> parse_id(const char* option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw UsageError(fmt::format("{} {}: it must be the number of one, from 0", option, text));
  return value;
}

}  // namespace

std::optional<unsigned> parse_rendezvous(const std::string& text) {
  return parse_id("--rendezvous", text);
}

std::optional<unsigned> parse_hart(const std::string& text) { return parse_id("--hart", text); }

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
  RawOptions raw;
  Parts parts(options, raw);
  try {
    std::vector<std::string> words = join_waves(argc, argv);
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    words.pop_back();
    parts.app.parse(std::move(words));
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
