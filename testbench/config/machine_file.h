// Machine configurations as files: TOML in and out, presets, JSON out.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_CONFIG_MACHINE_FILE_H
#define STANDSTILL_TESTBENCH_CONFIG_MACHINE_FILE_H

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "common/config.h"

namespace standstill::testbench {

/// Reads TOML text over the defaults. Throws UsageError "<place>:<line>:<column>: ...". What spans
/// fields is not checked here: the command line may yet change them.
MachineConfig parse_machine(const std::string& text, const std::string& place);

/// Reads a file. Throws UsageError also when it cannot be read.
MachineConfig load_machine_file(const std::string& path);

/// The configuration as TOML with every field, in the table's order; reads back to the same.
std::string to_toml(const MachineConfig& config);
/// The same as nested JSON.
nlohmann::ordered_json to_json(const MachineConfig& config);

/// A machine description that comes with the program.
struct Preset {
  std::string name;
  std::string path;
  std::string doc;  ///< the file's first comment line
};

/// Finds presets: a folder of .toml files beside the executable's share folder, else the one the
/// program was built from.
class Presets {
 public:
  /// @param folders tried in order; the first that exists is used
  explicit Presets(const std::vector<std::string>& folders);
  const std::vector<Preset>& all() const { return presets_; }
  /// `-c` takes a path or the name of a preset. What holds a '/' or ends in ".toml" is a path.
  std::string resolve(const std::string& path_or_name) const;

 private:
  std::vector<Preset> presets_;  ///< by name
};

/// Folders to look for presets in, for an executable at `executable` (argv[0] or /proc/self/exe).
std::vector<std::string> preset_folders(const std::string& executable);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_CONFIG_MACHINE_FILE_H
