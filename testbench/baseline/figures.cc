// Flattens results.json.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/figures.h"

#include <algorithm>
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
  const std::size_t first = figures.size();
  if (harts.empty()) return;
  flatten(harts[0], "harts.*", figures);
  std::vector<Figure> each;
  for (std::size_t id = 0; id < harts.size(); ++id) {
    const std::size_t begin = each.size();
    flatten(harts[id], "harts." + std::to_string(id), each);
    for (std::size_t i = begin; id > 0 && i < each.size(); ++i)
      *figures[first + i - begin].value += each[i].value.value_or(0);
  }
  figures.insert(figures.end(), each.begin(), each.end());
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

std::vector<Figure> default_figures(const std::vector<Figure>& figures) {
  std::vector<Figure> chosen;
  for (const Figure& figure : figures) {
    bool wanted = figure.name == "outcome.cycles" || figure.name == "harts.*.instructions";
    if (begins_with(figure.name, "summary.")) {
      const std::string line = figure.name.substr(0, figure.name.rfind('.'));
      const Figure* count = find_figure(figures, line + ".count");
      wanted = count && count->value != 0;
    }
    if (wanted) chosen.push_back(figure);
  }
  return chosen;
}

}  // namespace standstill::testbench
