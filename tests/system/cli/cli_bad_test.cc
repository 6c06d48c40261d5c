// Bad input: exit code 2, one clear message on stderr, nothing on stdout, nothing written.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "cli_process.h"

namespace standstill::testbench {
namespace {

using testing::HasSubstr;

void expect_refusal(const CliFolder& folder, const std::vector<std::string>& words,
                    const std::string& message) {
  const ProcessResult result = folder.run(words);
  EXPECT_EQ(result.exit_code, 2) << message;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, testing::StartsWith("standstill: "));
  EXPECT_THAT(result.err, HasSubstr(message));
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  EXPECT_FALSE(folder.has("out"));
}

void write(const CliFolder& folder, const std::string& name, const std::string& text) {
  std::ofstream(folder.path(name), std::ios::binary) << text;
}

TEST(CliBad, UnknownNames) {
  const CliFolder folder("bad_names");
  expect_refusal(folder, {"rum"}, "the nearest is 'run'");
  expect_refusal(folder, {"run", "stop_machne"}, "the nearest is 'stop_machine'");
  expect_refusal(folder, {"run", "--wave"}, "the nearest is '--waves'");
  expect_refusal(folder, {"run", "hello", "--arg", "round=1"}, "the nearest is 'rounds'");
  expect_refusal(folder, {"run", "--set", "machine.hart=1"},
                 "nearest valid key is 'machine.harts'");
  expect_refusal(folder, {"run", "-c", "u55"}, "the nearest preset is 'u54'");
}

TEST(CliBad, ValuesOutOfRange) {
  const CliFolder folder("bad_values");
  expect_refusal(folder, {"run", "--harts", "0"}, "--harts 0: it must be 1 to 1024 harts");
  expect_refusal(folder, {"run", "--harts", "1025"}, "--harts 1025: it must be 1 to 1024 harts");
  expect_refusal(folder, {"run", "hello", "--arg", "rounds=0"}, "rounds must be 1 to ");
  expect_refusal(folder, {"run", "--set", "l1d.size=3"}, "l1d.size = 3 is not legal");
}

TEST(CliBad, MachineFilesHaveAPlace) {
  const CliFolder folder("bad_machine");
  write(folder, "m.toml", "[machine]\nharts = 5000\n");
  expect_refusal(folder, {"run", "-c", "m.toml"},
                 "m.toml:2:9: machine.harts = 5000 is not legal: it must be 1 to 1024 harts");
  write(folder, "m.toml", "[machine\n");
  expect_refusal(folder, {"run", "-c", "m.toml"}, "m.toml:1:");
  expect_refusal(folder, {"run", "-c", "none.toml"}, "No such file or directory");
}

TEST(CliBad, Programs) {
  const CliFolder folder("bad_programs");
  expect_refusal(folder, {"run", "--elf", "none.elf"}, "none.elf: cannot read the ELF file");
  write(folder, "text.elf", "hello");
  expect_refusal(folder, {"run", "--elf", "text.elf"}, "text.elf: not an ELF file");
  std::string elf = folder.read("program.elf");
  write(folder, "cut.elf", elf.substr(0, 100));
  expect_refusal(folder, {"run", "--elf", "cut.elf"}, "cut.elf: ");
  elf[4] = 1;
  write(folder, "narrow.elf", elf);
  expect_refusal(folder, {"run", "--elf", "narrow.elf"}, "a 32-bit program");
  elf[4] = 2;
  elf[5] = 2;
  write(folder, "big.elf", elf);
  expect_refusal(folder, {"run", "--elf", "big.elf"}, "a big-endian program");
  elf[5] = 1;
  elf[18] = 62;
  write(folder, "other.elf", elf);
  expect_refusal(folder, {"run", "--elf", "other.elf"}, "not a RISC-V program");
}

TEST(CliBad, OutputFolders) {
  const CliFolder folder("bad_output");
  const std::vector<std::string> run = {"run", "--elf", "program.elf", "-o"};
  auto with = [&](const std::string& output) {
    std::vector<std::string> words = run;
    words.push_back(output);
    return words;
  };
  expect_refusal(folder, with("/proc/out"), "--output /proc/out: cannot make the folder: ");
  expect_refusal(folder, with("program.elf"), "--output program.elf: ");
  expect_refusal(folder, with("."), "files in it that are not of a run");
}

TEST(CliBad, WavesNeedARunAndAScreen) {
  const CliFolder folder("bad_waves");
  expect_refusal(folder, {"waves", "none"}, "cannot read none/wave.fst: No such file or directory");
  ASSERT_EQ(folder.run({"run", "--elf", "program.elf", "-o", "run", "--waves"}).exit_code, 0);
  expect_refusal(folder, {"waves", "run", "--rendezvous", "9"},
                 "waves run: no rendezvous 9: the run has 1, counted from 0");
  setenv("DISPLAY", "", 1);  // GTKWave would print its usage
  unsetenv("WAYLAND_DISPLAY");
  expect_refusal(folder, {"waves", "run"}, "no screen here (DISPLAY is not set): copy wave.fst ");
  unsetenv("DISPLAY");
  expect_refusal(folder, {"waves", "run"}, "no screen here (DISPLAY is not set): copy wave.fst ");
  write(folder, "run/results.json", "{}");
  expect_refusal(folder, {"waves", "run", "--rendezvous", "0"},
                 "waves run: not the files of a run");
}

TEST(CliBad, ExplainNeedsARunWithItsMemoryEvents) {
  const CliFolder folder("bad_explain");
  expect_refusal(folder, {"explain"}, "explain: say which run");
  expect_refusal(
      folder, {"explain", "none"},
      "explain none: cannot read none/host.json: No such file or directory; name a folder "
      "that `standstill run` left");
  const std::vector<std::string> run = {"run", "--elf", "program.elf", "-o", "run"};
  ASSERT_EQ(folder.run(run).exit_code, 0);
  EXPECT_THAT(folder.run({"explain", "run"}).out,
              HasSubstr("Rendezvous 0, stop_machine of hart 0, took 80 cycles."));
  expect_refusal(folder, {"explain", "run", "--rendezvous", "9"},
                 "--rendezvous 9: it must be one that returned; the run has 1, the first is 0");
  expect_refusal(folder, {"explain", "run", "--rendezvous", "x"}, "it must be the number of one");
  const std::string log = folder.read("run/events.log");
  write(folder, "run/events.log", log.substr(0, log.size() - 20));
  expect_refusal(folder, {"explain", "run"}, "run/events.log:");
  write(folder, "run/events.log", "10\thart0\tsnore\t-\t-\n");
  expect_refusal(folder, {"explain", "run"},
                 "run/events.log:1: kind 'snore': it must be a kind of event");
  std::vector<std::string> marks = run;
  marks.insert(marks.end(), {"--log-level", "marks"});
  ASSERT_EQ(folder.run(marks).exit_code, 0);
  expect_refusal(folder, {"explain", "run"}, "the critical path needs memory events");
}

TEST(CliBad, AFullDiskIsToldAtTheEnd) {
  const CliFolder folder("full");
  ASSERT_EQ(folder.run_elf({}).exit_code, 0);
  std::remove(folder.path("out/results.json").c_str());
  // A link that is not one of the run's own files stays, and stands for the full disk.
  ASSERT_EQ(symlink("/dev/full", folder.path("out/results.json.tmp").c_str()), 0);
  const ProcessResult result = folder.run_elf({});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("out/results.json: cannot write: No space left on device"));
}

}  // namespace
}  // namespace standstill::testbench
