// Starts the program and waits for it.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_CLI_CLI_PROCESS_H
#define STANDSTILL_TESTS_SYSTEM_CLI_CLI_PROCESS_H

#include <sys/types.h>

#include <string>
#include <vector>

namespace standstill::testbench {

struct ProcessResult {
  int exit_code = -1;  ///< -1: killed by a signal
  std::string out;
  std::string err;
};

/// A fresh folder for one test, with a small RISC-V ELF `program.elf` in it.
class CliFolder {
 public:
  explicit CliFolder(const std::string& test);
  std::string path(const std::string& name) const { return root_ + "/" + name; }
  std::string read(const std::string& name) const;
  bool has(const std::string& name) const;

  /// Runs `standstill <words>` in the folder, with output into files (so not a terminal).
  ProcessResult run(const std::vector<std::string>& words) const;
  /// The same for `run --elf program.elf -o out <words>`.
  ProcessResult run_elf(const std::vector<std::string>& words) const;
  /// Starts it and returns at once.
  pid_t start(const std::vector<std::string>& words) const;
  ProcessResult finish(pid_t process) const;

 private:
  std::string root_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTS_SYSTEM_CLI_CLI_PROCESS_H
