// Host time, switches and versions as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/host_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

std::uint64_t per_second(std::uint64_t count, std::uint64_t microseconds) {
  if (microseconds == 0) return 0;
  const auto scaled = __extension__ static_cast<unsigned __int128>(count) * 1'000'000;
  return static_cast<std::uint64_t>(scaled / microseconds);
}

std::uint64_t all_instructions(const RunOutcome& outcome) {
  std::uint64_t sum = 0;
  for (const HartOutcome& hart : outcome.harts) sum += hart.instructions;
  return sum;
}

}  // namespace

const char* fabric_class_name(FabricClass fabric_class) {
  switch (fabric_class) {
    case FabricClass::Slots4:
      return "4";
    case FabricClass::Slots64:
      return "64";
    case FabricClass::Slots1024:
      return "1024";
    case FabricClass::Auto:
      break;
  }
  return "auto";
}

FabricClass fabric_class_of(const std::string& name) {
  for (const FabricClass built :
       {FabricClass::Slots4, FabricClass::Slots64, FabricClass::Slots1024})
    if (name == fabric_class_name(built)) return built;
  return FabricClass::Auto;
}

const char* log_level_name(LogLevel level) {
  switch (level) {
    case LogLevel::Marks:
      return "marks";
    case LogLevel::All:
      return "all";
    case LogLevel::Rendezvous:
      break;
  }
  return "rendezvous";
}

std::string host_text(const HostFacts& facts, const RunOutcome& outcome) {
  Json json;
  json["versions"]["standstill"] = facts.versions.standstill;
  json["versions"]["verilator"] = facts.versions.verilator;
  json["versions"]["systemc"] = facts.versions.systemc;
  json["versions"]["compiler"] = facts.versions.compiler;
  json["elf"] = facts.elf;
  json["switches"]["lockstep"] = facts.switches.lockstep;
  json["switches"]["rtl_gating"] = facts.switches.rtl_gating;
  json["switches"]["spin_skipping"] = facts.switches.spin_skipping;
  json["switches"]["fabric_class"] = fabric_class_name(facts.switches.fabric_class);
  json["log_level"] = log_level_name(facts.log_level);
  json["waves"] = facts.waves.has_value();
  json["waves_window"] = nullptr;
  if (facts.waves) {
    const Cycle to = std::min(facts.waves->to, outcome.cycles);
    json["waves_window"] = {{"from", std::min(facts.waves->from, to)}, {"to", to}};
  }
  json["host_microseconds"] = facts.microseconds;
  json["rtl_evaluations"] = outcome.rtl_evaluations;
  json["cycles_per_second"] = per_second(outcome.cycles, facts.microseconds);
  json["instructions_per_second"] = per_second(all_instructions(outcome), facts.microseconds);
  json["peak_resident_kib"] = facts.peak_resident_kib;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace standstill::testbench
