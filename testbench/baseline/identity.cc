// Compares what went into two runs.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/identity.h"

#include <fmt/format.h>

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

/// Enough of a hash for people to tell two apart.
constexpr std::size_t kShownDigits = 12;

std::string shown(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

const Json& at(const Json& object, const std::string& key) {
  static const Json kAbsent;
  return object.contains(key) ? object[key] : kAbsent;
}

void add_program(const Json& before, const Json& after, std::vector<Difference>& all) {
  const std::string a = shown(at(before, "sha256"));
  const std::string b = shown(at(after, "sha256"));
  const std::string made_a = shown(at(before, "compiler"));
  const std::string made_b = shown(at(after, "compiler"));
  const std::string compiler = made_a == made_b ? fmt::format("the same compiler ({})", made_a)
                                                : fmt::format("compiler {} -> {}", made_a, made_b);
  if (a != b)
    all.push_back(
        {"program", fmt::format("the firmware differs: sha256 {} -> {}, {}",
                                a.substr(0, kShownDigits), b.substr(0, kShownDigits), compiler)});
}

/// Flat objects, key by key.
void add_keys(const std::string& part, const std::string& prefix, const Json& before,
              const Json& after, std::vector<Difference>& all) {
  const auto tell = [&](const std::string& key, const std::string& a, const std::string& b) {
    all.push_back({part, fmt::format("{} differs: {}{} = {} -> {}",
                                     part == "arguments" ? "an argument" : "the " + part, prefix,
                                     key, a, b)});
  };
  for (const auto& item : before.items()) {
    if (!after.contains(item.key())) {
      tell(item.key(), shown(item.value()), "(none)");
    } else if (after[item.key()] != item.value()) {
      tell(item.key(), shown(item.value()), shown(after[item.key()]));
    }
  }
  for (const auto& item : after.items())
    if (!before.contains(item.key())) tell(item.key(), "(none)", shown(item.value()));
}

/// `machine` with the parameters that came after it was written, as they are by default.
Json completed(const Json& machine, const Json& defaults) {
  Json all = defaults;
  for (const auto& section : machine.items())
    for (const auto& field : section.value().items())
      all[section.key()][field.key()] = field.value();
  return all;
}

}  // namespace

Identity identity_of(const Json& results) {
  return {results.at("scenario"), results.at("program"), results.at("arguments"),
          results.at("machine")};
}

std::vector<Difference> differences(const Identity& before, const Identity& after,
                                    const Json& defaults) {
  std::vector<Difference> all;
  if (before.scenario != after.scenario)
    all.push_back({"scenario", fmt::format("the scenario differs: {} -> {}", shown(before.scenario),
                                           shown(after.scenario))});
  add_program(before.program, after.program, all);
  add_keys("arguments", "", before.arguments, after.arguments, all);
  const Json a = completed(before.machine, defaults);
  const Json b = completed(after.machine, defaults);
  for (const auto& section : b.items())
    add_keys("machine", section.key() + ".",
             at(a, section.key()).is_null() ? Json::object() : a[section.key()], section.value(),
             all);
  return all;
}

}  // namespace standstill::testbench
