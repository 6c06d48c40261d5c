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
#include "testbench/elf/symbolizer.h"
#include "testbench/explain/path_probe.h"
#include "testbench/explain/report.h"
#include "testbench/probes/event_reader.h"
#include "testbench/probes/rendezvous_probe.h"
#include "testbench/program/output_folder.h"
#include "testbench/results/results_file.h"
#include "testbench/text/usage_error.h"
#include "testbench/text/wrap.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kColumns = 100;  ///< of a terminal, for paragraphs

/// What host.json says of the run that matters here.
struct HostWords {
  std::string elf;
  std::string log_level;
};

constexpr const char* kFolderHint = "name a folder that `standstill run` left";
constexpr const char* kLogHint =
    "a run writes it, and a sweep keeps it only by keep = \"all\" in its specification";

std::string checked_file(const std::string& folder, const char* name) {
  std::string path = folder + "/" + name;
  if (access(path.c_str(), R_OK) != 0)
    throw UsageError(fmt::format("explain {}: cannot read {}: {}; {}", folder, path,
                                 std::strerror(errno),
                                 std::string(name) == kEventsFile ? kLogHint : kFolderHint));
  return path;
}

HostWords host_words(const std::string& folder) {
  std::ifstream file(checked_file(folder, kHostFile));
  try {
    const Json host = Json::parse(file);
    return {host.at("elf"), host.at("log_level")};
  } catch (const Json::exception&) {  // that of a sweep, for one
    throw UsageError(fmt::format("explain {}: {}/{} is not that of a run: {}", folder, folder,
                                 kHostFile, kFolderHint));
  }
}

/// `program.sha256` of the run.
std::string program_of(const std::string& folder) {
  std::ifstream file(checked_file(folder, kResultsFile));
  try {
    return Json::parse(file).at("program").at("sha256");
  } catch (const Json::exception& error) {
    throw UsageError(fmt::format("explain {}: {}/{} is not that of a run: {}", folder, folder,
                                 kResultsFile, error.what()));
  }
}

/// Names for addresses; or why there are none.
struct Names {
  Symbolizer symbols;
  std::string note;  ///< empty if there are
};

/// The program may be gone since, or be another one: then addresses stay addresses.
Names names_of(const std::string& elf, std::uint64_t dram_size, const std::string& sha256) {
  try {
    const ElfImage image = load_elf(elf, dram_size);
    if (image.sha256() == sha256) return {symbolizer_of(image), ""};
    return {{},
            fmt::format("Addresses, not names: {} is another program than the one that ran, "
                        "whose sha256 is {}.",
                        elf, sha256)};
  } catch (const UsageError& error) {
    return {{}, fmt::format("Addresses, not names: {}.", error.what())};
  }
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

Json json_of(const Explained& one, const Symbolizer& symbols) {
  Json json;
  json["id"] = one.rendezvous->id;
  json["critical_path"] = path_json(*one.path, symbols);
  json["last_arrival"] = last_arrival(one, symbols);
  json["segments"] = Json::array();
  for (const auto& [segment, function] : parts_of(*one.path, symbols)) {
    Json& part = json["segments"].emplace_back(Json::object());
    part["from"] = segment.begin;
    part["cycles"] = segment.cycles();
    part["hart"] = segment.hart;
    part["cause"] = name_of(segment.cause);
    part["function"] = function;
    part["where"] = segment.place == 0 ? Json(nullptr) : Json(name_at(segment.place, symbols));
  }
  return json;
}

/// What `one` has more of than `median`: the counts below each of their objects.
Json more_json(const Json& one, const Json& median) {
  Json more = Json::object();
  for (const auto& [part, counts] : one.items()) {
    if (!counts.is_object()) continue;
    more[part] = Json::object();
    for (const auto& [name, cycles] : counts.items()) {
      const Cycle before = median.at(part).value(name, Cycle{0});
      if (cycles > before) more[part][name] = cycles.get<Cycle>() - before;
    }
  }
  return more;
}

Json summary_json(const std::vector<Explained>& all, const Symbolizer& symbols) {
  const Ranks ranks = ranks_of(all);
  const Json median = path_json(*ranks.median.path, symbols);
  Json json;
  json["count"] = all.size();
  json["median"] = {{"id", ranks.median.rendezvous->id}, {"critical_path", median}};
  for (const auto& [name, one] : {std::pair{"p99", ranks.p99}, std::pair{"max", ranks.maximum}}) {
    const Json path = path_json(*one.path, symbols);
    json[name] = {{"id", one.rendezvous->id},
                  {"critical_path", path},
                  {"more_than_median", more_json(path, median)}};
  }
  return json;
}

std::string json_text(const std::vector<Explained>& all, const Names& names) {
  Json json;
  json["note"] = names.note.empty() ? Json(nullptr) : Json(names.note);
  json["rendezvous"] = Json::array();
  for (const Explained& one : all) json["rendezvous"].push_back(json_of(one, names.symbols));
  json["summary"] = summary_json(all, names.symbols);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string words(const std::vector<Explained>& all, const Names& names) {
  const std::string text = all.size() == 1 ? explain_one(all.front(), names.symbols, true)
                                           : explain_many(all, names.symbols);
  return wrapped(names.note.empty() ? text : names.note + "\n" + text, kColumns);
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
  if (all.empty())
    throw UsageError(fmt::format(
        "explain {}: no rendezvous returned: there is no critical path; if the run hung, "
        "no_progress in results.json says who waited for whom",
        folder));
  if (options.rendezvous) all = {chosen(options, all)};
  const Names names = names_of(host.elf, config.dram.size, program_of(folder));
  return options.json ? json_text(all, names) : words(all, names);
}

}  // namespace standstill::testbench
