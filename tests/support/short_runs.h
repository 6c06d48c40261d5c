// Every scenario of the platform's table as a short run, for tests that run it many times.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SUPPORT_SHORT_RUNS_H
#define STANDSTILL_TESTS_SUPPORT_SHORT_RUNS_H

#include <string>
#include <string_view>
#include <vector>

#include "standstill/scenarios.h"

namespace standstill::tests {

/// A scenario for which two rounds, or passes, are too long or not what makes it so.
struct ShortRun {
  std::string_view scenario;
  std::vector<std::string> arguments;
};

inline const std::vector<ShortRun>& short_runs() {
  static const std::vector<ShortRun> kShortRuns = {{"kprobe", {"rounds=1"}},
                                                   {"hotpatch", {"rounds=1"}},
                                                   {"hotplug", {"rounds=1"}},
                                                   {"module", {"rounds=1", "passes=1"}},
                                                   {"characterize", {"rounds=1", "matrix=3"}}};
  return kShortRuns;
}

/// `key=value` words with which `scenario` does all it does, but few times.
inline std::vector<std::string> short_arguments(const platform::Scenario& scenario,
                                                unsigned rounds = 2) {
  for (const ShortRun& run : short_runs())
    if (run.scenario == scenario.name) return run.arguments;
  for (std::size_t i = 0; i < scenario.argument_count; ++i)
    for (const std::string_view name : {"rounds", "passes"})
      if (name == scenario.arguments[i].name)
        return {std::string(name) + "=" + std::to_string(rounds)};
  return {};
}

/// The same words behind one another, each after a blank.
inline std::string short_words(const platform::Scenario& scenario, unsigned rounds = 2) {
  std::string words;
  for (const std::string& argument : short_arguments(scenario, rounds)) words += ' ' + argument;
  return words;
}

/// Test names: "stop_machine_4".
inline std::string run_name(std::size_t scenario, unsigned harts) {
  return std::string(platform::kScenarios[scenario].name) + "_" + std::to_string(harts);
}

}  // namespace standstill::tests

#endif  // STANDSTILL_TESTS_SUPPORT_SHORT_RUNS_H
