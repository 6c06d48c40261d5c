// The guest's console: into a file, and onto the terminal.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_CONSOLE_LOG_H
#define STANDSTILL_TESTBENCH_PROGRAM_CONSOLE_LOG_H

#include <cstdio>
#include <string>

#include "common/interfaces.h"
#include "testbench/program/monitor.h"

namespace standstill::testbench {

class ConsoleLog final : public ConsoleSink {
 public:
  /// @param path     file for exactly the bytes the guest wrote
  /// @param echo     where they are shown too, line by line; may be null
  /// @param progress is taken off the terminal before a line is shown
  ConsoleLog(const std::string& path, std::FILE* echo, ProgressLine& progress);
  ~ConsoleLog() override;
  ConsoleLog(const ConsoleLog&) = delete;
  ConsoleLog& operator=(const ConsoleLog&) = delete;

  void put(char character, Cycle cycle) override;
  /// Shows an unfinished last line, closes the file. Throws UsageError if it could not be written.
  void close();

 private:
  void show_line();

  std::string path_;
  std::FILE* file_;
  std::FILE* echo_;
  ProgressLine& progress_;
  std::string line_;
  bool failed_ = false;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_CONSOLE_LOG_H
