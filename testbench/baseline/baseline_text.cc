// Writes baselines, for people to review.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "testbench/baseline/baseline.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kColumns = 100;

Json json_of(const Figure& figure) { return figure.value ? Json(*figure.value) : Json(nullptr); }

std::string one_line(const Json& json) {
  if (!json.is_structured()) return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string text;
  for (const auto& item : json.items()) {
    if (!text.empty()) text += ", ";
    if (json.is_object()) text += Json(item.key()).dump() + ": ";
    text += one_line(item.value());
  }
  return json.is_object() ? "{" + text + "}" : "[" + text + "]";
}

/// An object too long for a line, as many fields on each as go there.
std::string filled(const Json& json, const std::string& indent) {
  std::string text;
  std::string line;
  for (const auto& item : json.items()) {
    std::string field = json.is_object() ? Json(item.key()).dump() + ": " : "";
    field += one_line(item.value());
    if (!line.empty() && indent.size() + line.size() + field.size() + 3 > kColumns) {
      text += indent;
      text += line;
      text += ",\n";
      line.clear();
    }
    if (!line.empty()) line += ", ";
    line += field;
  }
  return text + indent + line + "\n";
}

std::string section_text(const Json& json, std::size_t begin, const std::string& indent) {
  std::string whole = one_line(json);
  if (!json.is_structured() || begin + whole.size() + 1 <= kColumns) return whole;
  const bool object = json.is_object();
  return (object ? "{\n" : "[\n") + filled(json, indent + " ") + indent + (object ? "}" : "]");
}

/// A field a line.
std::string listed(const Json& json, const std::string& indent, bool nested) {
  std::string text;
  for (const auto& item : json.items()) {
    const std::string head = indent + Json(item.key()).dump() + ": ";
    const bool list = nested && (item.key() == "machine" || item.key() == "metrics");
    const Json& value = item.value();
    const bool expand = list && value.is_object() && !value.empty();
    if (!text.empty()) text += ",\n";
    text += head;
    text += expand ? fmt::format("{{\n{}\n{}}}", listed(value, indent + " ", false), indent)
                   : section_text(value, head.size(), indent);
  }
  return text;
}

}  // namespace

std::string readable_json(const Json& json) { return "{\n" + listed(json, " ", true) + "\n}\n"; }

std::string blessed_text(const Baseline& baseline, const Json& results) {
  const std::vector<Figure> known = figures_of(results);
  std::vector<Figure> chosen = default_figures(known);
  if (!baseline.figures.empty()) {
    chosen.clear();
    for (const Figure& wanted : baseline.figures) {
      const Figure* figure = find_figure(known, wanted.name);
      if (!figure) refuse_figure(baseline, wanted.name, known);
      chosen.push_back(*figure);
    }
  }
  for (const auto& [name, tolerance] : baseline.tolerance)
    if (!find_figure(chosen, name)) refuse_figure(baseline, name, chosen);
  Json document = baseline.document;
  for (const char* key : {"program", "arguments", "machine", "metrics"}) document.erase(key);
  const Identity identity = identity_of(results);
  document["program"] = identity.program;
  document["arguments"] = identity.arguments;
  document["machine"] = identity.machine;
  for (const Figure& figure : chosen) document["metrics"][figure.name] = json_of(figure);
  return readable_json(document);
}

void refuse_figure(const Baseline& baseline, const std::string& name,
                   const std::vector<Figure>& known) {
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const Figure& figure : known) names.push_back(figure.name);
  std::string hint = nearest_hint(name, names);
  if (hint.empty()) hint = "; they are paths in results.json, as summary.ipi.median";
  throw UsageError(
      fmt::format("{}: metrics: this run has no figure '{}'{}", baseline.path, name, hint));
}

}  // namespace standstill::testbench
