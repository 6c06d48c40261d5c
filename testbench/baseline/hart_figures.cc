// Medians of what each hart went through, sums of what was done in each function.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/hart_figures.h"

#include <map>
#include <nlohmann/json.hpp>

#include "testbench/results/results_file.h"
#include "testbench/results/statistics.h"

namespace standstill::testbench {
namespace {

Moment fn_of(const HartMoments& hart) {
  if (!hart.run_begin || !hart.run_end) return std::nullopt;
  return *hart.run_end - *hart.run_begin;
}

struct Phase {
  const char* name;
  Moment (*of)(const HartMoments&);
};
constexpr Phase kPhases[] = {
    {"ipi", [](const HartMoments& hart) { return hart.ipi(); }},
    {"wakeup", [](const HartMoments& hart) { return hart.wakeup(); }},
    {"irq_off", [](const HartMoments& hart) { return hart.irq_off_window(); }},
    {"fn", fn_of}};

}  // namespace

std::vector<Figure> hart_figures(const nlohmann::ordered_json& results) {
  const std::vector<Rendezvous> all = rendezvous_of(nlohmann::json(results));
  const std::size_t harts = results.at("harts").size();
  std::vector<Figure> figures;
  for (std::size_t id = 0; id < harts; ++id)
    for (const Phase& phase : kPhases) {
      std::vector<Cycle> values;
      for (const Rendezvous& rendezvous : all)
        if (const HartMoments* hart = rendezvous.find(static_cast<HartId>(id)))
          if (const Moment value = phase.of(*hart)) values.push_back(*value);
      figures.push_back(
          {"hart " + std::to_string(id) + " " + phase.name, statistics(std::move(values)).median});
    }
  return figures;
}

std::vector<Figure> function_figures(const nlohmann::ordered_json& results) {
  std::map<std::string, std::uint64_t> sums;
  for (const auto& rendezvous : results.at("rendezvous")) {
    const auto& path = rendezvous.at("critical_path");
    if (path.is_null() || !path.contains("by_function")) continue;
    for (const auto& item : path["by_function"].items())
      sums[item.key()] += item.value().get<std::uint64_t>();
  }
  std::vector<Figure> figures;
  figures.reserve(sums.size());
  for (const auto& [function, cycles] : sums) figures.push_back({function, cycles});
  return figures;
}

}  // namespace standstill::testbench
