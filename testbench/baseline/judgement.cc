// Compares figures, and says which of firmware, arguments, machine and model has moved them.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

std::string value_text(const Figure& figure) {
  return figure.value ? grouped(*figure.value) : "none";
}

/// What one figure may differ by; empty if it has not moved further.
std::string excess(const Baseline& baseline, const Figure& before, const Figure& after) {
  if (before.value == after.value) return "";
  const auto found = baseline.tolerance.find(before.name);
  if (found == baseline.tolerance.end() || !before.value || !after.value)
    return move_text(before, after);
  const std::uint64_t distance =
      std::max(*before.value, *after.value) - std::min(*before.value, *after.value);
  const std::uint64_t allowed = found->second.of(*before.value);
  if (distance <= allowed) return "";
  return move_text(before, after) + fmt::format("; {} allowed", grouped(allowed));
}

std::vector<std::string> moved(const Baseline& baseline, const std::vector<Figure>& now) {
  std::vector<std::string> lines;
  for (const Figure& before : baseline.figures) {
    const Figure* after = find_figure(now, before.name);
    if (!after) refuse_figure(baseline, before.name, now);
    const std::string line = excess(baseline, before, *after);
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

bool is_accepted(const Baseline& baseline, const Difference& difference) {
  return std::find(baseline.accept.begin(), baseline.accept.end(), difference.part) !=
         baseline.accept.end();
}

/// "the firmware differs", "the firmware and the machine differ"; "the model differs" if nothing
/// that went in does.
std::string who_differs(const std::vector<Difference>& all) {
  std::vector<std::string> parts;
  for (const Difference& difference : all) {
    const std::string part =
        difference.part == "program" ? "the firmware" : "the " + difference.part;
    if (parts.empty() || parts.back() != part) parts.push_back(part);
  }
  std::string text = parts.empty() ? "the model" : parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i)
    text += (i + 1 == parts.size() ? " and " : ", ") + parts[i];
  const bool several = parts.size() > 1 || text == "the arguments";
  return text + (several ? " differ" : " differs");
}

const char* kBless = "`standstill check --bless` takes the new figures";

void say_moved(Judgement& judgement, const std::vector<Difference>& differing, std::size_t count) {
  judgement.verdict = Verdict::Moved;
  judgement.reason =
      fmt::format("{} of {} figures moved: {}", count, judgement.figures, who_differs(differing));
  if (differing.empty())
    judgement.lines.push_back(
        "the model differs: firmware, arguments and machine are those of "
        "the baseline");
}

void say_stale(Judgement& judgement, const std::vector<Difference>& differing) {
  judgement.verdict = Verdict::Stale;
  judgement.reason = fmt::format("no figure moved, but {}", who_differs(differing));
}

}  // namespace

const char* verdict_name(Verdict verdict) {
  constexpr const char* kNames[] = {"pass",   "moved",   "stale",      "failed",
                                    "broken", "blessed", "interrupted"};
  return kNames[static_cast<unsigned>(verdict)];
}

std::string move_text(const Figure& before, const Figure& after) {
  std::string text =
      fmt::format("{:<36} {} -> {}", before.name, value_text(before), value_text(after));
  if (!before.value || !after.value || before.value == after.value) return text;
  const bool up = *after.value > *before.value;
  const std::uint64_t distance = up ? *after.value - *before.value : *before.value - *after.value;
  text += fmt::format(" ({}{}", up ? "+" : "-", grouped(distance));
  if (*before.value != 0)
    text += fmt::format(", {}{}", up ? "+" : "-", percent(distance, *before.value));
  return text + ")";
}

Judgement judge(const Baseline& baseline, const Json& results, const Json& defaults) {
  Judgement judgement;
  judgement.name = baseline.name();
  judgement.figures = baseline.figures.size();
  const auto differing = differences(baseline.identity, identity_of(results), defaults);
  const std::vector<std::string> moves = moved(baseline, figures_of(results));
  std::vector<Difference> refused;
  for (const Difference& difference : differing) {
    if (!is_accepted(baseline, difference)) refused.push_back(difference);
    judgement.lines.push_back(difference.text);
  }
  if (!moves.empty()) {
    say_moved(judgement, differing, moves.size());
  } else if (!refused.empty()) {
    say_stale(judgement, refused);
  } else {
    judgement.verdict = Verdict::Pass;
    judgement.reason = fmt::format("{} figures", judgement.figures);
    return judgement;
  }
  judgement.lines.insert(judgement.lines.end(), moves.begin(), moves.end());
  judgement.lines.push_back(std::string(judgement.verdict == Verdict::Stale
                                            ? "look at what differs; if it is meant, "
                                            : "`standstill diff` says where; if it is meant, ") +
                            kBless);
  return judgement;
}

}  // namespace standstill::testbench
