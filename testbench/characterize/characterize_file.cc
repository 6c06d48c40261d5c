// The file, field by field.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/characterize/characterize_file.h"

#include <nlohmann/json.hpp>

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Moment& moment) { return moment ? Json(*moment) : Json(nullptr); }

/// A FIGURE of docs/characterize.md: without the p99 of results.json.
Json figure_json(const Statistics& statistics) {
  Json json;
  json["count"] = statistics.count;
  json["min"] = json_of(statistics.min);
  json["median"] = json_of(statistics.median);
  json["max"] = json_of(statistics.max);
  return json;
}

template <typename Value>
std::string name_of_value(Value value, const char* const* names) {
  return names[static_cast<unsigned>(value)];
}

Json core_to_core_json(const CoreToCore& figures) {
  Json json;
  json["line"] = figures.line;
  json["home"] = figures.home;
  json["round_trip"] = Json::array();
  for (const std::vector<Moment>& row : figures.round_trip) {
    Json& cells = json["round_trip"].emplace_back(Json::array());
    for (const Moment& cell : row) cells.push_back(json_of(cell));
  }
  json["all"] = figure_json(figures.all);
  json["overhead"] = figure_json(figures.overhead);
  json["by_links"] = Json::array();
  for (const LinksFigure& one : figures.by_links)
    json["by_links"].push_back({{"links", one.links}, {"cycles", figure_json(one.cycles)}});
  return json;
}

void add_access(Json& json, const Characterization& machine) {
  json["access"] = Json::array();
  for (const AccessFigure& one : machine.access)
    json["access"].push_back(
        {{"operation", name_of_value(one.operation, platform::kOperationNames)},
         {"state", name_of_value(one.state, platform::kLineStateNames)},
         {"cycles", figure_json(one.cycles)}});
  json["access_overhead"] = Json::array();
  for (std::size_t i = 0; i < machine.access_overhead.size(); ++i)
    json["access_overhead"].push_back({{"operation", platform::kOperationNames[i]},
                                       {"cycles", figure_json(machine.access_overhead[i])}});
}

Json contention_json(const std::vector<Contention>& all) {
  Json json = Json::array();
  for (const Contention& one : all)
    json.push_back({{"harts", one.harts},
                    {"operations", one.operations},
                    {"cycles", one.cycles},
                    {"per_hart", figure_json(one.per_hart)}});
  return json;
}

Json interrupts_json(const std::vector<InterruptFigure>& all) {
  Json json = Json::array();
  for (const InterruptFigure& one : all)
    json.push_back({{"target", name_of_value(one.target, platform::kTargetNames)},
                    {"guest", figure_json(one.guest)},
                    {"exact", figure_json(one.exact)}});
  return json;
}

}  // namespace

std::string characterize_text(const Characterization& machine, const RunResults& results) {
  const Json run = to_json(results);
  Json json;
  json["schema_version"] = kCharacterizeSchemaVersion;
  json["harts"] = machine.harts;
  json["frequency"] = machine.frequency;
  json["arguments"] = run["arguments"];
  json["program"] = run["program"];
  json["core_to_core"] =
      machine.core_to_core ? core_to_core_json(*machine.core_to_core) : Json(nullptr);
  add_access(json, machine);
  json["contention"] = contention_json(machine.contention);
  json["mmio"] = Json::array();
  for (std::size_t i = 0; i < machine.mmio.size(); ++i)
    json["mmio"].push_back(
        {{"access", platform::kDeviceAccessNames[i]}, {"cycles", figure_json(machine.mmio[i])}});
  json["mmio_overhead"] = figure_json(machine.mmio_overhead);
  json["doorbell"] = interrupts_json(machine.doorbell);
  json["timer"] = interrupts_json(machine.timer);
  return json.dump(1) + "\n";
}

}  // namespace standstill::testbench
