// Starts programs through the shell, every argument quoted.
// SPDX-License-Identifier: Apache-2.0
#include "process.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace standstill::system {
namespace {

/// Generous: the host may be busy with other tests.
constexpr unsigned kSeconds = 30;

using Options = std::vector<std::string>;

std::string quoted(const std::string& argument) {
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

Finished run_process(const std::vector<std::string>& command, unsigned seconds,
                     const std::string& errors) {
  std::string line = "timeout -k 5 " + std::to_string(seconds);
  for (const std::string& argument : command) line += " " + quoted(argument);
  line += " </dev/null 2>" + quoted(errors);
  Finished finished;
  std::FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return finished;
  char buffer[4096];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe))
    finished.output.append(buffer, n);
  const int status = pclose(pipe);
  if (status >= 0 && WIFEXITED(status)) finished.code = WEXITSTATUS(status);
  return finished;
}

Finished run_on_qemu(const std::string& elf, unsigned harts, const std::string& hart_model) {
  return run_process({STANDSTILL_QEMU, "-M", "virt,aclint=on", "-m", "256M", "-cpu", hart_model,
                      "-bios", "none", "-smp", std::to_string(harts), "-nographic", "-kernel", elf},
                     kSeconds);
}

Finished run_on_model(const std::string& elf, unsigned harts, bool other,
                      const std::string& errors) {
  return run_on_model(elf, harts, Options(other ? 1 : 0, "--other"), errors);
}

Finished run_on_model(const std::string& elf, unsigned harts, const Options& options,
                      const std::string& errors) {
  std::vector<std::string> command = {STANDSTILL_RUN_ELF, "--harts", std::to_string(harts)};
  command.insert(command.end(), options.begin(), options.end());
  command.push_back(elf);
  return run_process(command, kSeconds, errors);
}

std::vector<std::uint64_t> numbers_of_model(const std::string& elf, unsigned harts, bool posted) {
  std::vector<std::uint64_t> numbers;
  const Finished run = run_on_model(elf, harts, Options(posted ? 1 : 0, "--posted"));
  std::istringstream text(run.code == 0 ? run.output : "");
  text >> std::hex;
  for (std::uint64_t number; text >> number;) numbers.push_back(number);
  return numbers;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string plain_lines(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  return text;
}

}  // namespace standstill::system
