// The program as a process.
// SPDX-License-Identifier: Apache-2.0
#include "wave_run.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace standstill::testbench {

std::uint64_t LogLine::number(const std::string& field) const {
  return std::stoull(fields.at(field), nullptr, 0);
}

WaveRun::WaveRun() {
  std::string name = (std::filesystem::temp_directory_path() / "standstill-waves-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  folder_ = name;
}

WaveRun::~WaveRun() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string WaveRun::read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

pid_t WaveRun::start(const std::vector<std::string>& words) const {
  std::vector<std::string> all = {STANDSTILL_PROGRAM, "run"};
  all.insert(all.end(), words.begin(), words.end());
  all.insert(all.end(), {"-o", path("")});
  std::vector<char*> arguments;
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t process = fork();
  if (process != 0) return process;
  const int out = open(side_path("output.txt").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int WaveRun::finish(pid_t process) {
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int WaveRun::run(const std::vector<std::string>& words) const { return finish(start(words)); }

std::vector<LogLine> WaveRun::log() const {
  std::vector<LogLine> lines;
  std::istringstream in(read("events.log"));
  for (std::string text; std::getline(in, text);) {
    std::istringstream columns(text);
    LogLine line;
    std::string id;
    std::string cause;
    columns >> line.cycle >> line.source >> line.kind >> id >> cause;
    for (std::string field; columns >> field;) {
      const std::size_t equals = field.find('=');
      if (equals != std::string::npos)
        line.fields[field.substr(0, equals)] = field.substr(equals + 1);
    }
    lines.push_back(line);
  }
  return lines;
}

const WaveRun& rendezvous_run() {
  static const WaveRun run;
  static const int code = run.run({"stop_machine", "--harts", "4", "--arg", "rounds=3", "--waves"});
  if (code != 0) throw std::runtime_error("the run failed:\n" + run.read_side("output.txt"));
  return run;
}

}  // namespace standstill::testbench
