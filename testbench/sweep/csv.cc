// Rows and cells.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/csv.h"

#include <set>

#include "testbench/explain/path.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

/// The figures of all points: those of the first that has any, and what others have besides.
std::vector<std::string> figure_names(const SweepResults& results) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const PointResult& point : results.points)
    for (const Figure& figure : point.figures.figures)
      if (known.insert(figure.name).second) names.push_back(figure.name);
  return names;
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// A row that grows by cells.
class Row {
 public:
  void add(std::string_view text) {
    if (!first_) text_ += ',';
    text_ += csv_cell(text);
    first_ = false;
  }
  std::string line() const { return text_ + "\n"; }

 private:
  std::string text_;
  bool first_ = true;
};

std::string header(const SweepSpec& spec, const std::vector<std::string>& figures) {
  Row row;
  for (const char* name : {"index", "key", "status", "exit_code"}) row.add(name);
  for (const std::string& key : axis_keys(spec)) row.add(key);
  for (const std::string& name : figures) row.add(name);
  row.add("critical_path.cycles");
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    row.add(std::string("critical_path.") + name_of(static_cast<PathCause>(cause)));
  return row.line();
}

void add_path(const Json& path, Row& row) {
  row.add(path.is_null() ? "" : text_of(path.at("cycles")));
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    row.add(path.is_null()
                ? ""
                : text_of(path.at("by_cause").at(name_of(static_cast<PathCause>(cause)))));
}

std::string line_of(std::size_t index, const PointResult& point,
                    const std::vector<std::string>& figures) {
  Row row;
  row.add(std::to_string(index));
  row.add(point.key);
  row.add(name_of(point.status));
  row.add(point.exit_code ? std::to_string(*point.exit_code) : "");
  for (const Json& value : point.values) row.add(text_of(value));
  for (const std::string& name : figures) {
    const Figure* figure = find_figure(point.figures.figures, name);
    row.add(figure && figure->value ? std::to_string(*figure->value) : "");
  }
  add_path(point.figures.critical_path, row);
  return row.line();
}

}  // namespace

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string csv_text(const SweepSpec& spec, const SweepResults& results) {
  const std::vector<std::string> figures = figure_names(results);
  std::string text = header(spec, figures);
  for (std::size_t index = 0; index < results.points.size(); ++index)
    text += line_of(index, results.points[index], figures);
  return text;
}

}  // namespace standstill::testbench
