// fork, exec, wait.
// SPDX-License-Identifier: Apache-2.0
#include "cli_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "unit/testbench/elf_builder.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void become(const std::string& folder, const std::vector<std::string>& words) {
  std::vector<char*> arguments = {const_cast<char*>(STANDSTILL_PROGRAM)};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int out = open((folder + "/stdout.txt").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
  const int err = open((folder + "/stderr.txt").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
  if (chdir(folder.c_str()) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2)
    execv(STANDSTILL_PROGRAM, arguments.data());
  _exit(99);
}

}  // namespace

CliFolder::CliFolder(const std::string& test) : root_(testing::TempDir() + "cli_" + test) {
  fs::remove_all(root_);
  fs::create_directories(root_);
  ElfBuilder builder;
  builder.segment(0x80000000, {0x13, 0, 0, 0}, 64);
  const std::vector<std::uint8_t> file = builder.build();
  std::ofstream(path("program.elf"), std::ios::binary)
      .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
}

std::string CliFolder::read(const std::string& name) const {
  std::ifstream file(path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool CliFolder::has(const std::string& name) const { return fs::exists(path(name)); }

pid_t CliFolder::start(const std::vector<std::string>& words) const {
  const pid_t process = fork();
  if (process == 0) become(root_, words);
  return process;
}

ProcessResult CliFolder::finish(pid_t process) const {
  int status = 0;
  waitpid(process, &status, 0);
  ProcessResult result;
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  result.out = read("stdout.txt");
  result.err = read("stderr.txt");
  return result;
}

ProcessResult CliFolder::run(const std::vector<std::string>& words) const {
  return finish(start(words));
}

ProcessResult CliFolder::run_elf(const std::vector<std::string>& words) const {
  std::vector<std::string> all = {"run", "--elf", "program.elf", "-o", "out"};
  all.insert(all.end(), words.begin(), words.end());
  return run(all);
}

}  // namespace standstill::testbench
