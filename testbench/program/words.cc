// Slips that CLI11 would take for something else.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/words.h"

#include <fmt/format.h>

#include <string>

#include "testbench/text/usage_error.h"

namespace standstill::testbench {

/// "--option ''" comes from an unset variable of a script; nothing sensible can be meant by it.
/// "-harts" would be taken for -h.
void check_words(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.empty() && i > 1)
      throw UsageError(
          fmt::format("{} '': the value is empty: leave the option out or give one", argv[i - 1]));
    const bool letter = word.size() > 2 && word[1] >= 'a' && word[1] <= 'z';
    const bool takes_value = letter && std::string("cjo").find(word[1]) != std::string::npos;
    if (letter && word[0] == '-' && !takes_value)
      throw UsageError(
          fmt::format("{}: unknown option; long options have two dashes: '-{}'", word, word));
  }
}

}  // namespace standstill::testbench
