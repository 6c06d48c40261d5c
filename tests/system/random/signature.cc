// Compares line by line and names what differs.
// SPDX-License-Identifier: Apache-2.0
#include "signature.h"

#include <cstdlib>
#include <sstream>

#include "freedoms.h"

namespace standstill::random {
namespace {

unsigned number_of(const std::string& line) {
  return line.empty() ? 0 : static_cast<unsigned>(std::strtoul(line.c_str() + 1, nullptr, 16));
}

std::string csr_in_signature(unsigned index) {
  for (const CsrRule& rule : kCsrRules)
    if (rule.in_signature && index-- == 0) return rule.name;
  return "?";
}

std::string name_of(const std::string& line) {
  const unsigned number = number_of(line);
  std::ostringstream name;
  switch (line.empty() ? ' ' : line[0]) {
    case 'R':
      name << "register x" << number;
      break;
    case 'C':
      name << "CSR " << csr_in_signature(number);
      break;
    case 'T':
      name << "trap " << number << " (cause, epc, tval, status)";
      break;
    case 'M':
      name << "memory at 0x" << std::hex << number;
      break;
    case 'H':
      name << "a hash, though no value before it";
      break;
    case 'B':
      name << "block " << number << " (registers, CSRs, traps, trap hash, memory)";
      break;
    default:
      name << "the end of the text";
  }
  return name.str();
}

/// The next line that is compared; empty at the end.
std::string next_line(std::istringstream& text) {
  for (std::string line; std::getline(text, line);)
    if (!line.empty() && line[0] != 'N') return line;
  return {};
}

}  // namespace

std::optional<Difference> first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream a(expected);
  std::istringstream b(actual);
  unsigned block = 0;
  for (;;) {
    const std::string left = next_line(a);
    const std::string right = next_line(b);
    if (!left.empty() && left[0] == 'B') block = number_of(left);
    if (left != right) return Difference{block, name_of(left), left, right};
    if (left.empty()) return std::nullopt;
  }
}

std::uint64_t executed_of(const std::string& signature) {
  const std::size_t at = signature.rfind("\nN");
  return at == std::string::npos ? 0 : std::strtoull(signature.c_str() + at + 2, nullptr, 16);
}

}  // namespace standstill::random
