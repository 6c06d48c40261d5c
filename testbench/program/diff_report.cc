// Prints a comparison.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/diff_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "testbench/baseline/judgement.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

/// Of the figures of single harts; a machine has thousands.
constexpr std::size_t kHartLines = 24;

/// A figure stands in the first section whose beginning its name has.
struct Section {
  const char* beginning;
  const char* heading;
};
constexpr Section kSections[] = {{"summary.", "rendezvous"},
                                 {"regions.", "regions"},
                                 {"critical_path.", "critical paths, added up"},
                                 {"harts.*.", "all harts, added up"},
                                 {"harts.", "each hart"},
                                 {"", "run"}};

const Section& section_of(const Move& move) {
  return *std::find_if(std::begin(kSections), std::end(kSections), [&](const Section& section) {
    return move.name().compare(0, std::char_traits<char>::length(section.beginning),
                               section.beginning) == 0;
  });
}

std::string section_text(const char* heading, const std::vector<Move>& all, std::size_t limit) {
  if (all.empty()) return "";
  std::string text = fmt::format("\n{}\n", heading);
  const std::vector<Move> shown = furthest(all, limit);
  for (const Move& move : shown)
    text += fmt::format("    {}\n", move_text(move.before, move.after));
  if (shown.size() < all.size())
    text += fmt::format("    and {} that moved less\n", all.size() - shown.size());
  return text;
}

std::string figures_text(const DiffReport& report) {
  std::string text;
  for (const Section& section : kSections) {
    std::vector<Move> part;
    for (const Move& move : report.figures)
      if (&section_of(move) == &section) part.push_back(move);
    const bool single = std::string(section.beginning) == "harts.";
    if (single) {
      text += section_text("critical paths by function, added up", report.functions, kHartLines);
      text += section_text("phases of each hart, medians", report.phases, kHartLines);
    }
    text += section_text(section.heading, part, single ? kHartLines : part.size());
  }
  return text;
}

std::string parting_text(const LogComparison& logs) {
  if (!logs.not_compared.empty()) return "\n" + logs.not_compared + "\n";
  if (!logs.parting) return "";
  const auto shown = [](const std::string& line) {
    return line.empty() ? std::string("(the log ends)") : line;
  };
  return fmt::format("\nthe events part at line {} of events.log\n  A  {}\n  B  {}\n",
                     logs.parting->line, shown(logs.parting->before), shown(logs.parting->after));
}

Json json_of(const std::vector<Move>& all) {
  const auto value = [](const Figure& figure) {
    return figure.value ? Json(*figure.value) : Json(nullptr);
  };
  Json json = Json::object();
  for (const Move& move : all)
    json[move.name()] = {{"before", value(move.before)}, {"after", value(move.after)}};
  return json;
}

}  // namespace

bool DiffReport::is_empty() const { return differing.empty() && nothing_moved(); }

bool DiffReport::nothing_moved() const {
  return !outcome_differs() && figures.empty() && phases.empty() && !logs.parting;
}

std::string diff_text(const DiffReport& report) {
  std::string text;
  for (const Difference& difference : report.differing) text += difference.text + "\n";
  if (report.outcome_differs())
    text +=
        fmt::format("the outcome differs: {} -> {}\n", report.status_before, report.status_after);
  if (report.differing.empty())
    text += fmt::format("firmware, arguments and machine are the same{}\n",
                        report.nothing_moved() ? "" : ": what differs below is the model");
  for (const std::string& line : headlines(report.figures, report.phases, report.functions))
    text += line + "\n";
  if (!report.logs.words.empty()) text += fmt::format("{:<15} {}\n", "first", report.logs.words);
  text += figures_text(report) + parting_text(report.logs);
  return report.nothing_moved() ? text + "no figure has moved\n" : text;
}

std::string diff_json(const DiffReport& report) {
  Json json;
  json["differs"] = Json::array();
  for (const Difference& difference : report.differing)
    json["differs"].push_back({{"part", difference.part}, {"text", difference.text}});
  json["outcome"] = {{"before", report.status_before}, {"after", report.status_after}};
  json["headlines"] = headlines(report.figures, report.phases, report.functions);
  json["figures"] = json_of(report.figures);
  json["phases"] = json_of(report.phases);
  json["functions"] = json_of(report.functions);
  json["parting"] = nullptr;
  if (report.logs.parting) {
    const Parting& parting = *report.logs.parting;
    json["parting"] = {{"line", parting.line},
                       {"before", parting.before},
                       {"after", parting.after},
                       {"words", report.logs.words}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace standstill::testbench
