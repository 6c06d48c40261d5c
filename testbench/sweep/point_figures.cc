// Sums over harts and rendezvous, and one critical path.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/point_figures.h"

#include <algorithm>
#include <string>
#include <utility>

#include "testbench/explain/path.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

bool begins_with(const std::string& text, const std::string& beginning) {
  return text.compare(0, beginning.size(), beginning) == 0;
}

/// Of a number that each hart has, the sum says something of the machine.
bool is_wanted(const Figure& figure) {
  if (figure.name == "harts.*.id") return false;
  return begins_with(figure.name, "outcome.") || begins_with(figure.name, "summary.") ||
         begins_with(figure.name, "harts.*.");
}

std::uint64_t number(const Json& json) { return json.is_null() ? 0 : json.get<std::uint64_t>(); }

void add_sums(const Json& rendezvous, std::vector<Figure>& figures) {
  figures.push_back({"rendezvous.count", rendezvous.size()});
  for (const char* name : {"hart_cycles_lost", "doorbells", "doorbells_late"}) {
    std::uint64_t sum = 0;
    for (const Json& one : rendezvous) sum += number(one.at(name));
    figures.push_back({std::string("rendezvous.") + name, sum});
  }
  for (const char* name : {"held_back", "held_back_cycles"}) {
    std::uint64_t sum = 0;
    for (const Json& one : rendezvous)
      for (const Json& hart : one.at("per_hart")) sum += number(hart.at(name));
    figures.push_back({std::string("rendezvous.") + name, sum});
  }
}

Json path_of(const Json& rendezvous) {
  const Json& path = rendezvous.at("critical_path");
  if (path.is_null()) return nullptr;
  Json json;
  json["rendezvous"] = rendezvous.at("id");
  json["cycles"] = path.at("cycles");
  for (unsigned cause = 0; cause < kPathCauses; ++cause) {
    const char* name = name_of(static_cast<PathCause>(cause));
    json["by_cause"][name] = path.at("by_cause").value(name, std::uint64_t{0});
  }
  return json;
}

}  // namespace

PointFigures point_figures(const Json& results) {
  PointFigures point;
  for (Figure& figure : figures_of(results))
    if (is_wanted(figure)) point.figures.push_back(std::move(figure));
  const Json& rendezvous = results.at("rendezvous");
  add_sums(rendezvous, point.figures);
  const Json& median = results.at("summary").at("rendezvous").at("median");
  const auto found = std::find_if(rendezvous.begin(), rendezvous.end(), [&](const Json& one) {
    return !median.is_null() && one.at("rendezvous") == median;
  });
  if (found != rendezvous.end()) point.critical_path = path_of(*found);
  return point;
}

}  // namespace standstill::testbench
