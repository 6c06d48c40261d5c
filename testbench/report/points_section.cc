// Every run: how it ended, what went in, and the command that does the same.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "testbench/report/html.h"
#include "testbench/report/sections.h"

namespace standstill::testbench::report {
namespace {

Table command_table(const Report& report) {
  Table table;
  table.caption = "Runs and the commands that give them again";
  table.columns = {{"run", true, "", false}};
  for (const std::string& key : report.axes) table.columns.push_back({key, false, "", false});
  table.columns.push_back({"outcome", true, "", false});
  table.columns.push_back({"command", true, "", true});
  for (const Run& run : report.runs) {
    std::vector<std::string> row = {run.name};
    for (const std::string& key : report.axes) {
      const std::string* text = run.find(key);
      row.push_back(text ? *text : "-");
    }
    row.push_back(run.message.empty() ? run.status : run.status + ": " + run.message);
    row.push_back(run.command);
    table.rows.push_back(row);
  }
  for (const Characterization& one : report.characterizations) {
    std::vector<std::string> row(table.columns.size(), "-");
    row.front() = one.name;
    row[row.size() - 2] = "characterized";
    row.back() = one.command;
    table.rows.push_back(row);
  }
  return table;
}

/// What is the same in all runs.
Table common_table(const Report& report) {
  Table table;
  table.caption = "What is the same in all runs";
  table.columns = {{"key", true, "", false}, {"value", true, "", false}};
  const auto whole = std::find_if(report.runs.begin(), report.runs.end(),
                                  [](const Run& run) { return run.frequency != 0; });
  if (whole == report.runs.end()) return table;
  for (const Setting& setting : whole->settings)
    if (std::find(report.axes.begin(), report.axes.end(), setting.key) == report.axes.end())
      table.rows.push_back({setting.key, setting.text});
  return table;
}

}  // namespace

Section points_section(const Report& report) {
  Section section;
  std::string body = table_html(command_table(report));
  if (!report.runs.empty())
    body += folded("What is the same in all runs", table_html(common_table(report)));
  section.html =
      section_html("reproduce", "How to reproduce",
                   "Each command gives the same results.json, byte for byte, with the same "
                   "program. What it does "
                   "not name is the default. <code>program</code> is the beginning of its sha256.",
                   body);
  return section;
}

}  // namespace standstill::testbench::report
