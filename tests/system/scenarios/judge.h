// Runs a command that judges a run, and shows what it said when it went wrong.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_SCENARIOS_JUDGE_H
#define STANDSTILL_TESTS_SYSTEM_SCENARIOS_JUDGE_H

#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace standstill::tests {

struct Verdict {
  int exit_code = -1;
  std::string said;
};

/// Exit code and both output streams of a shell command.
inline Verdict judge(const std::string& command) {
  Verdict verdict;
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return verdict;
  char text[4096];
  for (std::size_t size; (size = std::fread(text, 1, sizeof text, pipe)) != 0;)
    verdict.said.append(text, size);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) verdict.exit_code = WEXITSTATUS(status);
  return verdict;
}

/// "N harts", "1 hart".
inline std::string counted_harts(unsigned harts) {
  return std::to_string(harts) + (harts == 1 ? " hart" : " harts");
}

}  // namespace standstill::tests

#endif  // STANDSTILL_TESTS_SYSTEM_SCENARIOS_JUDGE_H
