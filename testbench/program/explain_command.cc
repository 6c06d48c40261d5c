// Reads a run's folder back and explains it.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/explain_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "testbench/config/machine_file.h"
#include "testbench/elf/image.h"
#include "testbench/explain/path_probe.h"
#include "testbench/explain/report.h"
#include "testbench/probes/event_reader.h"
#include "testbench/probes/rendezvous_probe.h"
#include "testbench/program/output_folder.h"
#include "testbench/results/results_file.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

/// What host.json says of the run that matters here.
struct HostWords {
  std::string elf;
  std::string log_level;
};

std::string checked_file(const std::string& folder, const char* name) {
  std::string path = folder + "/" + name;
  if (access(path.c_str(), R_OK) != 0)
    throw UsageError(fmt::format("explain {}: cannot read {}: {}; `standstill run -o {}` writes it",
                                 folder, path, std::strerror(errno), folder));
  return path;
}

HostWords host_words(const std::string& folder) {
  std::ifstream file(checked_file(folder, kHostFile));
  try {
    const Json host = Json::parse(file);
    return {host.at("elf"), host.at("log_level")};
  } catch (const Json::exception& error) {
    throw UsageError(fmt::format("explain {}: {}/{} is not that of a run: {}", folder, folder,
                                 kHostFile, error.what()));
  }
}

/// The program may be gone since, or be another one: then addresses stay addresses.
Symbolizer symbols_of(const std::string& elf, std::uint64_t dram_size) {
  ElfImage image;
  try {
    image = load_elf(elf, dram_size);
  } catch (const UsageError&) {
    image = ElfImage();
  }
  return [image](Addr address) {
    const SymbolPlace place = image.symbolize(address);
    return *place.name == '\0' ? fmt::format("{:#x}", address) : image.symbol_text(address);
  };
}

AddressMap address_map(const MachineConfig& config) {
  AddressMap map;
  map.harts = config.harts;
  map.homes = config.l2.banks;
  map.dram_size = config.dram.size;
  return map;
}

std::vector<Explained> returned(const std::vector<Rendezvous>& all,
                                const std::vector<std::optional<CriticalPath>>& paths) {
  std::vector<Explained> explained;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (paths[i]) explained.push_back({&all[i], &*paths[i]});
  return explained;
}

Explained chosen(const ExplainOptions& options, const std::vector<Explained>& all) {
  for (const Explained& one : all)
    if (one.rendezvous->id == *options.rendezvous) return one;
  throw UsageError(fmt::format(
      "explain {}: --rendezvous {}: it must be one that returned; the run has {}, the first is {}, "
      "the last {}",
      options.folder, *options.rendezvous, all.size(), all.front().rendezvous->id,
      all.back().rendezvous->id));
}

std::string json_text(const std::vector<Explained>& all, const Symbolizer& symbols) {
  Json json = Json::array();
  for (const Explained& one : all) {
    Json& each = json.emplace_back(Json::object());
    each["id"] = one.rendezvous->id;
    each["critical_path"] = path_json(*one.path);
    each["last_arrival"] = last_arrival(one, symbols);
    each["segments"] = Json::array();
    for (const Segment& segment : one.path->segments) {
      Json& part = each["segments"].emplace_back(Json::object());
      part["from"] = segment.begin;
      part["cycles"] = segment.cycles();
      part["hart"] = segment.hart;
      part["cause"] = name_of(segment.cause);
      part["where"] = segment.place == 0 ? Json(nullptr) : Json(symbols(segment.place));
    }
  }
  return json.dump(1) + "\n";
}

}  // namespace

std::string explain_text(const ExplainOptions& options) {
  const std::string& folder = options.folder;
  const HostWords host = host_words(folder);
  if (host.log_level == "marks")
    throw UsageError(
        fmt::format("explain {}: the run's --log-level was marks, and the critical path needs "
                    "memory events: run again with rendezvous (the default) or all",
                    folder));
  const MachineConfig config = load_machine_file(checked_file(folder, kConfigFile));
  RendezvousProbe probe(config.harts);
  PathProbe paths(config.harts);
  read_events(checked_file(folder, kEventsFile), address_map(config), {&probe, &paths});
  std::vector<Explained> all = returned(probe.all(), paths.all());
  if (all.empty()) throw UsageError(fmt::format("explain {}: no rendezvous returned", folder));
  if (options.rendezvous) all = {chosen(options, all)};
  const Symbolizer symbols = symbols_of(host.elf, config.dram.size);
  if (options.json) return json_text(all, symbols);
  return all.size() == 1 ? explain_one(all.front(), symbols, true) : explain_many(all, symbols);
}

}  // namespace standstill::testbench
