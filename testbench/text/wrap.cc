// Breaks lines at blanks.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/text/wrap.h"

#include <sstream>

namespace standstill::testbench {
namespace {

/// Where to break a line that is too long: its last blank that still fits, or else its first.
std::size_t break_of(const std::string& line, std::size_t columns) {
  const std::size_t last = line.rfind(' ', columns);
  return last != std::string::npos ? last : line.find(' ', columns);
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t columns) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    while (line.size() > columns && line.front() != ' ') {
      const std::size_t at = break_of(line, columns);
      if (at == std::string::npos) break;
      result += line.substr(0, at) + "\n";
      line.erase(0, at + 1);
    }
    result += line + "\n";
  }
  return result;
}

}  // namespace standstill::testbench
