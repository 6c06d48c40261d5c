// The commands of the program: a row each, and what their rows are made of.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_COMMAND_LINE_H
#define STANDSTILL_TESTBENCH_PROGRAM_COMMAND_LINE_H

#include <CLI/App.hpp>
#include <optional>
#include <string>

#include "testbench/program/limit_options.h"
#include "testbench/program/options.h"

namespace standstill::testbench {

/// What CLI11 fills in as text; meaning is given to it afterwards, in words of our own.
struct RawOptions {
  std::string harts;
  std::string fabric_class = "auto";
  std::string log_level = "rendezvous";
  RawLimits limits;
  std::string rendezvous;
  bool no_rtl_gating = false;
  bool no_spin_skipping = false;
};

/// One command: `add` declares its options, `finish` gives meaning to what was typed. Both throw
/// UsageError.
struct CommandRow {
  const char* name;
  const char* doc;
  Command command;
  void (*add)(CLI::App& app, Options& options, RawOptions& raw);
  void (*finish)(Options& options, const RawOptions& raw);
};

void add_run_options(CLI::App& app, Options& options, RawOptions& raw);
void finish_run_options(Options& options, const RawOptions& raw);
void add_explain_options(CLI::App& app, Options& options, RawOptions& raw);
void finish_explain_options(Options& options, const RawOptions& raw);
void add_list_options(CLI::App& app, Options& options, RawOptions& raw);
void finish_list_options(Options& options, const RawOptions& raw);
void add_waves_options(CLI::App& app, Options& options, RawOptions& raw);
void finish_waves_options(Options& options, const RawOptions& raw);
void add_check_options(CLI::App& app, Options& options, RawOptions& raw);
void finish_check_options(Options& options, const RawOptions& raw);
void add_diff_options(CLI::App& app, Options& options, RawOptions& raw);
void finish_diff_options(Options& options, const RawOptions& raw);

/// `--rendezvous`: empty if it was not given; throws UsageError for what is no number.
std::optional<unsigned> parse_rendezvous(const std::string& text);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_COMMAND_LINE_H
