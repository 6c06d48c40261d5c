// The fields of sweep.json.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/sweep_file.h"

#include <algorithm>

#include "standstill/scenarios.h"
#include "testbench/results/host_file.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

constexpr PointStatus kStatuses[] = {PointStatus::Pass, PointStatus::Fail, PointStatus::Hang,
                                     PointStatus::Error, PointStatus::Pending};

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// The scenario of all points, or null.
Json scenario_of(const SweepSpec& spec) {
  const std::vector<std::string> keys = axis_keys(spec);
  if (!spec.elf.empty() || std::find(keys.begin(), keys.end(), kScenarioKey) != keys.end())
    return nullptr;
  for (const Setting& setting : spec.fixed)
    if (setting.key == kScenarioKey) return setting.value;
  return platform::kDefaultScenario.name;
}

Json axes_json(const SweepSpec& spec, const SweepResults& results) {
  Json axes = Json::array();
  const std::vector<std::string> keys = axis_keys(spec);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Json values = Json::array();
    for (const PointResult& point : results.points)
      if (std::find(values.begin(), values.end(), point.values[i]) == values.end())
        values.push_back(point.values[i]);
    axes.push_back({{"key", keys[i]}, {"values", values}});
  }
  return axes;
}

Json point_json(std::size_t index, const std::vector<std::string>& keys, const PointResult& point) {
  Json json;
  json["index"] = index;
  json["values"] = Json::object();
  for (std::size_t i = 0; i < keys.size(); ++i) json["values"][keys[i]] = point.values[i];
  json["key"] = point.key;
  json["status"] = name_of(point.status);
  json["exit_code"] = point.exit_code ? Json(*point.exit_code) : Json(nullptr);
  json["message"] = text_or_null(point.message);
  json["command"] = point.command;
  json["results"] = text_or_null(point.results);
  json["figures"] = Json::object();
  for (const Figure& figure : point.figures.figures)
    json["figures"][figure.name] = figure.value ? Json(*figure.value) : Json(nullptr);
  json["critical_path"] = point.figures.critical_path;
  return json;
}

}  // namespace

const char* name_of(PointStatus status) {
  switch (status) {
    case PointStatus::Pass:
      return "pass";
    case PointStatus::Fail:
      return "fail";
    case PointStatus::Hang:
      return "hang";
    case PointStatus::Error:
      return "error";
    case PointStatus::Pending:
      break;
  }
  return "pending";
}

std::size_t SweepResults::count(PointStatus status) const {
  return static_cast<std::size_t>(
      std::count_if(points.begin(), points.end(),
                    [&](const PointResult& point) { return point.status == status; }));
}

std::size_t SweepResults::failed() const {
  return points.size() - count(PointStatus::Pass) - count(PointStatus::Pending);
}

Json to_json(const SweepSpec& spec, const SweepResults& results) {
  Json json;
  json["sweep_version"] = kSweepVersion;
  json["name"] = spec.name;
  json["about"] = text_or_null(spec.about);
  json["spec"] = spec.text;
  json["simulator"] = results.simulator;
  json["scenario"] = scenario_of(spec);
  json["log_level"] = log_level_name(spec.log_level);
  json["max_cycles"] = spec.max_cycles ? Json(*spec.max_cycles) : Json(nullptr);
  json["axes"] = axes_json(spec, results);
  json["points"] = Json::array();
  const std::vector<std::string> keys = axis_keys(spec);
  for (std::size_t index = 0; index < results.points.size(); ++index)
    json["points"].push_back(point_json(index, keys, results.points[index]));
  json["counts"]["points"] = results.points.size();
  for (const PointStatus status : kStatuses)
    json["counts"][name_of(status)] = results.count(status);
  return json;
}

std::string sweep_text(const SweepSpec& spec, const SweepResults& results) {
  return to_json(spec, results).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace standstill::testbench
