// Adds critical paths up.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/path_totals.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace standstill::testbench {

nlohmann::ordered_json path_totals_json(const std::vector<std::optional<CriticalPath>>& paths) {
  using Json = nlohmann::ordered_json;
  std::uint64_t count = 0;
  Cycle cycles = 0;
  std::array<Cycle, kPathCauses> by_cause{};
  std::map<HartId, Cycle> by_hart;
  for (const auto& path : paths) {
    if (!path) continue;
    ++count;
    cycles += path->cycles();
    const auto causes = path->by_cause();
    for (unsigned cause = 0; cause < kPathCauses; ++cause) by_cause[cause] += causes[cause];
    for (const auto& [hart, part] : path->by_hart()) by_hart[hart] += part;
  }
  if (count == 0) return nullptr;
  Json json;
  json["rendezvous"] = count;
  json["cycles"] = cycles;
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    json["by_cause"][name_of(static_cast<PathCause>(cause))] = by_cause[cause];
  for (const auto& [hart, part] : by_hart) json["by_hart"][std::to_string(hart)] = part;
  return json;
}

}  // namespace standstill::testbench
