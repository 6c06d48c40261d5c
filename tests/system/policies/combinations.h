// Doorbell, barrier, spin and layout: what goes together, and few rows that hold every pair.
// SPDX-License-Identifier: Apache-2.0
//
// Made from the platform's tables, so that a new word is in without a line here.
#ifndef STANDSTILL_TESTS_SYSTEM_POLICIES_COMBINATIONS_H
#define STANDSTILL_TESTS_SYSTEM_POLICIES_COMBINATIONS_H

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "standstill/scenario_rules.h"

namespace standstill::tests {

inline constexpr std::array<std::string_view, 4> kFactors = {"doorbell", "barrier", "spin",
                                                             "layout"};

/// A word for each of kFactors.
using Combination = std::array<std::string, kFactors.size()>;

/// Two assignments `factor=word` that stand in one combination.
using Pair = std::pair<std::string, std::string>;

/// The words of a factor, in the order of the table.
inline std::vector<std::string> words_of(std::string_view factor) {
  const platform::Scenario& scenario = platform::kDefaultScenario;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < scenario.argument_count; ++i) {
    if (scenario.arguments[i].name != factor) continue;
    std::string_view rest = scenario.arguments[i].choices;
    for (std::size_t end = 0; end != std::string_view::npos; rest.remove_prefix(end + 1)) {
      end = rest.find('|');
      words.emplace_back(rest.substr(0, end));
      if (end == std::string_view::npos) break;
    }
  }
  return words;
}

inline bool goes_together(const Combination& words) {
  return platform::broken_rule([&](std::string_view name) {
           for (std::size_t i = 0; i < kFactors.size(); ++i)
             if (kFactors[i] == name) return std::string_view(words[i]);
           return std::string_view();
         }) == nullptr;
}

/// Every combination that is not refused.
inline std::vector<Combination> all_combinations() {
  std::vector<Combination> all = {{}};
  for (std::size_t i = 0; i < kFactors.size(); ++i) {
    std::vector<Combination> longer;
    for (const Combination& begun : all)
      for (const std::string& word : words_of(kFactors[i])) {
        longer.push_back(begun);
        longer.back()[i] = word;
      }
    all = std::move(longer);
  }
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const Combination& each) { return !goes_together(each); }),
            all.end());
  return all;
}

inline std::set<Pair> pairs_of(const Combination& words) {
  const auto assignment = [&](std::size_t i) { return std::string(kFactors[i]) + '=' + words[i]; };
  std::set<Pair> pairs;
  for (std::size_t i = 0; i < kFactors.size(); ++i)
    for (std::size_t j = i + 1; j < kFactors.size(); ++j)
      pairs.emplace(assignment(i), assignment(j));
  return pairs;
}

inline std::set<Pair> pairs_of(const std::vector<Combination>& all) {
  std::set<Pair> pairs;
  for (const Combination& each : all) pairs.merge(pairs_of(each));
  return pairs;
}

/// A pairwise cover: each pair that can stand together stands in one row at least. Greedy: always
/// the combination next that holds most of the pairs that are missing, the first among equals.
inline std::vector<Combination> pairwise_cover() {
  const std::vector<Combination> all = all_combinations();
  std::set<Pair> missing = pairs_of(all);
  const auto gain = [&](const Combination& each) {
    std::size_t count = 0;
    for (const Pair& pair : pairs_of(each)) count += missing.count(pair);
    return count;
  };
  std::vector<Combination> cover;
  while (!missing.empty()) {
    cover.push_back(*std::max_element(
        all.begin(), all.end(), [&](const auto& a, const auto& b) { return gain(a) < gain(b); }));
    for (const Pair& pair : pairs_of(cover.back())) missing.erase(pair);
  }
  return cover;
}

/// Whether a scenario can be given a word for each of kFactors.
inline bool takes_all_factors(const platform::Scenario& scenario) {
  return std::all_of(kFactors.begin(), kFactors.end(), [&](std::string_view factor) {
    return std::any_of(
        scenario.arguments, scenario.arguments + scenario.argument_count,
        [&](const platform::ScenarioArgument& argument) { return argument.name == factor; });
  });
}

/// " doorbell=mswi barrier=central ..."
inline std::string words(const Combination& combination) {
  std::string text;
  for (std::size_t i = 0; i < kFactors.size(); ++i)
    text += ' ' + std::string(kFactors[i]) + '=' + combination[i];
  return text;
}

/// For the name of a test: "mswi_central_wrs_nto_linux".
inline std::string name_of(const Combination& combination) {
  std::string name;
  for (const std::string& word : combination) name += (name.empty() ? "" : "_") + word;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

}  // namespace standstill::tests

#endif  // STANDSTILL_TESTS_SYSTEM_POLICIES_COMBINATIONS_H
