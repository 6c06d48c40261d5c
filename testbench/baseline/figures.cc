// Flattens results.json.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/figures.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

/// What is no figure, or is the cause of figures.
constexpr const char* kLeftOut[] = {"schema_version", "scenario", "arguments", "program",
                                    "machine",        "harts",    "rendezvous"};

bool begins_with(const std::string& text, const std::string& beginning) {
  return text.compare(0, beginning.size(), beginning) == 0;
}

void flatten(const Json& json, const std::string& name, std::vector<Figure>& figures) {
  if (json.is_number_unsigned()) figures.push_back({name, json.get<std::uint64_t>()});
  if (json.is_null()) figures.push_back({name, std::nullopt});
  if (!json.is_object()) return;
  for (const auto& item : json.items()) flatten(item.value(), name + "." + item.key(), figures);
}

void add_harts(const Json& harts, std::vector<Figure>& figures) {
  std::vector<Figure> sums;
  std::map<std::string, std::size_t> places;  // in sums, by what follows the hart's number
  std::vector<Figure> each;
  for (std::size_t id = 0; id < harts.size(); ++id) {
    const std::string prefix = "harts." + std::to_string(id);
    std::size_t i = each.size();
    flatten(harts.at(id), prefix, each);
    for (; i < each.size(); ++i) {
      const std::string rest = each[i].name.substr(prefix.size());
      const auto place = places.emplace(rest, sums.size());
      if (place.second) sums.push_back({"harts.*" + rest, 0});
      *sums[place.first->second].value += each[i].value.value_or(0);
    }
  }
  figures.insert(figures.end(), sums.begin(), sums.end());
  figures.insert(figures.end(), each.begin(), each.end());
}

bool is_default(const Figure& figure, const std::vector<Figure>& all) {
  const std::string& name = figure.name;
  const std::string line = name.substr(0, name.rfind('.'));
  if (begins_with(name, "critical_path.by_cause.")) return figure.value != 0;
  if (begins_with(name, "summary.") || begins_with(name, "regions.")) {
    const Figure* count = find_figure(all, line + ".count");
    return count && count->value != 0;
  }
  return name == "outcome.cycles" || name == "harts.*.instructions";
}

}  // namespace

std::vector<Figure> figures_of(const Json& results) {
  std::vector<Figure> figures;
  for (const auto& item : results.items())
    if (std::find(std::begin(kLeftOut), std::end(kLeftOut), item.key()) == std::end(kLeftOut))
      flatten(item.value(), item.key(), figures);
  if (results.contains("harts")) add_harts(results["harts"], figures);
  return figures;
}

const Figure* find_figure(const std::vector<Figure>& figures, const std::string& name) {
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&](const Figure& figure) { return figure.name == name; });
  return found == figures.end() ? nullptr : &*found;
}

bool is_of_critical_path(const std::string& name) { return begins_with(name, "critical_path."); }

std::vector<Figure> default_figures(const std::vector<Figure>& figures) {
  std::vector<Figure> chosen;
  std::copy_if(figures.begin(), figures.end(), std::back_inserter(chosen),
               [&](const Figure& figure) { return is_default(figure, figures); });
  return chosen;
}

}  // namespace standstill::testbench
