// From results.json to a run.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/run.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "testbench/report/reproduce.h"
#include "testbench/results/results_file.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench::report {
namespace {

using Json = nlohmann::ordered_json;

/// As much of a sha256 as tells programs apart on a page.
constexpr std::size_t kShownDigits = 12;

std::vector<Setting> settings_of(const Json& results) {
  const Json& scenario = results.at("scenario");
  std::vector<Setting> settings = {
      {"scenario", scenario.is_null() ? std::string("(a program)") : scenario.get<std::string>()},
      {"program", results.at("program").at("sha256").get<std::string>().substr(0, kShownDigits)}};
  for (const auto& section : results.at("machine").items())
    for (const auto& field : section.value().items()) {
      const std::string key = section.key() + "." + field.key();
      settings.push_back({key == "machine.harts" ? "harts" : key, value_text(field.value())});
    }
  for (const auto& argument : results.at("arguments").items())
    settings.push_back({"arg." + argument.key(), value_text(argument.value())});
  return settings;
}

std::optional<ByCause> path_of(const Json& rendezvous) {
  const auto path = rendezvous.find("critical_path");
  if (path == rendezvous.end() || path->is_null()) return std::nullopt;
  ByCause causes;
  for (const auto& cause : path->at("by_cause").items())
    causes.emplace_back(cause.key(), cause.value().get<Cycle>());
  return causes;
}

/// Who waited for whom in a run that got nowhere; empty where nothing is known.
std::string sentence_of(const Json& results) {
  const auto report = results.find("no_progress");
  if (report == results.end() || report->is_null() || report->at("sentence").is_null()) return "";
  return report->at("sentence").get<std::string>();
}

}  // namespace

const std::string* Run::find(const std::string& key) const {
  for (const Setting& setting : settings)
    if (setting.key == key) return &setting.text;
  return nullptr;
}

Run run_of(const Json& results, const std::string& name, const HostWords& host) {
  const Json& version = results.at("schema_version");
  if (version != kSchemaVersion)
    throw UsageError(
        fmt::format("{}: schema_version {}: this program reads {}; make the report with the "
                    "program that made the run, or run again",
                    name, version.dump(), kSchemaVersion));
  Run run;
  run.name = name;
  run.settings = settings_of(results);
  run.frequency = results.at("machine").at("machine").at("frequency").get<std::uint64_t>();
  run.status = results.at("outcome").at("status").get<std::string>();
  run.message = sentence_of(results);
  run.command = reproduce_command(results, host.elf, host.log_level);
  run.rendezvous = rendezvous_of(results);
  for (const Json& rendezvous : results.at("rendezvous")) run.paths.push_back(path_of(rendezvous));
  return run;
}

}  // namespace standstill::testbench::report
