// Sums regions up.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/region_results.h"

#include <nlohmann/json.hpp>
#include <string>

namespace standstill::testbench {

Statistics statistics_of(const Region& region) {
  std::vector<Cycle> all;
  for (const auto& [hart, passes] : region.passes)
    all.insert(all.end(), passes.begin(), passes.end());
  return statistics(std::move(all));
}

nlohmann::ordered_json regions_json(const Regions& regions) {
  using Json = nlohmann::ordered_json;
  Json json = Json::object();
  for (const auto& [number, region] : regions) {
    const Statistics all = statistics_of(region);
    Json& one = json[std::to_string(number)] = json_of(all);
    one["unended"] = region.unended;
    one["median_by_hart"] = Json::object();
    for (const auto& [hart, passes] : region.passes)
      one["median_by_hart"][std::to_string(hart)] = *statistics(passes).median;
  }
  return json;
}

}  // namespace standstill::testbench
