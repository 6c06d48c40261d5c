// --max-cycles and --no-progress.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/limit_options.h"

#include <fmt/format.h>

#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

/// @param or_else what is legal besides, in words
Cycle parse_cycles(const std::string& option, const std::string& text, const char* or_else) {
  Cycle value = 0;
  bool good = !text.empty() && text.size() <= 19;
  for (const char c : text) {
    good = good && c >= '0' && c <= '9';
    value = value * 10 + static_cast<Cycle>(c - '0');
  }
  if (!good || value == 0)
    throw UsageError(fmt::format("{} {}: it must be a number of cycles, 1 to 9999999999999999999{}",
                                 option, text, or_else));
  return value;
}

}  // namespace

void add_limit_options(CLI::App& run, RawLimits& raw) {
  run.add_option("--max-cycles", raw.max_cycles,
                 "end the run there, with exit code 3 (default: no limit)")
      ->type_name("N");
  run.add_option("--no-progress", raw.no_progress,
                 fmt::format("end the run, with exit code 3, when a rendezvous has not moved, a "
                             "hart has waited for an answer, or all harts have slept for so many "
                             "cycles; off: never (default {})",
                             kDefaultNoProgress))
      ->type_name("N|off");
}

void interpret_limits(RunOptions& options, const RawLimits& raw) {
  if (!raw.max_cycles.empty())
    options.max_cycles = parse_cycles("--max-cycles", raw.max_cycles, "");
  if (raw.no_progress == "off")
    options.no_progress = kNever;
  else if (!raw.no_progress.empty())
    options.no_progress = parse_cycles("--no-progress", raw.no_progress, ", or off");
}

}  // namespace standstill::testbench
