// Cuts a C++ symbol down to the function's own name.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Itanium C++ ABI, chapter 5.1 (the demangled form: [type ]scope::name<args>(params)).
#include "testbench/waves/fst_names.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace standstill::testbench {
namespace {

struct Free {
  void operator()(char* text) const { std::free(text); }
};

/// Where the parameters begin: the first '(' outside of "<...>" that is not "(anonymous
/// namespace)".
std::size_t end_of_name(const std::string& text) {
  const std::string anonymous = "(anonymous namespace)";
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, anonymous.size(), anonymous) == 0) {
      i += anonymous.size() - 1;
    } else if (text[i] == '<') {
      ++depth;
    } else if (text[i] == '>') {
      --depth;
    } else if (depth == 0 && (text[i] == '(' || text.compare(i, 7, " [clone") == 0)) {
      return i;
    }
  }
  return text.size();
}

/// `text` without its template arguments, all of them balanced.
std::string without_templates(const std::string& text) {
  std::string kept;
  int depth = 0;
  for (const char c : text) {
    if (c == '<') ++depth;
    if (depth == 0) kept += c;
    if (c == '>') --depth;
  }
  return kept;
}

}  // namespace

std::string short_function_name(const std::string& symbol) {
  int status = 0;
  // The compiler's clones ("f.part.0") demangle by themselves only in newer libraries.
  std::string whole = symbol.substr(0, symbol.find('.', 1));
  const std::unique_ptr<char, Free> demangled(
      abi::__cxa_demangle(whole.c_str(), nullptr, nullptr, &status));
  if (status != 0 || !demangled) return whole;
  const std::string full = demangled.get();
  if (full.find("operator") != std::string::npos) return full.substr(full.find("operator"));
  const std::string name = without_templates(full.substr(0, end_of_name(full)));
  const std::size_t begin = name.find_last_of(": ");
  return begin == std::string::npos ? name : name.substr(begin + 1);
}

}  // namespace standstill::testbench
