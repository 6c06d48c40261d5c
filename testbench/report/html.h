// Text and tables as HTML.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_HTML_H
#define STANDSTILL_TESTBENCH_REPORT_HTML_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace standstill::testbench::report {

/// Any bytes as text of an element or of an attribute in double quotes. What is no UTF-8, and
/// control characters, become U+FFFD.
std::string escaped(std::string_view text);

/// A column of a table.
struct Column {
  std::string head;
  bool words = false;  ///< to the left; numbers stand to the right
  std::string colour;  ///< of a swatch beside the head: a name of page.css; empty: none
  bool code = false;   ///< in the type of commands
};

/// Plain text in rows; the first cell of a row is its head.
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> colours;  ///< of a swatch beside the head of each row; may be shorter
};
std::string table_html(const Table& table);

/// The same behind a line that opens it.
std::string folded(const std::string& summary, const std::string& html);

/// A small square of a colour of page.css.
std::string swatch(const std::string& colour);

/// "1,234", or "-" if there is none.
std::string cell(const std::optional<std::uint64_t>& value);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_HTML_H
