// What a sweep is told, as it stands in its file.
// SPDX-License-Identifier: Apache-2.0
//
// docs/sweeps.md describes the file.
#ifndef STANDSTILL_TESTBENCH_SWEEP_SPEC_H
#define STANDSTILL_TESTBENCH_SWEEP_SPEC_H

#include <optional>
#include <string>
#include <vector>

#include "common/types.h"
#include "testbench/probes/event_log.h"
#include "testbench/sweep/value_set.h"

namespace standstill::testbench {

/// Keys are those of `--set`, "arg.NAME", and these.
inline constexpr const char* kHartsKey = "harts";
inline constexpr const char* kConfigKey = "config";
inline constexpr const char* kScenarioKey = "scenario";
inline constexpr const char* kArgumentPrefix = "arg.";

/// A key with the values it takes.
struct Axis {
  std::string key;
  ValueSet values;
  std::string place;  ///< "file:line:column" of the values
};

/// A key with one value.
struct Setting {
  std::string key;
  std::string value;
  std::string place;
};

struct SweepSpec {
  std::string path;  ///< of the file; what the file names is seen from its folder
  std::string text;
  std::string name;
  std::string about;
  std::string elf;  ///< as it stands there; empty: the firmware
  std::optional<Cycle> max_cycles;
  LogLevel log_level = LogLevel::Rendezvous;
  bool keep_logs = false;
  std::vector<Setting> fixed;              ///< scenario, config, harts, [set], [arg]
  std::vector<std::vector<Setting>> list;  ///< all with the same keys in the same order
  std::uint64_t draws = 0;                 ///< 0: there is no [random]
  std::uint64_t seed = 0;
  std::vector<Axis> random;
  std::vector<Axis> grid;
  std::vector<std::vector<Axis>> exclude;
};

/// Throws UsageError "<path>:<line>:<column>: ..." for what is no specification. Keys and values of
/// parameters are checked; those of arguments, and what depends on several, are not.
SweepSpec parse_spec(const std::string& text, const std::string& path);

/// Reads the file. Throws UsageError also when it cannot be read.
SweepSpec load_spec(const std::string& path);

/// The keys that differ from point to point: list, random, grid.
std::vector<std::string> axis_keys(const SweepSpec& spec);

/// A path of the specification as seen from here; the name of a preset stays.
std::string beside_spec(const SweepSpec& spec, const std::string& path);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_SPEC_H
