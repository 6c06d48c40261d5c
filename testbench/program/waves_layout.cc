// Reads a run's folder for its layouts.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/waves_layout.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "testbench/config/machine_file.h"
#include "testbench/probes/event_reader.h"
#include "testbench/program/output_folder.h"
#include "testbench/program/waves_window.h"
#include "testbench/results/host_file.h"
#include "testbench/results/results_file.h"
#include "testbench/text/number.h"
#include "testbench/text/usage_error.h"
#include "testbench/waves/layout.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::json;

/// What the folder tells.
struct Folder {
  explicit Folder(const std::string& path);

  std::string path;
  WaveScene scene;
  std::vector<Rendezvous> all;
  bool two_lines = false;  ///< state and thread_ack have a line each
};

[[noreturn]] void refuse(const std::string& folder, const std::string& why) {
  throw UsageError(fmt::format("waves {}: {}", folder, why));
}

Json json_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return Json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

bool has_two_lines(const Json& arguments) {
  std::vector<RunArgument> words;
  for (const auto& [name, value] : arguments.items())
    words.push_back({name, value.is_string() ? value.get<std::string>() : value.dump()});
  const WatchedWords offsets = watched_words(words);
  return offsets.state / kLineBytes != offsets.thread_ack / kLineBytes;
}

Folder::Folder(const std::string& folder) : path(folder) {
  const Json results = json_of(folder + "/" + kResultsFile);
  const Json host = json_of(folder + "/" + kHostFile);
  scene.config = load_machine_file(folder + "/" + kConfigFile);
  const FabricClass built = fabric_class_of(host.at("switches").at("fabric_class"));
  scene.fabric_slots = slots_of(built, scene.config.harts);
  const Json& window = host.at("waves_window");
  scene.held = {window.at("from"), window.at("to")};
  all = rendezvous_of(results);
  two_lines = has_two_lines(results.at("arguments"));
}

std::string cycles_text(Cycle from, Cycle to) {
  return fmt::format("cycles {} to {}", grouped(from), grouped(to));
}

/// The rendezvous asked for, or the first that is in the waves as a whole.
const Rendezvous& rendezvous_in(const Folder& folder, std::optional<unsigned> id) {
  const CycleWindow& held = folder.scene.held;
  const std::string waves = "the waves, which hold " + cycles_text(held.from, held.to - 1);
  if (!id) {
    const Rendezvous* first = first_returned(folder.all, held);
    if (!first) refuse(folder.path, "no whole rendezvous is in " + waves);
    return *first;
  }
  if (*id >= folder.all.size())
    refuse(folder.path,
           fmt::format("no rendezvous {}: the run has {}, counted from 0", *id, folder.all.size()));
  const Rendezvous& found = folder.all[*id];
  const Cycle end = found.returned.value_or(found.call);
  if (!held.contains(found.call) || !held.contains(end))
    refuse(folder.path, fmt::format("rendezvous {}, {}, is not in {}; `standstill run --waves "
                                    "rendezvous={}` writes those",
                                    *id, cycles_text(found.call, end), waves, *id));
  return found;
}

WaveLayout ipi_layout_of(const Folder& folder, const WavesOptions& options) {
  const Rendezvous& rendezvous = rendezvous_in(folder, options.rendezvous);
  std::optional<Ipi> ipi = find_ipi(rendezvous, options.hart);
  if (!ipi)
    refuse(folder.path,
           options.hart
               ? fmt::format("hart {} has no doorbell with a trap in rendezvous {}", *options.hart,
                             rendezvous.id)
               : fmt::format("no hart has a doorbell with a trap in rendezvous {}", rendezvous.id));
  IpiProbe probe(*ipi);
  read_events(folder.path + "/" + kEventsFile, address_map_of(folder.scene.config), {&probe});
  return ipi_layout(folder.scene, *ipi);
}

WaveLayout layout_of(const WavesOptions& options) {
  const Folder folder(options.folder);
  if (options.layout == WavesLayout::Ipi) return ipi_layout_of(folder, options);
  const Rendezvous& rendezvous = rendezvous_in(folder, options.rendezvous);
  if (options.layout == WavesLayout::Rendezvous)
    return rendezvous_layout(folder.scene, &rendezvous);
  return coherence_layout(folder.scene, rendezvous, folder.two_lines);
}

}  // namespace

const char* waves_layout_file(WavesLayout layout) {
  switch (layout) {
    case WavesLayout::Ipi:
      return kIpiLayoutFile;
    case WavesLayout::Coherence:
      return kCoherenceLayoutFile;
    case WavesLayout::Rendezvous:
      break;
  }
  return kRendezvousLayoutFile;
}

std::string waves_layout_text(const WavesOptions& options) {
  try {
    WaveLayout layout = layout_of(options);
    layout.save_file = waves_layout_file(options.layout);
    return gtkw_text(layout);
  } catch (const Json::exception& error) {
    refuse(options.folder, fmt::format("not the files of a run: {}", error.what()));
  }
}

}  // namespace standstill::testbench
