// Bytes to the file, lines to the terminal.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/console_log.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

constexpr std::size_t kLongestLine = 4096;  ///< bytes; longer ones are shown in pieces

}  // namespace

ConsoleLog::ConsoleLog(const std::string& path, std::FILE* echo, ProgressLine& progress)
    : path_(path), file_(std::fopen(path.c_str(), "wb")), echo_(echo), progress_(progress) {
  if (!file_) throw UsageError(fmt::format("{}: cannot write: {}", path, std::strerror(errno)));
}

ConsoleLog::~ConsoleLog() {
  if (file_) std::fclose(file_);
}

void ConsoleLog::put(char character, Cycle) {
  if (std::fputc(static_cast<unsigned char>(character), file_) == EOF) failed_ = true;
  // So that the file can be followed, and holds what was said before a kill.
  if (character == '\n' && std::fflush(file_) != 0) failed_ = true;
  if (!echo_) return;
  line_ += character;
  if (character == '\n' || line_.size() >= kLongestLine) show_line();
}

void ConsoleLog::show_line() {
  progress_.clear();
  std::fwrite(line_.data(), 1, line_.size(), echo_);
  std::fflush(echo_);
  line_.clear();
}

void ConsoleLog::close() {
  if (!line_.empty()) {
    line_ += '\n';
    show_line();
  }
  if (std::fclose(file_) != 0) failed_ = true;
  file_ = nullptr;
  if (failed_) throw UsageError(fmt::format("{}: cannot write: {}", path_, std::strerror(errno)));
}

}  // namespace standstill::testbench
