// From characterize.json to rows.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/characterization.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "testbench/text/usage_error.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

MaybeCycles cycles_of(const Json& json) {
  return json.is_null() ? MaybeCycles() : MaybeCycles(json.get<Cycle>());
}

Latency latency(const char* group, const std::string& name, const Json& figure) {
  return {group,
          name,
          figure.at("count").get<std::uint64_t>(),
          cycles_of(figure.at("min")),
          cycles_of(figure.at("median")),
          cycles_of(figure.at("max"))};
}

/// A list of records: the figure of each, and the keys that name it.
struct ListRow {
  const char* list;
  const char* figure;
  const char* keys[2];  ///< the second may be null
};
constexpr ListRow kLists[] = {{"access", "cycles", {"operation", "state"}},
                              {"access_overhead", "cycles", {"operation", nullptr}},
                              {"mmio", "cycles", {"access", nullptr}},
                              {"doorbell", "exact", {"target", nullptr}},
                              {"timer", "exact", {"target", nullptr}}};

void add_list(const Json& json, const ListRow& row, std::vector<Latency>& latencies) {
  for (const Json& record : json.at(row.list)) {
    std::string name = record.at(row.keys[0]).get<std::string>();
    if (row.keys[1]) name += ", " + record.at(row.keys[1]).get<std::string>();
    latencies.push_back(latency(row.list, name, record.at(row.figure)));
  }
}

}  // namespace

Characterization characterization_of(const Json& json, const std::string& name) {
  const Json& version = json.at("schema_version");
  if (version != kCharacterizationVersion)
    throw UsageError(fmt::format("{}: schema_version {}: this program reads {}; characterize again",
                                 name, version.dump(), kCharacterizationVersion));
  Characterization result;
  result.name = name;
  const Json& core_to_core = json.at("core_to_core");
  for (const Json& row : core_to_core.at("round_trip")) {
    std::vector<MaybeCycles>& cells = result.round_trip.emplace_back();
    for (const Json& value : row) cells.push_back(cycles_of(value));
    if (cells.size() != core_to_core.at("round_trip").size())
      throw UsageError(fmt::format(
          "{}: core_to_core.round_trip: a row has {} columns and must have {}, as many as harts",
          name, cells.size(), core_to_core.at("round_trip").size()));
  }
  result.latencies.push_back(latency("core_to_core", "all pairs", core_to_core.at("all")));
  for (const ListRow& row : kLists) add_list(json, row, result.latencies);
  return result;
}

}  // namespace standstill::testbench::report
