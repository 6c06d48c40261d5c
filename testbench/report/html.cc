// Escaping by what a byte may be, tables row by row.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/report/html.h"

#include <fmt/format.h>

#include "testbench/text/number.h"

namespace standstill::testbench::report {
namespace {

constexpr const char* kReplacement = "\xEF\xBF\xBD";

/// Length of the UTF-8 sequence at the beginning of `text`; 0 if it is none (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  const unsigned second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_large = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

bool is_control(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return (first < 0x20 && first != '\n' && first != '\t') || first == 127;
  return first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

std::string escaped_sequence(std::string_view sequence) {
  switch (sequence[0]) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return is_control(sequence) ? kReplacement : std::string(sequence);
  }
}

std::string head_html(const Column& column) {
  return fmt::format("<th scope=\"col\"{}>{}{}</th>", column.words ? " class=\"w\"" : "",
                     column.colour.empty() ? "" : swatch(column.colour), escaped(column.head));
}

std::string row_head_html(const Table& table, std::size_t row) {
  const bool coloured = row < table.colours.size() && !table.colours[row].empty();
  return fmt::format("<th scope=\"row\">{}{}</th>", coloured ? swatch(table.colours[row]) : "",
                     escaped(table.rows[row].front()));
}

std::string cell_html(const Column& column, const std::string& text) {
  const std::string shown = column.code ? "<code>" + escaped(text) + "</code>" : escaped(text);
  return fmt::format("<td{}>{}</td>", column.words ? " class=\"w\"" : "", shown);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    out += length == 0 ? kReplacement : escaped_sequence(text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string table_html(const Table& table) {
  const std::string caption = escaped(table.caption);
  std::string html = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>\n"
      "<caption>{}</caption>\n<thead><tr>",
      caption, caption);
  for (const Column& column : table.columns) html += head_html(column);
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    html += "<tr>" + row_head_html(table, row);
    for (std::size_t i = 1; i < table.rows[row].size(); ++i)
      html += cell_html(table.columns.at(i), table.rows[row][i]);
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string folded(const std::string& summary, const std::string& html) {
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", escaped(summary), html);
}

std::string swatch(const std::string& colour) {
  return fmt::format("<i class=\"k\" style=\"background:var(--{})\"></i>", escaped(colour));
}

std::string cell(const std::optional<std::uint64_t>& value) {
  return value ? grouped(*value) : "-";
}

}  // namespace standstill::testbench::report
