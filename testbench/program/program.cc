// Picks the command, and turns what went wrong into an exit code.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/program.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "testbench/program/characterize_command.h"
#include "testbench/program/check_command.h"
#include "testbench/program/child.h"
#include "testbench/program/diff_command.h"
#include "testbench/program/explain_command.h"
#include "testbench/program/irqsoff_command.h"
#include "testbench/program/list_command.h"
#include "testbench/program/options.h"
#include "testbench/program/plan.h"
#include "testbench/program/report_command.h"
#include "testbench/program/run_command.h"
#include "testbench/program/sweep_command.h"
#include "testbench/program/waves_command.h"
#include "testbench/report/page.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;

Versions versions() {
#if defined(__clang__)
  const char* compiler = "clang++ " __clang_version__;
#else
  const char* compiler = "g++ " __VERSION__;
#endif
  return {STANDSTILL_VERSION, STANDSTILL_VERILATOR_VERSION, STANDSTILL_SYSTEMC_VERSION, compiler};
}

std::string version_text() {
  const Versions v = versions();
  return fmt::format("standstill {} (Verilator {}, SystemC {}, {}, {})\n", v.standstill,
                     v.verilator, v.systemc, v.compiler, report::chart_library());
}

/// Where this program stands; the share folder is found from it.
fs::path executable() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
}

std::string firmware_path() {
  if (const char* path = std::getenv("STANDSTILL_FIRMWARE"); path && *path) return path;
  const fs::path installed =
      executable().parent_path() / ".." / "share" / "standstill" / "standstill-kernel.elf";
  std::error_code error;
  return fs::exists(installed, error) ? installed.lexically_normal().string()
                                      : STANDSTILL_FIRMWARE_PATH;
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int run_options(const Options& options) {
  const Presets presets(preset_folders(executable()));
  switch (options.command) {
    case Command::Run:
      return run_command(options.run, make_plan(options.run, presets, firmware_path()), versions());
    case Command::Explain:
      print(explain_text(options.explain));
      return 0;
    case Command::IrqsOff:
      print(irqsoff_text(options.irqsoff));
      return 0;
    case Command::List:
      print(list_text(options.list, presets, options.list_json));
      return 0;
    case Command::Waves:
      waves_command(options.waves);
      return 0;
    case Command::Check:
      return check_command(options.check, presets, firmware_path(), versions());
    case Command::Diff:
      return diff_command(options.diff);
    case Command::Sweep:
      return sweep_command(options.sweep, presets, firmware_path(), versions());
    case Command::Characterize:
      return characterize_command(options.run, make_plan(options.run, presets, firmware_path()),
                                  versions());
    case Command::Report:
      print(report_command(options.report));
      return 0;
    case Command::Help:
      print(options.help);
      return 0;
    case Command::Version:
      print(version_text());
      return 0;
  }
  return 4;
}

}  // namespace

int run_program(int argc, const char* const* argv) noexcept {
  return guarded([&] { return run_options(parse_command_line(argc, argv)); });
}

}  // namespace standstill::testbench
