// From sweep.json to runs.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/sweep_file.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "testbench/report/reproduce.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

std::string text_or_empty(const Json& json) {
  return json.is_null() ? std::string() : json.get<std::string>();
}

SweepPoint point_of(const Json& json, const std::string& name, const Json& scenario) {
  SweepPoint point;
  point.results = text_or_empty(json.at("results"));
  for (const auto& value : json.at("values").items())
    point.values.push_back({value.key(), value_text(value.value())});
  point.run.name = name + " #" + json.at("index").dump();
  point.run.settings = point.values;
  if (!scenario.is_null() && !point.run.find("scenario"))
    point.run.settings.push_back({"scenario", scenario.get<std::string>()});
  point.run.status = json.at("status").get<std::string>();
  point.run.message = text_or_empty(json.at("message"));
  point.run.command = json.at("command").get<std::string>();
  return point;
}

}  // namespace

SweepFile sweep_of(const Json& json, const std::string& name) {
  const Json& version = json.at("sweep_version");
  if (version != kSweepVersion)
    throw UsageError(fmt::format("{}: sweep_version {}: this program reads {}; sweep again", name,
                                 version.dump(), kSweepVersion));
  SweepFile sweep;
  for (const Json& axis : json.at("axes"))
    if (axis.at("values").size() > 1) sweep.axes.push_back(axis.at("key").get<std::string>());
  for (const Json& point : json.at("points"))
    sweep.points.push_back(point_of(point, name, json.at("scenario")));
  return sweep;
}

Run finished(const SweepPoint& point, Run results) {
  results.name = point.run.name;
  results.status = point.run.status;
  results.message = point.run.message;
  results.command = point.run.command;
  for (const Setting& value : point.values)
    if (!results.find(value.key)) results.settings.push_back(value);
  return results;
}

}  // namespace standstill::testbench::report
