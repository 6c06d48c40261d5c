// Inputs to JSON, JSON to a hash.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/key.h"

#include <nlohmann/json.hpp>

#include "testbench/config/machine_file.h"
#include "testbench/results/host_file.h"
#include "testbench/text/sha256.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

/// Names do not count in ElfImage::sha256(), but `tohost` ends a run and others are shown.
std::string symbols_sha256(const ElfImage& image) {
  Sha256 hash;
  for (const ElfSymbol& symbol : image.symbols) {
    hash.add_number(symbol.address);
    hash.add_number(symbol.size);
    hash.add_number(symbol.function ? 1 : 0);
    hash.add_number(symbol.name.size());
    hash.add(symbol.name.data(), symbol.name.size());
  }
  return hash.finish();
}

}  // namespace

std::string inputs_text(const RunInputs& inputs, const ElfImage& image) {
  Json json;
  json["simulator"] = inputs.simulator;
  json["schema_version"] = kSchemaVersion;
  json["log_level"] = log_level_name(inputs.log_level);
  json["max_cycles"] = inputs.max_cycles == kNever ? Json(nullptr) : Json(inputs.max_cycles);
  json["program"]["sha256"] = image.sha256();
  json["program"]["symbols"] = symbols_sha256(image);
  json["program"]["tohost"] = image.tohost ? Json(*image.tohost) : Json(nullptr);
  json["program"]["compiler"] = image.compiler;
  json["scenario"] = inputs.scenario.empty() ? Json(nullptr) : Json(inputs.scenario);
  json["arguments"] = Json::array();  // in their order, and twice if they were given twice
  for (const RunArgument& argument : inputs.arguments)
    json["arguments"].push_back({argument.name, argument.text, argument.number});
  json["machine"] = to_json(inputs.config);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string key_of(const std::string& inputs) { return sha256(inputs); }

}  // namespace standstill::testbench
