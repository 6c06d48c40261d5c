// Hands over to GTKWave.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/waves_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "testbench/config/machine_file.h"
#include "testbench/program/output_folder.h"
#include "testbench/results/host_file.h"
#include "testbench/results/results_file.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"
#include "testbench/waves/layout.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::json;

void check_readable(const std::string& folder, const std::string& file) {
  if (access(file.c_str(), R_OK) != 0)
    throw UsageError(fmt::format("waves {}: cannot read {}: {}; `standstill run --waves` writes it",
                                 folder, file, std::strerror(errno)));
}

std::string text_of(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  check_readable(folder, path);
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The layout of that rendezvous, from what the run has written. Throws Json::exception.
std::string layout_text(const std::string& folder, unsigned id) {
  const Json results = Json::parse(text_of(folder, kResultsFile));
  const Json host = Json::parse(text_of(folder, kHostFile));
  const MachineConfig config = load_machine_file(folder + "/" + kConfigFile);
  const std::vector<Rendezvous> all = rendezvous_of(results);
  if (id >= all.size())
    throw UsageError(fmt::format("waves {}: no rendezvous {}: the run has {}, counted from 0",
                                 folder, id, all.size()));
  const FabricClass built = fabric_class_of(host.at("switches").at("fabric_class"));
  WaveLayout layout = rendezvous_layout(config, slots_of(built, config.harts),
                                        results.at("outcome").at("cycles"), &all[id]);
  layout.save_file = kRendezvousLayoutFile;
  return gtkw_text(layout);
}

std::string checked_layout_text(const std::string& folder, unsigned id) {
  try {
    return layout_text(folder, id);
  } catch (const Json::exception& error) {
    throw UsageError(fmt::format("waves {}: not the files of a run: {}", folder, error.what()));
  }
}

bool has(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

[[noreturn]] void open(const std::string& folder, const std::string& layout) {
  // GTKWave itself would print its usage and exit with 0.
  if (!has("DISPLAY") && !has("WAYLAND_DISPLAY"))
    throw UsageError(
        fmt::format("waves {}: no screen here (DISPLAY is not set): copy {} and {} "
                    "into one folder on a machine with one, and run gtkwave {} there",
                    folder, kWaveFile, layout, layout));
  execlp("gtkwave", "gtkwave", (folder + "/" + layout).c_str(), static_cast<char*>(nullptr));
  throw UsageError(fmt::format("waves {}: cannot start gtkwave: {}", folder, std::strerror(errno)));
}

}  // namespace

void waves_command(const WavesOptions& options) {
  const std::string& folder = options.folder;
  for (const char* file : {kWaveFile, kLayoutFile}) check_readable(folder, folder + "/" + file);
  const std::string text = options.rendezvous ? checked_layout_text(folder, *options.rendezvous)
                                              : text_of(folder, kLayoutFile);
  if (options.print) {
    std::fputs(text.c_str(), stdout);
    return;
  }
  if (!options.rendezvous) open(folder, kLayoutFile);
  write_file(folder + "/" + kRendezvousLayoutFile, text);
  open(folder, kRendezvousLayoutFile);
}

}  // namespace standstill::testbench
