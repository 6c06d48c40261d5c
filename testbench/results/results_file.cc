// The schema, field by field.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/results_file.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "testbench/config/machine_file.h"
#include "testbench/results/no_progress.h"
#include "testbench/results/observed_json.h"
#include "testbench/results/path_totals.h"
#include "testbench/results/region_results.h"
#include "testbench/results/statistics.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Moment& moment) { return moment ? Json(*moment) : Json(nullptr); }

Json arguments_json(const std::vector<RunArgument>& arguments) {
  Json json = Json::object();
  for (const RunArgument& argument : arguments) {
    if (argument.number) {
      json[argument.name] = std::strtoull(argument.text.c_str(), nullptr, 10);
    } else {
      json[argument.name] = argument.text;
    }
  }
  return json;
}

Json program_json(const ProgramIdentity& program) {
  Json json;
  json["sha256"] = program.sha256;
  json["compiler"] = program.compiler.empty() ? Json(nullptr) : Json(program.compiler);
  return json;
}

Json outcome_json(const RunOutcome& outcome) {
  const bool ended = outcome.status == RunStatus::Pass || outcome.status == RunStatus::Fail;
  Json json;
  json["status"] = status_name(outcome.status);
  json["exit_code"] = ended ? Json(outcome.exit_code) : Json(nullptr);
  json["cycles"] = outcome.cycles;
  return json;
}

Json hart_json(std::size_t id, const HartOutcome& hart) {
  Json json;
  json["id"] = id;
  json["instructions"] = hart.instructions;
  json["cycles"] = hart.cycles;
  for (unsigned cause = 0; cause < kCauses; ++cause)
    json["cycles_by_cause"][name_of(static_cast<Cause>(cause))] = hart.cycles_by_cause[cause];
  json["traps"] = hart.traps;
  json["interrupts"] = hart.interrupts;
  json["messages"] = messages_json(hart.messages);
  return json;
}

Json moments_json(const HartMoments& hart) {
  Json json;
  json["hart"] = hart.hart;
  for (const MomentColumn& column : moment_columns())
    json[column.name] = json_of(hart.*column.moment);
  json["held_back"] = hart.held_back.count;
  json["held_back_cycles"] = hart.held_back.cycles;
  return json;
}

Json rendezvous_json(const Rendezvous& rendezvous) {
  Json json;
  json["id"] = rendezvous.id;
  json["kind"] = kind_name(rendezvous.kind);
  json["initiator"] = rendezvous.initiator;
  json["harts"] = Json::array();
  for (const HartMoments& hart : rendezvous.harts) json["harts"].push_back(hart.hart);
  json["call"] = rendezvous.call;
  json["done"] = json_of(rendezvous.done);
  json["return"] = json_of(rendezvous.returned);
  json["gather"] = json_of(rendezvous.gather());
  json["rendezvous"] = json_of(rendezvous.duration());
  json["stopped"] = json_of(rendezvous.stopped());
  json["fn"] = json_of(rendezvous.fn());
  json["hart_cycles_lost"] = json_of(rendezvous.hart_cycles_lost());
  json["doorbells"] = rendezvous.doorbells();
  json["doorbells_late"] = rendezvous.doorbells_late();
  json["per_hart"] = Json::array();
  for (const HartMoments& hart : rendezvous.harts) json["per_hart"].push_back(moments_json(hart));
  return json;
}

}  // namespace

const char* status_name(RunStatus status) {
  switch (status) {
    case RunStatus::Pass:
      return "pass";
    case RunStatus::Fail:
      return "fail";
    case RunStatus::Hang:
      return "hang";
    case RunStatus::Interrupted:
      return "interrupted";
    case RunStatus::Error:
      break;
  }
  return "error";
}

Json path_json(const CriticalPath& path, const Symbolizer& symbols) {
  Json json;
  json["cycles"] = path.cycles();
  json["by_cause"] = Json::object();
  const auto by_cause = path.by_cause();
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    if (by_cause[cause] != 0)
      json["by_cause"][name_of(static_cast<PathCause>(cause))] = by_cause[cause];
  json["by_hart"] = Json::object();
  for (const auto& [hart, cycles] : path.by_hart()) json["by_hart"][std::to_string(hart)] = cycles;
  json["by_function"] = Json::object();
  for (const auto& [function, cycles] : by_function(path, symbols))
    json["by_function"][function] = cycles;
  return json;
}

Json to_json(const RunResults& results) {
  Json json;
  json["schema_version"] = kSchemaVersion;
  json["scenario"] = results.scenario.empty() ? Json(nullptr) : Json(results.scenario);
  json["arguments"] = arguments_json(results.arguments);
  json["program"] = program_json(results.program);
  json["machine"] = to_json(results.config);
  json["outcome"] = outcome_json(results.outcome);
  const auto& no_progress = results.outcome.no_progress;
  json["no_progress"] = no_progress ? no_progress_json(*no_progress) : Json(nullptr);
  json["harts"] = Json::array();
  for (std::size_t id = 0; id < results.outcome.harts.size(); ++id)
    json["harts"].push_back(hart_json(id, results.outcome.harts[id]));
  json["rendezvous"] = Json::array();
  for (std::size_t i = 0; i < results.rendezvous.size(); ++i) {
    Json& rendezvous = json["rendezvous"].emplace_back(rendezvous_json(results.rendezvous[i]));
    rendezvous["critical_path"] = i < results.paths.size() && results.paths[i]
                                      ? path_json(*results.paths[i], results.symbols)
                                      : Json(nullptr);
    add_traffic(rendezvous, results, i);
  }
  json["irq_off"] = irq_off_json(results);
  json["bus"] = bus_json(results.bus);
  json["doorbells"] = doorbells_json(results.doorbells);
  const Summary summary = summarize(results.rendezvous);
  for (const SummaryLine& line : summary_lines())
    json["summary"][line.name] = json_of(summary.*line.statistics);
  json["critical_path"] = path_totals_json(results.paths);
  json["regions"] = regions_json(results.regions);
  return json;
}

std::vector<Rendezvous> rendezvous_of(const nlohmann::json& results) {
  const auto moment = [](const nlohmann::json& json) {
    return json.is_null() ? Moment() : Moment(json.get<Cycle>());
  };
  std::vector<Rendezvous> all;
  for (const nlohmann::json& json : results.at("rendezvous")) {
    Rendezvous& rendezvous = all.emplace_back();
    rendezvous.id = json.at("id");
    rendezvous.initiator = json.at("initiator");
    rendezvous.call = json.at("call");
    rendezvous.done = moment(json.at("done"));
    rendezvous.returned = moment(json.at("return"));
    for (const nlohmann::json& hart : json.at("per_hart"))
      for (const MomentColumn& column : moment_columns())
        rendezvous.at(hart.at("hart")).*column.moment = moment(hart.at(column.name));
  }
  return all;
}

std::string results_text(const RunResults& results) {
  // Guest text never reaches the results, but argument words of a foreign ELF may be any bytes.
  return to_json(results).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace standstill::testbench
