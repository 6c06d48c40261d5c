// JUnit XML for those who show test results.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the schema of Jenkins' xUnit plugin, junit-10.xsd.
#include <fmt/format.h>

#include "testbench/baseline/judgement.h"

namespace standstill::testbench {
namespace {

/// Text as XML takes it: what XML 1.0 has no character for becomes '?'.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += (c >= ' ' && c <= '~') || c == '\n' ? c : '?';
    }
  }
  return out;
}

bool is_good(Verdict verdict) { return verdict == Verdict::Pass || verdict == Verdict::Blessed; }

bool is_error(Verdict verdict) {
  return verdict == Verdict::Broken || verdict == Verdict::Interrupted;
}

std::string seconds(std::uint64_t microseconds) {
  return fmt::format("{}.{:03}", microseconds / 1'000'000, microseconds / 1000 % 1000);
}

std::string case_text(const Judgement& judgement) {
  std::string text =
      fmt::format("  <testcase classname=\"standstill.check\" name=\"{}\" time=\"{}\"",
                  escaped(judgement.name), seconds(judgement.microseconds));
  if (is_good(judgement.verdict)) return text + "/>\n";
  const char* element = is_error(judgement.verdict) ? "error" : "failure";
  text += fmt::format(">\n    <{} type=\"{}\" message=\"{}\">", element,
                      verdict_name(judgement.verdict), escaped(judgement.reason));
  for (const std::string& line : judgement.lines) text += "\n" + escaped(line);
  return text + fmt::format("\n    </{}>\n  </testcase>\n", element);
}

}  // namespace

std::string junit_text(const std::vector<Judgement>& all) {
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::uint64_t time = 0;
  std::string cases;
  for (const Judgement& judgement : all) {
    if (is_error(judgement.verdict)) ++errors;
    if (!is_good(judgement.verdict) && !is_error(judgement.verdict)) ++failures;
    time += judgement.microseconds;
    cases += case_text(judgement);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n <testsuite name=\"standstill "
      "check\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\">\n{} </testsuite>\n"
      "</testsuites>\n",
      all.size(), failures, errors, seconds(time), cases);
}

}  // namespace standstill::testbench
